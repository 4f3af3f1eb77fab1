// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/error/native_error.hpp>

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

using namespace crypto_checkpoint;

namespace {

constexpr NativeCode win32(std::uint32_t value) { return {NativeDomain::win32, value}; }
constexpr NativeCode hresult(std::uint32_t value) { return {NativeDomain::hresult, value}; }

}  // namespace

TEST_CASE("native_error_table: errc_from_native() and native_name() find every row", "[error]") {
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        const NativeCode native{row.domain, row.value};
        CHECK((errc_from_native(native) == row.code));
        CHECK(native_name(native) == row.name);
        CHECK_FALSE(row.name.empty());
    }
}

TEST_CASE("native_error_table: no code and no name has two rows", "[error]") {
    std::set<std::pair<NativeDomain, std::uint32_t>> codes;
    std::set<std::pair<NativeDomain, std::string_view>> names;
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        CHECK(codes.emplace(row.domain, row.value).second);
        CHECK(names.emplace(row.domain, row.name).second);
    }
}

TEST_CASE("native_error_table: no row holds a wrapped code", "[error]") {
    // It could never be found.
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        const NativeCode native{row.domain, row.value};
        CHECK((detail::unwrapped(native) == native));
    }
}

TEST_CASE("errc_from_native: maps an HRESULT that wraps a Win32 code like that code", "[error]") {
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        if (row.domain != NativeDomain::win32) continue;
        INFO(row.name);
        const NativeCode wrapped = hresult(0x80070000 | row.value);
        CHECK((errc_from_native(wrapped) == row.code));
        CHECK(native_name(wrapped) == row.name);
    }
    CHECK((errc_from_native(hresult(0x80070005)) == Errc::access_denied));
    CHECK((errc_from_native(hresult(0x800700B7)) == Errc::checkpoint_already_exists));
    CHECK((errc_from_native(hresult(0x8007138F)) == Errc::resource_not_found));
}

TEST_CASE("errc_from_native: maps an HRESULT in a Win32 DWORD like the HRESULT", "[error]") {
    // As ClusterResourceControl returns NTE_*.
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        if (row.domain != NativeDomain::hresult) continue;
        INFO(row.name);
        CHECK((errc_from_native(win32(row.value)) == row.code));
        CHECK(native_name(win32(row.value)) == row.name);
    }
    CHECK((errc_from_native(win32(0x80090016)) == Errc::key_container_not_found));
    CHECK((errc_from_native(win32(0x80070005)) == Errc::access_denied));
}

TEST_CASE("errc_from_native: maps both codes for a key that is not exportable", "[error]") {
    CHECK((errc_from_native(hresult(0x80090003)) == Errc::key_not_exportable));
    CHECK((errc_from_native(hresult(0x8009000B)) == Errc::key_not_exportable));
    CHECK(native_name(hresult(0x80090003)) == "NTE_BAD_KEY");
    CHECK(native_name(hresult(0x8009000B)) == "NTE_BAD_KEY_STATE");
}

TEST_CASE("errc_from_native: maps unknown codes to cluster_refused", "[error]") {
    for (const NativeCode native :
         {win32(0xFFFF), win32(0), hresult(0x80004005), hresult(0x8007FFFF), hresult(0x8009FFFF),
          win32(0xFFFFFFFF), NativeCode{NativeDomain::curl, 7},
          NativeCode{NativeDomain::http_status, 5}, NativeCode{NativeDomain::wsman_fault, 6}}) {
        INFO(to_string(native.domain) << ' ' << native.value);
        CHECK((errc_from_native(native) == Errc::cluster_refused));
        CHECK(native_name(native).empty());
    }
}

TEST_CASE("errc_from_native: distinguishes domains", "[error]") {
    CHECK((errc_from_native(win32(5)) == Errc::access_denied));
    CHECK((errc_from_native(hresult(5)) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::http_status, 5}) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::curl, 5}) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::wsman_fault, 5}) == Errc::access_denied));
}

TEST_CASE("hresult_for: errc_from_native() maps the result back", "[error]") {
    std::size_t responses = 0;
    for (const detail::ErrcRow& row : detail::errc_table) {
        const auto response = hresult_for(row.code);
        if (!response) continue;
        INFO(row.name << ' ' << *response);
        ++responses;
        CHECK((*response & 0x80000000) != 0);
        const Errc again = errc_from_native(hresult(*response));
        // Windows has one code for all syntax errors.
        const bool is_syntax = row.condition == Condition::syntax && again == Errc::invalid_value;
        CHECK((again == row.code || is_syntax));
    }
    CHECK(responses > 20);
}

TEST_CASE("hresult_for: returns the documented codes", "[error]") {
    CHECK(hresult_for(Errc::key_not_exportable) == 0x80090003u);         // NTE_BAD_KEY
    CHECK(hresult_for(Errc::key_container_not_found) == 0x80090016u);    // NTE_BAD_KEYSET
    CHECK(hresult_for(Errc::checkpoint_already_exists) == 0x800700B7u);  // ERROR_ALREADY_EXISTS
    CHECK(hresult_for(Errc::checkpoint_not_found) == 0x80070002u);       // ERROR_FILE_NOT_FOUND
    CHECK(hresult_for(Errc::access_denied) == 0x80070005u);              // ERROR_ACCESS_DENIED
    CHECK(hresult_for(Errc::resource_not_found) == 0x8007138Fu);         // ERROR_RESOURCE_NOT_FOUND
    CHECK(hresult_for(Errc::node_unavailable) == 0x8007138Du);  // ERROR_HOST_NODE_NOT_AVAILABLE
    CHECK(hresult_for(Errc::provider_type_mismatch) == 0x8009001Bu);  // NTE_PROV_TYPE_NO_MATCH
    CHECK(hresult_for(Errc::leading_zero) == 0x80070057u);            // ERROR_INVALID_PARAMETER
    CHECK_FALSE(hresult_for(Errc::storage_damaged).has_value());
}

TEST_CASE("error_with_native: unwraps Win32 codes", "[error]") {
    const Error exists = error_with_native(Errc::checkpoint_already_exists, "there");
    CHECK((exists.code == Errc::checkpoint_already_exists));
    CHECK((exists.native == win32(183)));
    CHECK(exists.detail == "there");
    CHECK((error_with_native(Errc::key_not_exportable).native == hresult(0x80090003)));
    CHECK_FALSE(error_with_native(Errc::storage_damaged).native.has_value());
}
