// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <set>
#include <string>
#include <string_view>

using namespace name_tests;

TEMPLATE_TEST_CASE("parse_checkpoint_name: returns the result of every row", "[name]", char,
                   char8_t, char16_t, char32_t, wchar_t) {
    using Char = TestType;
    for (const Dialect dialect : both_dialects) {
        const auto rows = grammar_rows<Char>(dialect);
        CHECK(rows.size() > 80);
        for (const GrammarRow<Char>& row : rows) {
            const test_support::ExactBuffer<Char> buffer{std::basic_string_view<Char>(row.text)};
            const auto text = buffer.view();
            const auto expected = row.expected();
            const auto parsed = parse_checkpoint_name(text, dialect);
            const auto checked = check_checkpoint_name(text, dialect);
            INFO(shown(dialect) << " <" << test_support::shown(text) << ">");
            CHECK(shown(parsed) == shown(expected));
            CHECK(shown(checked) == shown(expected));
            const bool are_equal = parsed == expected && checked == expected;
            CHECK(are_equal);
        }
    }
}

TEMPLATE_TEST_CASE("parse_checkpoint_name: reads NUL-terminated texts", "[name]", char, char8_t,
                   char16_t, wchar_t) {
    using Char = TestType;
    for (const Dialect dialect : both_dialects)
        for (const GrammarRow<Char>& row : grammar_rows<Char>(dialect)) {
            if (row.text.find(Char()) != row.text.npos) continue;
            const auto expected = row.expected();
            const bool are_equal = parse_checkpoint_name(row.text, dialect) == expected &&
                                   parse_checkpoint_name(row.text.c_str(), dialect) == expected &&
                                   check_checkpoint_name(row.text.c_str(), dialect) == expected;
            INFO(shown(dialect) << " <" << test_support::shown(row.text) << ">");
            CHECK(are_equal);
        }
}

TEST_CASE("parse_checkpoint_name: the rows have every syntax error of each dialect", "[name]") {
    for (const Dialect dialect : both_dialects) {
        std::set<Errc> seen;
        for (const GrammarRow<char>& row : grammar_rows<char>(dialect))
            if (!row.spec) seen.insert(row.error.code);
        std::set<Errc> all;
        for (const detail::ErrcRow& row : detail::errc_table)
            if (row.condition == Condition::syntax) all.insert(row.code);
        CHECK(all.size() == 9);
        if (dialect == Dialect::tolerant) {
            all.erase(Errc::leading_zero);
            all.erase(Errc::separator_in_key_container);
        }
        CHECK((seen == all));
    }
}

TEST_CASE("parse_checkpoint_name: the documented dialect is the default", "[name]") {
    CHECK((parse_checkpoint_name("1\\K").error().code == Errc::missing_separator));
    CHECK((check_checkpoint_name("1\\K").error().code == Errc::missing_separator));
    CHECK(parse_checkpoint_name("1\\K", Dialect::tolerant).has_value());
}

TEMPLATE_TEST_CASE("parse_checkpoint_name: accepts an empty view without data", "[name]", char,
                   char8_t, char16_t, char32_t, wchar_t) {
    constexpr std::basic_string_view<TestType> nothing;
    static_assert(nothing.data() == nullptr);
    const SyntaxError missing{Errc::missing_provider_type, {0, 0}};
    for (const Dialect dialect : both_dialects) {
        CHECK((parse_checkpoint_name(nothing, dialect).error() == missing));
        CHECK((check_checkpoint_name(nothing, dialect).error() == missing));
    }
}
