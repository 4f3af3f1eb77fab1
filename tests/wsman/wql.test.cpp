// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/wql.hpp>

using namespace crypto_checkpoint;
using detail::read_wql;
using detail::wql_literal;
using detail::WqlQuery;

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
        std::string_view text;
        WqlQuery query;
    };
    const std::vector<Row> rows{
        {"SELECT * FROM MSCluster_Resource", {{}, "MSCluster_Resource", "", ""}},
        {"select*from x", {{}, "x", "", ""}},
        {" \tSELECT\r\n*  From X \n", {{}, "X", "", ""}},
        {"SELECT Name FROM X", {{"Name"}, "X", "", ""}},
        {"SELECT Name,State , __PATH FROM X", {{"Name", "State", "__PATH"}, "X", "", ""}},
        {"SELECT * FROM X WHERE Name='SQL'", {{}, "X", "Name", "SQL"}},
        {"SELECT * FROM X where Name = \"SQL\" ", {{}, "X", "Name", "SQL"}},
        {"SELECT * FROM X WHERE Name=''", {{}, "X", "Name", ""}},
        {R"(SELECT * FROM X WHERE Name='it\'s "it"')", {{}, "X", "Name", R"(it's "it")"}},
        {R"(SELECT * FROM X WHERE Name="it's \"it\"")", {{}, "X", "Name", R"(it's "it")"}},
        {R"(SELECT * FROM X WHERE Name='a\\b\c')", {{}, "X", "Name", R"(a\bc)"}},
        {"SELECT * FROM X WHERE Name='\xC3\xA9 FROM'", {{}, "X", "Name", "\xC3\xA9 FROM"}},
        {"SELECT FROM FROM FROM", {{"FROM"}, "FROM", "", ""}},
        {"SELECT P09 FROM Win32_Class", {{"P09"}, "Win32_Class", "", ""}},
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
    CHECK(fault_of("SELECT * FROM X WHERE Name LIKE 'a%'") == "= before: LIKE 'a%'");
    CHECK(fault_of("SELECT * FROM X WHERE Name=SQL") == "a text in quotes before: SQL");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL") == "a text in quotes before: 'SQL");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL\\'") == "a text in quotes before: 'SQL\\'");
    CHECK(fault_of("SELECT * FROM X WHERE Name='SQL\\") == "a text in quotes before: 'SQL\\");
    CHECK(fault_of("SELECT * FROM X WHERE Name='a' AND State=2") ==
          "the end of the query before: AND State=2");
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
        CHECK(query->where_value == text);
    }
}
