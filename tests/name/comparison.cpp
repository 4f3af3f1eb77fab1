// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"

#include "naive_grammar.hpp"
#include "outcome.hpp"
#include <crypto_checkpoint/name/parse.hpp>

namespace name_tests {

using namespace crypto_checkpoint;

template <class Char>
std::string disagreement(std::basic_string_view<Char> text) {
    const std::basic_string<Char> copy(text);
    for (const Dialect dialect : both_dialects) {
        const auto expected = naive::read(copy, dialect);
        const auto parsed = parse_checkpoint_name(text, dialect);
        const auto checked = check_checkpoint_name(text, dialect);
        if (naive::agrees(parsed, expected, text) && naive::agrees(checked, expected, text))
            continue;
        return shown(dialect) + " <" + test_support::shown(text) +
               ">\n  expected: " + naive::shown(expected) + "\n  parsed:   " + shown(parsed) +
               "\n  checked:  " + shown(checked);
    }
    return {};
}

template std::string disagreement(std::basic_string_view<char>);
template std::string disagreement(std::basic_string_view<char8_t>);
template std::string disagreement(std::basic_string_view<char16_t>);
template std::string disagreement(std::basic_string_view<char32_t>);
template std::string disagreement(std::basic_string_view<wchar_t>);

}  // namespace name_tests
