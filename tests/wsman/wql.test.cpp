// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/wql.hpp>
#include <crypto_checkpoint/wsman/detail/wql_condition.hpp>

using namespace crypto_checkpoint;
using detail::read_wql;
using detail::wql_literal;
using detail::WqlComparison;
using detail::WqlQuery;
using detail::WqlTerm;
using detail::WqlValue;

namespace {

std::string fault_of(std::string_view text) {
    const auto query = read_wql(text);
    if (query) return "read";
    CHECK(query.error().code == Errc::unsupported);
    constexpr std::string_view beginning = "the query is not supported: expected ";
    CHECK(query.error().detail.starts_with(beginning));
    return query.error().detail.substr(beginning.size());
}

}  // namespace

TEST_CASE("read_wql: reads the supported queries", "[wsman]") {
    struct Row {
        std::string text;
        WqlQuery query;
    };
    using enum detail::WqlOperator;
    using enum detail::WqlConnective;
    const auto name_is = [](std::string value) {
        return std::vector<WqlTerm>{WqlComparison{"Name", equal, std::move(value)}};
    };
    const WqlTerm a = WqlComparison{"a", equal, std::int64_t{1}};
    const WqlTerm b = WqlComparison{"b", equal, std::int64_t{2}};
    const WqlTerm c = WqlComparison{"c", equal, std::int64_t{3}};
    const std::string all = "SELECT * FROM X WHERE ";
    const std::vector<Row> rows{
        {"SELECT * FROM MSCluster_Resource", {{}, "MSCluster_Resource", {}}},
        {"select*from x", {{}, "x", {}}},
        {" \tSELECT\r\n*  From X \n", {{}, "X", {}}},
        {"SELECT Name FROM X", {{"Name"}, "X", {}}},
        {"SELECT Name,State , __PATH FROM X", {{"Name", "State", "__PATH"}, "X", {}}},
        {all + "Name='SQL'", {{}, "X", name_is("SQL")}},
        {all + "Name = \"SQL\" ", {{}, "X", name_is("SQL")}},
        {"SELECT * FROM X where 'SQL'=Name", {{}, "X", name_is("SQL")}},
        {all + "Name=''", {{}, "X", name_is("")}},
        {all + R"(Name='it\'s "it"')", {{}, "X", name_is(R"(it's "it")")}},
        {all + R"(Name="it's \"it\"")", {{}, "X", name_is(R"(it's "it")")}},
        {all + R"(Name='a\\b\c')", {{}, "X", name_is(R"(a\bc)")}},
        {all + "Name='\xC3\xA9 FROM'", {{}, "X", name_is("\xC3\xA9 FROM")}},
        {"SELECT FROM FROM FROM", {{"FROM"}, "FROM", {}}},
        {"SELECT P09 FROM Win32_Class", {{"P09"}, "Win32_Class", {}}},
        {all + "a=1 AND b=2 OR c=3", {{}, "X", {a, b, both, c, either}}},
        {all + "a=1 or b=2 and c=3", {{}, "X", {a, b, c, both, either}}},
        {all + "(a=1 OR b=2) AND c=3", {{}, "X", {a, b, either, c, both}}},
        {all + "NOT a=1 AND b=2", {{}, "X", {a, opposite, b, both}}},
        {all + "NOT(NOT a=1 AND((b=2)))", {{}, "X", {a, opposite, b, both, opposite}}},
        {all + "a IS NULL", {{}, "X", {WqlComparison{"a", equal, {}}}}},
        {all + "a is not null", {{}, "X", {WqlComparison{"a", not_equal, {}}}}},
        {all + "a <> NULL", {{}, "X", {WqlComparison{"a", not_equal, {}}}}},
        {all + "a!=TRUE", {{}, "X", {WqlComparison{"a", not_equal, true}}}},
        {all + "a = false", {{}, "X", {WqlComparison{"a", equal, false}}}},
        {all + "a<-5", {{}, "X", {WqlComparison{"a", less, std::int64_t{-5}}}}},
        {all + "a<=5", {{}, "X", {WqlComparison{"a", less_equal, std::int64_t{5}}}}},
        {all + "a>5", {{}, "X", {WqlComparison{"a", greater, std::int64_t{5}}}}},
        {all + "5>a", {{}, "X", {WqlComparison{"a", less, std::int64_t{5}}}}},
        {all + "5 <= a", {{}, "X", {WqlComparison{"a", greater_equal, std::int64_t{5}}}}},
        {all + "a LIKE 'x%'", {{}, "X", {WqlComparison{"a", like, std::string("x%")}}}},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const auto query = read_wql(row.text);
        REQUIRE(query);
        CHECK(*query == row.query);
    }
}

