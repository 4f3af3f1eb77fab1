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

TEST_CASE("every native code of the table means what its row says", "[unit]") {
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        const NativeCode native{row.domain, row.value};
        CHECK((errc_from_native(native) == row.code));
        CHECK(native_name(native) == row.name);
        CHECK_FALSE(row.name.empty());
    }
}

TEST_CASE("no native code has two rows", "[unit]") {
    std::set<std::pair<NativeDomain, std::uint32_t>> codes;
    std::set<std::pair<NativeDomain, std::string_view>> names;
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        CHECK(codes.emplace(row.domain, row.value).second);
        CHECK(names.emplace(row.domain, row.name).second);
    }
}

TEST_CASE("every row of the native table is found as it is written", "[unit]") {
    // A row that unwrapping would turn into another code could never be found.
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        INFO(row.name);
        const NativeCode native{row.domain, row.value};
        CHECK((detail::unwrapped(native) == native));
    }
}

TEST_CASE("an HRESULT that wraps a Win32 code means what the code means", "[unit]") {
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

TEST_CASE("an HRESULT that comes in a Win32 DWORD means what the HRESULT means", "[unit]") {
    // ClusterResourceControl returns NTE_* so.
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        if (row.domain != NativeDomain::hresult) continue;
        INFO(row.name);
        CHECK((errc_from_native(win32(row.value)) == row.code));
        CHECK(native_name(win32(row.value)) == row.name);
    }
    CHECK((errc_from_native(win32(0x80090016)) == Errc::key_container_not_found));
    CHECK((errc_from_native(win32(0x80070005)) == Errc::access_denied));
}

TEST_CASE("both codes for a key that is not exportable mean the same", "[unit]") {
    CHECK((errc_from_native(hresult(0x80090003)) == Errc::key_not_exportable));
    CHECK((errc_from_native(hresult(0x8009000B)) == Errc::key_not_exportable));
    CHECK(native_name(hresult(0x80090003)) == "NTE_BAD_KEY");
    CHECK(native_name(hresult(0x8009000B)) == "NTE_BAD_KEY_STATE");
}

TEST_CASE("an unknown native code is a refusal", "[unit]") {
    for (const NativeCode native :
         {win32(0xFFFF), win32(0), hresult(0x80004005), hresult(0x8007FFFF), hresult(0x8009FFFF),
          win32(0xFFFFFFFF), NativeCode{NativeDomain::curl, 7},
          NativeCode{NativeDomain::http_status, 5}, NativeCode{NativeDomain::wsman_fault, 6}}) {
        INFO(to_string(native.domain) << ' ' << native.value);
        CHECK((errc_from_native(native) == Errc::cluster_refused));
        CHECK(native_name(native).empty());
    }
}

TEST_CASE("the same number in another domain is another code", "[unit]") {
    CHECK((errc_from_native(win32(5)) == Errc::access_denied));
    CHECK((errc_from_native(hresult(5)) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::http_status, 5}) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::curl, 5}) == Errc::cluster_refused));
    CHECK((errc_from_native({NativeDomain::wsman_fault, 5}) == Errc::access_denied));
}

TEST_CASE("the HRESULT to answer with means the same again", "[unit]") {
    std::size_t answers = 0;
    for (const detail::ErrcRow& row : detail::errc_table) {
        const auto answer = hresult_for(row.code);
        if (!answer) continue;
        INFO(row.name << ' ' << *answer);
        ++answers;
        CHECK((*answer & 0x80000000) != 0);
        const Errc again = errc_from_native(hresult(*answer));
        // Windows has one code for whatever is wrong with a name.
        const bool is_nameless = row.condition == Condition::syntax && again == Errc::invalid_value;
        CHECK((again == row.code || is_nameless));
    }
    CHECK(answers > 20);
}

TEST_CASE("a cluster answers with the codes that the documents name", "[unit]") {
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

TEST_CASE("an error carries its native code in the domain that Windows counts it in", "[unit]") {
    const Error exists = error_with_native(Errc::checkpoint_already_exists, "there");
    CHECK((exists.code == Errc::checkpoint_already_exists));
    CHECK((exists.native == win32(183)));
    CHECK(exists.detail == "there");
    CHECK((error_with_native(Errc::key_not_exportable).native == hresult(0x80090003)));
    CHECK_FALSE(error_with_native(Errc::storage_damaged).native.has_value());
}
