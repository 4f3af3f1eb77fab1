// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/text/fmt.hpp>

using namespace crypto_checkpoint;

TEST_CASE("fmt: formats a native code with its name or domain", "[text]") {
    const auto text = [](NativeDomain domain, std::uint32_t value) {
        return fmt::format("{}", NativeCode{domain, value});
    };
    CHECK(text(NativeDomain::hresult, 0x80090003) == "NTE_BAD_KEY (0x80090003)");
    CHECK(text(NativeDomain::hresult, 0x80070005) == "ERROR_ACCESS_DENIED (0x80070005)");
    CHECK(text(NativeDomain::hresult, 0x80004005) == "hresult (0x80004005)");
    CHECK(text(NativeDomain::hresult, 5) == "hresult (0x00000005)");
    CHECK(text(NativeDomain::win32, 5) == "ERROR_ACCESS_DENIED (5)");
    CHECK(text(NativeDomain::win32, 1234) == "win32 (1234)");
    CHECK(text(NativeDomain::http_status, 401) == "http_status (401)");
    CHECK(text(NativeDomain::curl, 7) == "curl (7)");
    CHECK(text(NativeDomain::sqlite, 5) == "SQLITE_BUSY (5)");
    CHECK(text(NativeDomain::wsman_fault, 0x80338029) == "operation timeout (0x80338029)");
    CHECK(text(NativeDomain::cim_status, 6) == "CIM_ERR_NOT_FOUND (6)");
}

TEST_CASE("fmt: formats an error as one line", "[text]") {
    Error error(Errc::key_not_exportable);
    CHECK(fmt::format("{}", error) ==
          "the keys in the container are not exportable, so they cannot move to another node");
    error.native = NativeCode{NativeDomain::hresult, 0x8009000B};
    error.detail = "the far side said so";
    error.resource = "SQL";
    CHECK(fmt::format("{}", error) ==
          "resource 'SQL': the keys in the container are not exportable, so they cannot move to "
          "another node [NTE_BAD_KEY_STATE (0x8009000b)]: the far side said so");
}
