// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/characters.hpp"
#include <crypto_checkpoint/name/grammar.hpp>

#include <string>

namespace name_tests {

using namespace crypto_checkpoint;

inline constexpr auto both_dialects = {Dialect::documented, Dialect::tolerant};

inline std::string shown(Dialect dialect) {
    return dialect == Dialect::documented ? "documented" : "tolerant";
}

inline std::string shown(const SyntaxError& error) {
    return std::string(to_string(error.code)) + " at " + std::to_string(error.where.offset) +
           ", units " + std::to_string(error.where.length);
}

template <class String>
std::string shown(const BasicCspSpec<String>& spec) {
    const auto name = spec.provider_name();
    return "type " + std::to_string(spec.provider_type().value()) + ", " +
           (name ? "name <" + test_support::shown(*name) + ">" : "no name") + ", key <" +
           test_support::shown(spec.key_container()) + ">";
}

/// A result as one line, for comparison and messages.
template <class Char>
std::string shown(const ParseResult<Char>& result) {
    return result ? shown(*result) : shown(result.error());
}

}  // namespace name_tests