TEST_CASE("read_wql: reports where a query is not supported", "[wsman]") {
    CHECK(fault_of("") == "SELECT at its end");
    CHECK(fault_of("ASSOCIATORS OF {X}") == "SELECT before: ASSOCIATORS OF {X}");
    CHECK(fault_of("SELECTOR * FROM X") == "SELECT before: SELECTOR * FROM X");
    CHECK(fault_of("SELECT") == "the name of a property at its end");
    CHECK(fault_of("SELECT Name, FROM X") == "FROM before: X");
    CHECK(fault_of("SELECT *, Name FROM X") == "FROM before: , Name FROM X");
    CHECK(fault_of("SELECT * FROM") == "the name of a class at its end");
    CHECK(fault_of("SELECT * FROM X WHERE") == "the name of a property at its end");
    CHECK(fault_of("SELECT * FROM X WHERE Name=SQL") == "a value before: SQL");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL") == "a value before: 'SQL");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL\\'") == "a value before: 'SQL\\'");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL\\") == "a value before: 'SQL\\");
    CHECK(fault_of("SELECT * FROM X WHERE Name ISA 'Y'") == "an operator before: ISA 'Y'");
    CHECK(fault_of("SELECT * FROM X WHERE Name IS 'Y'") == "NULL before: 'Y'");
    CHECK(fault_of("SELECT * FROM X WHERE Name LIKE 5") ==
          "a text to compare with LIKE at its end");
    CHECK(fault_of("SELECT * FROM X WHERE Name=5x") == "a value before: 5x");
    CHECK(fault_of("SELECT * FROM X WHERE Name=99999999999999999999") ==
          "a value before: 99999999999999999999");
    CHECK(fault_of("SELECT * FROM X WHERE 5=5") == "the name of a property before: 5");
    CHECK(fault_of("SELECT * FROM X WHERE (a=1") == ") at its end");
    CHECK(fault_of("SELECT * FROM X WHERE a=1)") == "the end of the query before: )");
    CHECK(fault_of("SELECT * FROM X WHERE a=1 AND") == "the name of a property at its end");
    CHECK(fault_of("SELECT * FROM X WHERE " + std::string(100'000, '('))
              .starts_with("fewer parentheses before: (((("));
    CHECK(fault_of("SELECT Name FROM X WITHIN 5") == "the end of the query before: WITHIN 5");
    CHECK(fault_of("SELECT * FROM X{}") == "the end of the query before: {}");
    CHECK(fault_of("SELECT * FROM X; DROP") == "the end of the query before: ; DROP");
    CHECK(fault_of("SELECT * FROM X " + std::string(41, 'a')) ==
          "the end of the query before: " + std::string(40, 'a') + " ...");
    CHECK(fault_of("SELECT * FROM X " + std::string(39, '-') + "\xC3\xA9\xC3\xA9") ==
          "the end of the query before: " + std::string(39, '-') + "\xC3\xA9 ...");
}

TEST_CASE("wql_literal: round-trips", "[wsman]") {
    CHECK(wql_literal("SQL") == "'SQL'");
    CHECK(wql_literal(R"(a\b'c"d)") == R"('a\\b\'c"d')");
    for (const char* text :
         {"", "'", "\\", "\\'", "'\\", "\"", "a' OR Name='b", "\\\\", " \xC3\xA9 "}) {
        const auto query = read_wql("SELECT * FROM X WHERE Name=" + wql_literal(text));
        REQUIRE(query);
        CHECK(std::get<WqlComparison>(query->condition.at(0)).value == WqlValue(std::string(text)));
    }
}

TEST_CASE("LikePattern: matches as WQL does", "[wsman]") {
    struct Row {
        const char* pattern;
        std::vector<const char*> matches;
        std::vector<const char*> others;
    };
    for (const Row& row :
         std::vector<Row>{{"", {""}, {"a"}},
                          {"sql", {"sql", "SQL"}, {"sq", "sqll", ""}},
                          {"%", {"", "a", "abc"}, {}},
                          {"a%", {"a", "ab", "A%"}, {"", "ba"}},
                          {"%a", {"a", "ba", "aa", "aba"}, {"", "ab"}},
                          {"a%b%c", {"abc", "axbxbxc", "abbc"}, {"ab", "acb", "abcd"}},
                          {"%%a%%", {"a", "xax"}, {"", "x"}},
                          {"_", {"a", "_", "\xC3\xA9", "\xF0\x9D\x84\x9E"}, {"", "ab"}},
                          {"a_c",
                           {"abc", "a\xC3\xA9"
                                   "c"},
                           {"ac", "abbc"}},
                          {"[abc]", {"a", "B", "c"}, {"d", "", "ab"}},
                          {"[a-c]x", {"ax", "bx", "Cx"}, {"dx", "-x"}},
                          {"[^a-c]", {"d", "-", "\xC3\xA9"}, {"a", "B", ""}},
                          {"[%]", {"%"}, {"a", ""}},
                          {"[_]", {"_"}, {"a"}},
                          {"[]]", {"]"}, {"["}},
                          {"[a-]", {"a", "-"}, {"b"}},
                          {"[\xC3\xA0-\xC3\xA9]", {"\xC3\xA4"}, {"e", "\xC3\xAA"}},
                          {"[ab", {"[ab"}, {"a"}},
                          {"\xC3\xA9", {"\xC3\xA9"}, {"\xC3\xA8", "e"}}}) {
        INFO(row.pattern);
        const detail::LikePattern pattern(row.pattern);
        for (const char* const text : row.matches) CHECK(pattern.matches(text));
        for (const char* const text : row.others) CHECK_FALSE(pattern.matches(text));
    }
    // Not exponential.
    std::string percents;
    for (int i = 0; i != 1000; ++i) percents += "%a";
    CHECK_FALSE(detail::LikePattern(percents + "b").matches(std::string(1000, 'a')));
}

TEST_CASE("meets: evaluates the condition of a query", "[wsman]") {
    const auto is_met = [](const std::string& condition) {
        const auto query = read_wql("SELECT * FROM X WHERE " + condition);
        REQUIRE(query);
        return detail::meets(query->condition, [](std::string_view name) {
            if (name == "five") return WqlValue(std::int64_t{5});
            if (name == "text") return WqlValue(std::string("SQL"));
            if (name == "yes") return WqlValue(true);
            return WqlValue();
        });
    };
    for (const char* const condition : {"five=5",
                                        "five<>4",
                                        "five<6",
                                        "five<=5",
                                        "five>4",
                                        "five>=5",
                                        "4<five",
                                        "text='sql'",
                                        "text<'sqm'",
                                        "text>='SQL'",
                                        "text LIKE 's_l'",
                                        "yes=TRUE",
                                        "yes<>FALSE",
                                        "none IS NULL",
                                        "five IS NOT NULL",
                                        "none=NULL",
                                        "NOT none<>NULL",
                                        "five=5 AND yes=TRUE",
                                        "five=4 OR yes=TRUE",
                                        "NOT five=4",
                                        "NOT (five=4 AND yes=TRUE)",
                                        "five=4 AND five=3 OR yes=TRUE"})
        CHECK(is_met(condition));
    for (const char* const condition :
         {"five=4", "five<5", "five>5", "text='SQ'", "text LIKE 'q%'", "yes=FALSE", "none=5",
          "none<>5", "none<5", "none>5", "none LIKE '%'", "five IS NULL", "none IS NOT NULL",
          "five=4 AND (five=3 OR yes=TRUE)", "NOT yes=TRUE"})
        CHECK_FALSE(is_met(condition));
    CHECK(detail::meets({}, [](std::string_view) { return WqlValue(); }));
}
