// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/text/std_format.hpp>

#if defined(__cpp_lib_format)
#    include <format>
#    include <iterator>
#    include <string>
#endif

using namespace crypto_checkpoint;

#if defined(__cpp_lib_format)

TEST_CASE("std::format: formats specs as strings", "[text]") {
    const CspSpecView spec = *check_checkpoint_name(R"(24\Name\Key)");
    CHECK(std::format("{}", spec) == R"(24\Name\Key)");
    CHECK(std::format("{:*>13}|{:.2}", spec, spec.to_owned()) == R"(**24\Name\Key|24)");
    CHECK((std::format(L"{}", *check_checkpoint_name(LR"(1\\K)")) == LR"(1\\K)"));
    std::string text = "Add ";
    std::format_to(std::back_inserter(text), "{}", spec);
    CHECK(text == R"(Add 24\Name\Key)");
}

TEST_CASE("std::format: formats provider types as numbers", "[text]") {
    CHECK(std::format("{:>4}|{:<4}|{:x}", ProviderType(1), ProviderType(999), ProviderType(255)) ==
          "   1|999 |ff");
}

TEST_CASE("std::format: formats errors as to_text()", "[text]") {
    const Error error = error_with_native(Errc::key_not_exportable, "why");
    CHECK(std::format("{}", error) == to_text(error));
    CHECK(std::format("{}", *error.native) == "NTE_BAD_KEY (0x80090003)");
    CHECK(std::format("{:>14}", Errc::leading_zero) == "  leading_zero");
    CHECK(std::format("{}", Condition::not_found) == "not_found");
    CHECK(std::format("{}", NativeDomain::curl) == "curl");
    const SyntaxError syntax{Errc::leading_zero, {0, 2}};
    CHECK(std::format("{}", syntax) == to_text(syntax));
}

#else

TEST_CASE("std_format.hpp: compiles without std::format", "[text]") {
    CHECK(to_text(Errc::leading_zero) == "leading_zero");
}

#endif
