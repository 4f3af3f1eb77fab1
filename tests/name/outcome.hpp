// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_TEXT_OUTCOME_HPP
#define CRYPTO_CHECKPOINT_TESTS_TEXT_OUTCOME_HPP

#include "support/characters.hpp"
#include <crypto_checkpoint/name/grammar.hpp>

#include <string>
#include <string_view>

namespace name_tests {

using crypto_checkpoint::Dialect;
using crypto_checkpoint::Errc;

inline constexpr auto both_dialects = {Dialect::documented, Dialect::tolerant};

inline std::string shown(Dialect dialect) {
    return dialect == Dialect::documented ? "documented" : "tolerant";
}

inline std::string shown(const crypto_checkpoint::SyntaxError& error) {
    return std::string(to_string(error.code)) + " at " + std::to_string(error.where.offset) +
           ", units " + std::to_string(error.where.length);
}

template <class String>
std::string shown(const crypto_checkpoint::BasicCspSpec<String>& spec) {
    const auto name = spec.provider_name();
    return "type " + std::to_string(spec.provider_type().value()) + ", " +
           (name ? "name <" + test_support::shown(*name) + ">" : "no name") + ", key <" +
           test_support::shown(spec.key_container()) + ">";
}

/// A result as one line, for comparison and messages.
template <class Char>
std::string shown(const crypto_checkpoint::ParseResult<Char>& result) {
    return result ? shown(*result) : shown(result.error());
}

}  // namespace name_tests

#endif
