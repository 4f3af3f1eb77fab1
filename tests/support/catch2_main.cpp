// SPDX-License-Identifier: BSL-1.0
// The main program of tests with a standard library that the system's Catch2 was not compiled for.
// Catch2 2.13 only.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
