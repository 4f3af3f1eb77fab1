// SPDX-License-Identifier: BSL-1.0
// The main program of tests, for a standard library that the system's Catch2 is not compiled for.
// Catch2 2.13 only.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
