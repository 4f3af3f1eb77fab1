// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/catch2_generators.hpp>

#include <set>

using namespace crypto_checkpoint;

TEMPLATE_LIST_TEST_CASE("valid_checkpoint_names: are valid", "[testing]", CharacterTypes) {
    const auto name = GENERATE(any_valid_name<TestType>());
    const auto spec = parse_checkpoint_name(name);
    REQUIRE(spec);
    CHECK((to_checkpoint_name(*spec) == name));
}

TEMPLATE_LIST_TEST_CASE("invalid_checkpoint_names: have their errors", "[testing]",
                        CharacterTypes) {
    const InvalidName<TestType> name = GENERATE(any_invalid_name<TestType>());
    const auto spec = parse_checkpoint_name(name.text);
    REQUIRE_FALSE(spec);
    CHECK(spec.error().code == name.code);
}

TEMPLATE_LIST_TEST_CASE("invalid_checkpoint_names: cover every syntax error", "[testing]",
                        CharacterTypes) {
    std::set<Errc> faults;
    for (const auto& name : invalid_checkpoint_names<TestType>()) faults.insert(name.code);
    for (const auto& row : detail::errc_table) {
        INFO(row.name);
        CHECK(faults.contains(row.code) == (row.condition == Condition::syntax));
    }
}

TEST_CASE("any_known_provider: every provider can be named", "[testing]") {
    const KnownProvider provider = GENERATE(any_known_provider());
    const std::string name =
        std::to_string(provider.type.value()) + "\\" + std::string(provider.name) + "\\Key";
    CHECK(parse_checkpoint_name(name)->provider_name() == provider.name);
}

TEST_CASE("Catch2 printers: print values as they are spelled", "[testing]") {
    const auto shown = [](const auto& value) { return Catch::Detail::stringify(value); };
    CHECK(shown(*check_checkpoint_name("24\\Name\\Key")) == R"(24\Name\Key)");
    CHECK(shown(check_checkpoint_name(u"1\\\\\u9375")->to_owned()) == "1\\\\\u9375");
    CHECK(shown(ProviderType(24)) == "24");
    CHECK(shown(Errc::leading_zero) == "leading_zero");
    CHECK(shown(Condition::not_found) == "not_found");
    CHECK(shown(NativeCode{NativeDomain::win32, 5}) == "ERROR_ACCESS_DENIED (5)");
    CHECK(shown(Error(Errc::access_denied, "why")) ==
          "access_denied: access to the cluster was denied: why");
    CHECK(shown(SyntaxError{Errc::leading_zero, {0, 1}}).starts_with("leading_zero: the provider"));
    CHECK(shown(Result<void>()) == "success");
    CHECK(shown(Result<int>(std::unexpected(Errc::access_denied))) ==
          "access_denied: access to the cluster was denied");
    Error refused(Errc::access_denied, "why");
    refused.resource = "SQL";
    CHECK(shown(Result<void>(std::unexpected(refused))) ==
          "access_denied: resource 'SQL': access to the cluster was denied: why");
    CHECK(shown(Result<ProviderType>(ProviderType(24))) == "24");
    CHECK(shown(check_checkpoint_name("1\\\\K")) == "1\\\\K");
    CHECK(shown(CheckpointList{reported_checkpoint("1\\\\K"), reported_checkpoint("?")}) ==
          "{ 1\\\\K, ? }");
    CHECK(shown(ContractViolation{"a rule", "what went against it"}) ==
          "a rule: what went against it");
    CHECK(shown(ContractViolation{}) == "satisfied");
}

TEST_CASE("FailsWith: matches the code", "[testing]") {
    const FailsWith<void> denied(Errc::access_denied);
    CHECK(denied.match(std::unexpected(Errc::access_denied)));
    CHECK_FALSE(denied.match(std::unexpected(Errc::timed_out)));
    CHECK_FALSE(denied.match({}));
    CHECK(denied.describe() == "fails with access_denied");
}

TEST_CASE("FailsWith: the type of the value is not needed", "[testing]") {
    const FailsWith denied(Errc::access_denied);
    const Error error(Errc::access_denied, {NativeDomain::win32, 5}, "why");
    CHECK_THAT(error, denied);
    CHECK_THAT(Result<void>(std::unexpected(error)), denied);
    CHECK_THAT(Result<CheckpointList>(std::unexpected(error)), FailsWith(Errc::access_denied));
    CHECK_FALSE(denied.match(Result<void>()));
    CHECK_FALSE(denied.match(Result<CheckpointList>(std::unexpected(Errc::timed_out))));
    CHECK(denied.describe() == "fails with access_denied");
}

TEST_CASE("HasCheckpoint: matches any spelling", "[testing]") {
    const CheckpointList listing{reported_checkpoint("1\\K"), reported_checkpoint("no name")};
    CHECK(HasCheckpoint("1\\\\K").match(listing));
    CHECK(HasCheckpoint("01\\K").match(listing));
    CHECK_FALSE(HasCheckpoint("1\\\\Other").match(listing));
    CHECK_FALSE(HasCheckpoint("no name").match(listing));
    CHECK_THAT(Result<CheckpointList>(listing), HasCheckpoint("1\\\\K"));
    CHECK_FALSE(HasCheckpoint("1\\\\Other").match(Result<CheckpointList>(listing)));
    CHECK_FALSE(
        HasCheckpoint("1\\\\K").match(Result<CheckpointList>(std::unexpected(Errc::timed_out))));
    CHECK(HasCheckpoint("1\\\\K").describe() == "has the checkpoint 1\\\\K");
}
