// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"

namespace name_tests {

using namespace crypto_checkpoint;

template <class Char>
std::vector<GrammarRow<Char>> grammar_rows(Dialect dialect) {
    std::vector<GrammarRow<Char>> rows;
    for_each_row<Char>(dialect,
                       [&](std::basic_string_view<Char> text, const ParseResult<Char>& expected) {
                           GrammarRow<Char>& row = rows.emplace_back();
                           row.text = text;
                           if (expected)
                               row.spec = expected->to_owned();
                           else
                               row.error = expected.error();
                       });
    return rows;
}

template std::vector<GrammarRow<char>> grammar_rows(Dialect);
template std::vector<GrammarRow<char8_t>> grammar_rows(Dialect);
template std::vector<GrammarRow<char16_t>> grammar_rows(Dialect);
template std::vector<GrammarRow<char32_t>> grammar_rows(Dialect);
template std::vector<GrammarRow<wchar_t>> grammar_rows(Dialect);

}  // namespace name_tests
