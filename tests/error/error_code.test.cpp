// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/crypto_checkpoint.hpp>
// After the others: what they instantiate must not fix that an error has no std::error_code.
#include <crypto_checkpoint/error/error_code.hpp>

#include <expected>
#include <string>
#include <system_error>

using namespace crypto_checkpoint;

TEST_CASE("std::error_code: a code equals its condition and no other", "[error]") {
    for (const auto& row : detail::errc_table) {
        INFO(row.name);
        const std::error_code code = row.code;
        CHECK(code);
        CHECK(code == row.condition);
        CHECK(errc_of(code) == row.code);
        CHECK(code.message() == meaning(row.code));
        CHECK(code.default_error_condition() == make_error_condition(row.condition));
        for (const auto& other : detail::errc_table)
            CHECK((code == other.condition) == (row.condition == other.condition));
    }
}

TEST_CASE("make_error_code: takes the code of an error", "[error]") {
    const Error error(Errc::access_denied, NativeCode{NativeDomain::win32, 5});
    CHECK(make_error_code(error) == Errc::access_denied);
    const std::system_error thrown(make_error_code(error), "resource 'SQL'");
    CHECK(thrown.code() == Condition::access_denied);
    CHECK(std::string(thrown.what()).starts_with("resource 'SQL'"));
}

TEST_CASE("std::error_code: an error converts to its code", "[error]") {
    const Result<void> failed = std::unexpected(Error(Errc::access_denied, "why"));
    const std::error_code code = failed.error();
    CHECK(code == Errc::access_denied);
    CHECK(code == Condition::access_denied);
    CHECK(std::system_error(failed.error()).code() == code);
    CHECK(failed.error() == Errc::access_denied);  // not ambiguous
}

TEST_CASE("errc_of: returns nothing for codes of other categories", "[error]") {
    const std::error_code other = std::make_error_code(std::errc::permission_denied);
    CHECK(errc_of(other) == std::nullopt);
    CHECK(errc_of(std::error_code()) == std::nullopt);
    CHECK_FALSE(other == Condition::access_denied);
    CHECK_FALSE(std::error_code(Errc::access_denied) == std::errc::permission_denied);
    CHECK_FALSE(std::error_code(206, std::generic_category()) == Condition::access_denied);
}

TEST_CASE("errc_of: reads codes of another copy of the category", "[error]") {
    // A shared library with hidden symbols has another object of the same class.
    const detail::ErrcCategory copy;
    const std::error_code code(static_cast<int>(Errc::checkpoint_not_found), copy);
    CHECK(code != Errc::checkpoint_not_found);  // so codes must not be compared
    CHECK(code == Condition::not_found);
    CHECK_FALSE(code == Condition::access_denied);
    CHECK(errc_of(code) == Errc::checkpoint_not_found);
}

TEST_CASE("condition_category: equivalent() compares codes with conditions", "[error]") {
    const auto is = [](std::error_code code, Condition condition) {
        return condition_category().equivalent(code, static_cast<int>(condition));
    };
    CHECK(is(Errc::checkpoint_not_found, Condition::not_found));
    CHECK_FALSE(is(Errc::checkpoint_not_found, Condition::access_denied));
    CHECK_FALSE(is(std::make_error_code(std::errc::permission_denied), Condition::access_denied));
}

TEST_CASE("errc_category, condition_category: have names", "[error]") {
    CHECK(std::string(errc_category().name()) == "crypto_checkpoint");
    CHECK(std::string(condition_category().name()) == "crypto_checkpoint.condition");
    CHECK(make_error_condition(Condition::not_found).message() == "not_found");
}
