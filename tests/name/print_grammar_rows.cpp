// SPDX-License-Identifier: BSL-1.0
// Prints the text of each row of the grammar table, of both dialects, for tests in other languages: a line of
// hexadecimal digits, four for each code unit of UTF-16.
#include "grammar_rows.hpp"

#include <cstdio>
#include <set>

int main() {
    using crypto_checkpoint::Dialect;
    std::set<std::u16string> texts;
    for (const Dialect dialect : {Dialect::documented, Dialect::tolerant})
        for (const auto& row : name_tests::grammar_rows<char16_t>(dialect)) texts.insert(row.text);
    for (const std::u16string& text : texts) {
        for (const char16_t unit : text) std::printf("%04x", static_cast<unsigned>(unit));
        std::puts("");
    }
}
