// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <set>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;

TEST_CASE("errc_table: every code has one row and one name", "[error]") {
    std::set<Errc> codes;
    std::set<std::string_view> names;
    for (const detail::ErrcRow& row : detail::errc_table) {
        INFO(row.name);
        CHECK(codes.insert(row.code).second);
        CHECK(names.insert(row.name).second);
        CHECK((errc_from_name(row.name) == row.code));
        CHECK(to_string(row.code) == row.name);
        CHECK(meaning(row.code) == row.meaning);
        CHECK_FALSE(row.meaning.empty());
        CHECK_FALSE(row.meaning.ends_with('.'));
        CHECK(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == row.name.npos);
        const int number = static_cast<int>(row.code);
        CHECK((number < 100) == (row.condition == Condition::syntax));
        CHECK((number >= 1 && number < 500));
    }
    CHECK_FALSE(errc_from_name("").has_value());
    CHECK_FALSE(errc_from_name("Missing_separator").has_value());
    CHECK_FALSE(errc_from_name("missing_separator ").has_value());
}

TEST_CASE("to_string(Errc): returns invalid_value for unknown numbers", "[error]") {
    for (const int number : {-1, 0, 10, 99, 101, 499, 1000}) {
        CHECK(to_string(static_cast<Errc>(number)) == "invalid_value");
        CHECK((condition(static_cast<Errc>(number)) == Condition::invalid_value));
    }
}

TEST_CASE("Error: keeps the place of a SyntaxError", "[error]") {
    const SyntaxError syntax{Errc::leading_zero, {0, 2}};
    const Error error = syntax;
    CHECK((error.code == Errc::leading_zero));
    CHECK((error.where == TextSpan{0, 2}));
    CHECK_FALSE(error.native.has_value());
    CHECK(error.detail.empty());
    CHECK((condition(error) == Condition::syntax));
    CHECK((error == Error(syntax)));
    CHECK((error != Error(Errc::leading_zero)));

    const Result<int> result = std::unexpected(error);
    CHECK((result.error() == error));
}

TEST_CASE("Error: keeps the domain of a native code", "[error]") {
    const Error error(Errc::access_denied, {NativeDomain::win32, 5}, "Access is denied.");
    REQUIRE(error.native);
    CHECK((*error.native == NativeCode{NativeDomain::win32, 5}));
    CHECK((*error.native != NativeCode{NativeDomain::http_status, 5}));
    CHECK(error.detail == "Access is denied.");
}
