// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Catch2 version 2 or 3.

#if __has_include(<catch2/catch_test_macros.hpp>)
#    include <catch2/catch_template_test_macros.hpp>
#    include <catch2/catch_test_macros.hpp>
#else
#    include <catch2/catch.hpp>
#endif

#include <string_view>

// For MSVC the option /utf-8.
static_assert(std::string_view("\u00FC") == "\xC3\xBC",
              "compile the tests with UTF-8 for literals");
