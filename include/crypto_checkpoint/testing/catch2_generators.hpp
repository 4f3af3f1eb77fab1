// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_CATCH2_GENERATORS_HPP
#define CRYPTO_CHECKPOINT_TESTING_CATCH2_GENERATORS_HPP

/// @file
/// For tests in Catch2, 2.13 or 3: generators of checkpoint names and of providers.
/// Separate from catch2.hpp as in Catch2 3.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/testing/sample_names.hpp>

#if __has_include(<catch2/generators/catch_generators_range.hpp>)
#    include <catch2/generators/catch_generators.hpp>
#    include <catch2/generators/catch_generators_range.hpp>
#else
#    include <catch2/catch.hpp>
#endif

#include <string>

namespace crypto_checkpoint {
inline namespace v0 {

/// Each of valid_checkpoint_names(), in their encoding.
/// @par Example
/// @snippet sample_names.cpp test
template <CodeUnit Char = char>
[[nodiscard]] Catch::Generators::GeneratorWrapper<std::basic_string<Char>> any_valid_name() {
    return Catch::Generators::from_range(valid_checkpoint_names<Char>());
}

/// Each of invalid_checkpoint_names().
/// @par Example
/// @snippet sample_names.cpp test
template <CodeUnit Char = char>
[[nodiscard]] Catch::Generators::GeneratorWrapper<InvalidName<Char>> any_invalid_name() {
    return Catch::Generators::from_range(invalid_checkpoint_names<Char>());
}

/// Each of #known_providers.
/// @par Example
/// @snippet sample_names.cpp providers
[[nodiscard]] inline Catch::Generators::GeneratorWrapper<KnownProvider> any_known_provider() {
    return Catch::Generators::from_range(known_providers.begin(), known_providers.end());
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
