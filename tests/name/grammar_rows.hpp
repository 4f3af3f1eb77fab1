// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rows of grammar_table.hpp in a character type: texts with the expected results.

#include "grammar_table.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/name/grammar.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace name_tests {

constexpr bool speaks_of(In dialects, crypto_checkpoint::Dialect dialect) {
    using crypto_checkpoint::Dialect;
    return dialects == In::both || (dialects == In::documented) == (dialect == Dialect::documented);
}

/// Calls `action(text, expected)` for every row of a dialect, also at compile time.
template <class Char, class Action>
constexpr void for_each_row(crypto_checkpoint::Dialect dialect, Action action) {
    using namespace crypto_checkpoint;
    using Text = test_support::ShortText<Char>;
    using View = std::basic_string_view<Char>;

    for (const AcceptedRow& row : accepted_rows) {
        if (!speaks_of(row.dialects, dialect)) continue;
        Text text;
        append_converted(text, row.text);
        Text name;
        append_converted(name, row.provider_name.value_or(""));
        Text key;
        append_converted(key, row.key_container);
        action(text.view(), ParseResult<Char>(BasicCspSpecView<Char>(
                                unchecked, ProviderType(row.provider_type),
                                row.provider_name ? std::optional<View>(name.view()) : std::nullopt,
                                key.view())));
    }

    const auto refused = [&](const auto& row, auto append) {
        Text text;
        append(text, row.before);
        const std::size_t offset = text.size();
        append(text, row.marked);
        const std::size_t length = text.size() - offset;
        append(text, row.after);
        action(text.view(),
               ParseResult<Char>(std::unexpected(SyntaxError{row.code, {offset, length}})));
    };
    for (const RefusedRow& row : refused_rows)
        if (speaks_of(row.dialects, dialect))
            refused(row, [](Text& text, auto part) { append_converted(text, part); });

    const auto ill_formed = [&](const auto& rows) {
        for (const auto& row : rows)
            refused(row, [](Text& text, auto part) { append_units(text, part); });
    };
    if constexpr (sizeof(Char) == 1)
        ill_formed(ill_formed_utf8_rows);
    else if constexpr (sizeof(Char) == 2)
        ill_formed(ill_formed_utf16_rows);
    else
        ill_formed(ill_formed_utf32_rows);
}

/// A text with the expected result.
template <class Char>
struct GrammarRow {
    std::basic_string<Char> text;
    std::optional<crypto_checkpoint::BasicCspSpec<std::basic_string<Char>>> spec;
    crypto_checkpoint::SyntaxError error;

    [[nodiscard]] crypto_checkpoint::ParseResult<Char> expected() const {
        if (!spec) return std::unexpected(error);
        return crypto_checkpoint::BasicCspSpecView<Char>(*spec);
    }
};

/// Every row of a dialect.
template <class Char>
std::vector<GrammarRow<Char>> grammar_rows(crypto_checkpoint::Dialect dialect);

// Compiled once, for all tests.
extern template std::vector<GrammarRow<char>> grammar_rows(crypto_checkpoint::Dialect);
extern template std::vector<GrammarRow<char8_t>> grammar_rows(crypto_checkpoint::Dialect);
extern template std::vector<GrammarRow<char16_t>> grammar_rows(crypto_checkpoint::Dialect);
extern template std::vector<GrammarRow<char32_t>> grammar_rows(crypto_checkpoint::Dialect);
extern template std::vector<GrammarRow<wchar_t>> grammar_rows(crypto_checkpoint::Dialect);

}  // namespace name_tests
