// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace crypto_checkpoint;
using Type = ProviderFailure::Type;

namespace {

/// Fails every call with one error. Cannot enumerate.
struct Failing {
    Error error;

    [[nodiscard]] Result<void> add(std::string_view, CspSpecView) const { return fail(); }
    [[nodiscard]] Result<void> remove(std::string_view, CspSpecView) const { return fail(); }
    [[nodiscard]] Result<CheckpointList> list(std::string_view) const { return fail(); }
    [[nodiscard]] std::unexpected<Error> fail() const { return std::unexpected(error); }
};

/// Fails every call with one error. Can enumerate.
struct FailingToEnumerate : Failing {
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() const { return fail(); }
};

ProviderFailure failure_of(const Error& error) {
    return ResourceProvider<Failing>(Failing{error}).get("SQL").error();
}

}  // namespace

TEST_CASE("ProviderFailure: its text says each thing once", "[cluster]") {
    CHECK(to_text(failure_of(Error(Errc::access_denied, "why"))) ==
          "SQL: access to the cluster was denied: why [ERROR_ACCESS_DENIED (0x80070005)]");
}

TEST_CASE("ProviderFailure: has an HRESULT and a status code with its type", "[cluster]") {
    struct Row {
        Error error;
        std::uint32_t hresult;
        std::uint32_t status;
        Type type;
    };
    const auto with = [](Errc code, NativeDomain domain, std::uint32_t value) {
        return Error(code, NativeCode{domain, value});
    };
    using enum NativeDomain;
    for (const Row& row : {
             // A code of Windows is kept.
             Row{with(Errc::access_denied, win32, 5), 0x80070005, 5, Type::win32},
             Row{with(Errc::cluster_refused, win32, 5), 0x80070005, 5, Type::win32},
             Row{with(Errc::access_denied, hresult, 0x80070005), 0x80070005, 5, Type::win32},
             Row{with(Errc::cluster_refused, hresult, 0x80041003), 0x80041003, 0x80041003,
                 Type::com},
             // NTE_BAD_KEY_STATE: ClusterResourceControl returns it among the Win32 codes.
             Row{with(Errc::key_not_exportable, hresult, 0x8009000B), 0x8009000B, 0x8009000B,
                 Type::win32},
             Row{with(Errc::key_not_exportable, win32, 0x8009000B), 0x8009000B, 0x8009000B,
                 Type::win32},
             // Other codes are replaced by one for the Errc.
             Row{with(Errc::access_denied, http_status, 401), 0x80070005, 5, Type::win32},
             Row{with(Errc::access_denied, wsman_fault, 5), 0x80070005, 5, Type::win32},
             Row{Error(Errc::access_denied), 0x80070005, 5, Type::win32},
             // WMI's code for a missing instance instead of ERROR_RESOURCE_NOT_FOUND.
             Row{with(Errc::resource_not_found, win32, 5007), 0x80041002, 0x80041002, Type::com},
             Row{Error(Errc::resource_not_found), 0x80041002, 0x80041002, Type::com},
             // WBEM_E_FAILED if no code of Windows has the meaning.
             Row{Error(Errc::restore_failed), 0x80041001, 0x80041001, Type::com},
         }) {
        INFO(to_string(row.error.code) << " " << (row.error.native ? row.error.native->value : 0));
        const ProviderFailure failed = failure_of(row.error);
        CHECK(failed.code == row.error.code);
        CHECK(failed.hresult == row.hresult);
        CHECK(failed.status_code == row.status);
        CHECK(failed.error_type == row.type);
    }
}

TEST_CASE("ProviderFailure: describes the meaning of the code and the detail", "[cluster]") {
    const std::string meant(meaning(Errc::access_denied));
    CHECK(failure_of(Error(Errc::access_denied)).description == meant);
    CHECK(failure_of(Error(Errc::access_denied, "not you")).description == meant + ": not you");
}

TEST_CASE("ProviderFailure: keeps the place and the correction of a syntax error", "[cluster]") {
    ResourceProvider<Failing> provider(Failing{Errc::access_denied});
    const auto failure_of_name = [&](const char* method, std::string checkpoint_name) {
        return provider.invoke("SQL", method, {{"CheckpointName", std::move(checkpoint_name)}})
            .error();
    };
    for (const char* const method : {"AddCryptoCheckpoint", "RemoveCryptoCheckpoint"}) {
        const auto misspelt = failure_of_name(method, R"(PROV_RSA_FULL\\Key)");
        CHECK(misspelt.code == Errc::provider_type_not_decimal);
        CHECK((misspelt.where == TextSpan{0, 13}));
        CHECK(misspelt.suggestion == R"(1\\Key)");
        const auto hopeless = failure_of_name(method, "");
        CHECK(hopeless.where == TextSpan());
        CHECK(hopeless.suggestion.empty());
        const auto refused = failure_of_name(method, R"(1\\Key)");
        CHECK_FALSE(refused.where);
        CHECK(refused.suggestion.empty());
    }
    const auto controlled = provider
                                .invoke("SQL", "ExecuteResourceControl",
                                        {{"ControlCode", 0x014000AE},
                                         {"InputBuffer", detail::control_text(R"(x1\\Key)")}})
                                .error();
    CHECK(controlled.where);
    CHECK(failure_of(SyntaxError{Errc::leading_zero, {0, 2}}).where == TextSpan(0, 2));
}

TEST_CASE("ProviderFailure::Type: has the numbers of MSCluster_ExtendedStatus", "[cluster]") {
    CHECK(static_cast<int>(Type::other) == 0);
    CHECK(static_cast<int>(Type::win32) == 1);
    CHECK(static_cast<int>(Type::com) == 2);
    CHECK(static_cast<int>(Type::virtual_machine) == 3);
    CHECK(ProviderFailure().hresult == 0);
    CHECK(ProviderFailure().status_code == 0);
}

TEST_CASE("ProviderFailure: names the operation and its object", "[cluster]") {
    ResourceProvider<Failing> provider(Failing{Errc::access_denied});
    const auto get = provider.get("SQL").error();
    CHECK(get.operation == "GetObject");
    CHECK(get.parameter_info == "SQL");
    const auto added =
        provider.invoke("SQL", "AddCryptoCheckpoint", {{"CheckpointName", R"(1\\Key)"}}).error();
    CHECK(added.operation == "ExecMethod");
    CHECK(added.parameter_info == R"(SQL: 1\\Key)");
    const auto listed =
        provider.invoke("SQL", "ExecuteResourceControl", {{"ControlCode", 0x010000B5}}).error();
    CHECK(listed.operation == "ExecMethod");
    CHECK(listed.parameter_info == "SQL");

    const auto enumerated = provider.enumerate().error();
    CHECK(enumerated.code == Errc::unsupported);
    CHECK(enumerated.hresult == 0x8004100C);  // WBEM_E_NOT_SUPPORTED
    CHECK(enumerated.error_type == Type::com);
    CHECK(enumerated.operation == "CreateInstanceEnum");

    ResourceProvider<FailingToEnumerate> knowing(FailingToEnumerate{{Errc::access_denied}});
    const auto all = knowing.enumerate().error();
    CHECK(all.code == Errc::access_denied);
    CHECK(all.operation == "CreateInstanceEnum");
    CHECK(all.parameter_info == "MSCluster_Resource");
    CHECK(knowing.get("SQL").error().operation == "GetObject");
}
