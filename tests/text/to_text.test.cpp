// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/text/ostream.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <iomanip>
#include <sstream>
#include <string>

using namespace crypto_checkpoint;

namespace {

template <class T>
std::string written(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

}  // namespace

TEST_CASE("to_text: a native code has its name or domain", "[text]") {
    const auto text = [](NativeDomain domain, std::uint32_t value) {
        return to_text(NativeCode{domain, value});
    };
    CHECK(text(NativeDomain::hresult, 0x80090003) == "NTE_BAD_KEY (0x80090003)");
    CHECK(text(NativeDomain::hresult, 5) == "hresult (0x00000005)");
    CHECK(text(NativeDomain::hresult, 0) == "hresult (0x00000000)");
    CHECK(text(NativeDomain::win32, 5) == "ERROR_ACCESS_DENIED (5)");
    CHECK(text(NativeDomain::win32, 4294967295) == "win32 (4294967295)");
    CHECK(text(NativeDomain::sqlite, 5) == "SQLITE_BUSY (5)");
    CHECK(text(NativeDomain::wsman_fault, 0x80338029) == "operation timeout (0x80338029)");
}

TEST_CASE("to_text: a condition has a name", "[text]") {
    CHECK(to_text(condition(Errc::leading_zero)) == "syntax");
    CHECK(to_text(Condition::unsupported) == "unsupported");
    CHECK(to_text(static_cast<Condition>(99)) == "unknown");
    for (const auto& row : detail::errc_table) CHECK(to_string(row.condition) != "unknown");
}

TEST_CASE("to_text: a syntax error has its place", "[text]") {
    CHECK(to_text(SyntaxError{Errc::leading_zero, {0, 2}}) ==
          "the provider type must be written without leading zeros (offset 0, length 2)");
}

TEST_CASE("operator<<: writes values", "[text]") {
    const CspSpecView spec = *check_checkpoint_name(R"(24\Name\Key)");
    CHECK(written(spec) == R"(24\Name\Key)");
    CHECK(written(spec.to_owned()) == R"(24\Name\Key)");
    CHECK(written(spec.provider_type()) == "24");
    CHECK(written(Errc::leading_zero) == "leading_zero");
    CHECK(written(Condition::not_found) == "not_found");
    CHECK(written(NativeDomain::curl) == "curl");
    CHECK(written(NativeCode{NativeDomain::curl, 7}) == "curl (7)");
    CHECK(written(SyntaxError{Errc::missing_separator, {1, 0}}) ==
          to_text(SyntaxError{Errc::missing_separator, {1, 0}}));
    Error error(Errc::key_not_exportable, NativeCode{NativeDomain::hresult, 0x8009000B}, "why");
    error.resource = "SQL";
    CHECK(written(error) ==
          "resource 'SQL': the keys in the container are not exportable, so they cannot move to "
          "another node [NTE_BAD_KEY_STATE (0x8009000b)]: why");
}

TEST_CASE("operator<<: applies width and fill", "[text]") {
    std::ostringstream out;
    out << std::setfill('.') << std::setw(7) << *check_checkpoint_name(R"(1\\K)") << '|'
        << std::left << std::setw(14) << Errc::leading_zero << '|' << std::setw(4)
        << ProviderType(1);
    CHECK(out.str() == R"(...1\\K|leading_zero..|1...)");
}

TEST_CASE("operator<<: writes wide specs to wide streams", "[text]") {
    std::wostringstream out;
    out << *check_checkpoint_name(LR"(1\\Schlüssel)") << ProviderType(24);
    CHECK((out.str() == LR"(1\\Schlüssel24)"));
}
