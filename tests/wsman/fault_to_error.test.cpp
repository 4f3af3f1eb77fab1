// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>

#include <array>

using namespace crypto_checkpoint;
using namespace detail::wsman;

// What a fault comes to once it has been read: its numbers, its names and its words, each by itself.

namespace {

constexpr auto win32 = NativeDomain::win32;
constexpr auto hresult = NativeDomain::hresult;
constexpr auto wsman_code = NativeDomain::wsman_fault;

struct Subcode {
    std::string_view name;
    Errc code;
};
/// Each name that is known, and what it has always meant here.
constexpr auto subcodes = std::to_array<Subcode>({
    {"AccessDenied", Errc::access_denied},
    {"TimedOut", Errc::outcome_unknown},
    {"InvalidSelectors", Errc::object_not_found},
    {"DestinationUnreachable", Errc::object_not_found},
    {"EndpointUnavailable", Errc::cluster_unreachable},
    {"InvalidResourceURI", Errc::unsupported},
    {"ActionNotSupported", Errc::unsupported},
    {"UnsupportedFeature", Errc::unsupported},
    {"MustUnderstand", Errc::unsupported},
    {"CannotProcessFilter", Errc::unsupported},
    {"FilteringNotSupported", Errc::unsupported},
    {"FilterDialectRequestedUnavailable", Errc::unsupported},
    {"AlreadyExists", Errc::object_already_exists},
    {"InvalidParameter", Errc::invalid_value},
    {"SchemaValidationError", Errc::unsupported},
    {"QuotaLimit", Errc::limit_exceeded},
    {"EncodingLimit", Errc::limit_exceeded},
    {"Concurrency", Errc::cluster_refused},
});

Fault with_cim_error(std::optional<std::uint32_t> status, std::optional<std::uint32_t> code,
                     std::string type) {
    Fault fault;
    fault.cim_error = CimError{"MSFT_WmiError", status, "", code, std::move(type)};
    return fault;
}

Fault with_extended_status(std::optional<std::uint32_t> code,
                           std::optional<std::uint32_t> error_type) {
    Fault fault;
    fault.extended_status.emplace();
    fault.extended_status->status_code = code;
    fault.extended_status->error_type = error_type;
    return fault;
}

}  // namespace

TEST_CASE("the facility of a code says who counts in it", "[wsman]") {
    CHECK(native_code_of(0) == NativeCode{win32, 0});
    CHECK(native_code_of(5) == NativeCode{win32, 5});
    CHECK(native_code_of(0x7FFFFFFF) == NativeCode{win32, 0x7FFFFFFF});
    CHECK(native_code_of(0x80000000) == NativeCode{hresult, 0x80000000});
    CHECK(native_code_of(0x80090016) == NativeCode{hresult, 0x80090016});
    CHECK(native_code_of(0x80070005) == NativeCode{win32, 5});
    CHECK(native_code_of(0x80330000) == NativeCode{wsman_code, 0x80330000});
    CHECK(native_code_of(0x80338029) == NativeCode{wsman_code, 0x80338029});
    CHECK(native_code_of(0x8033FFFF) == NativeCode{wsman_code, 0x8033FFFF});
    CHECK(native_code_of(0x80340000) == NativeCode{hresult, 0x80340000});
    CHECK(native_code_of(0x8032FFFF) == NativeCode{hresult, 0x8032FFFF});
}

TEST_CASE("every subcode that is known means what it always meant", "[wsman]") {
    for (const Subcode& row : subcodes) {
        INFO(row.name);
        CHECK(errc_from_subcode(row.name) == row.code);
        CHECK_FALSE(errc_from_subcode(std::string(row.name) + "~"));
    }
    for (const std::string_view unknown : {"", "InternalError", "accessdenied"})
        CHECK_FALSE(errc_from_subcode(unknown));
}

TEST_CASE("a status of CIM means something where it says more than failed", "[wsman]") {
    struct Row {
        std::uint32_t status;
        Errc code;
    };
    for (const Row& row : {Row{2, Errc::access_denied}, Row{3, Errc::clustering_not_installed},
                           Row{4, Errc::invalid_value}, Row{5, Errc::clustering_not_installed},
                           Row{6, Errc::resource_not_found}, Row{7, Errc::unsupported},
                           Row{11, Errc::object_already_exists}, Row{16, Errc::unsupported},
                           Row{17, Errc::unsupported}}) {
        INFO(row.status);
        CHECK(errc_from_cim_status(row.status) == row.code);
        CHECK(errc_from_names(with_cim_error(row.status, {}, "")) == row.code);
        // The results of the Management Infrastructure and of CIM count alike.
        CHECK(errc_from_names(with_cim_error({}, row.status, "MI")) == row.code);
        CHECK(errc_from_names(with_cim_error({}, row.status, "cim")) == row.code);
        CHECK(errc_from_names(with_cim_error({}, row.status, "HRESULT")) == Errc::cluster_refused);
    }
    for (const std::uint32_t unknown : {0u, 1u, 8u, 9u, 10u, 12u, 13u, 14u, 15u, 18u, 27u}) {
        INFO(unknown);
        CHECK_FALSE(errc_from_cim_status(unknown));
    }
    CHECK(errc_from_names(with_cim_error({}, {}, "MI")) == Errc::cluster_refused);
}

TEST_CASE("the name of a fault comes before the status of CIM", "[wsman]") {
    Fault fault = with_cim_error(2, {}, "");
    fault.subcode = "QuotaLimit";
    CHECK(errc_from_names(fault) == Errc::limit_exceeded);
    fault.subcode = "InternalError";
    CHECK(errc_from_names(fault) == Errc::access_denied);
    CHECK(errc_from_names({}) == Errc::cluster_refused);
}

TEST_CASE("the numbers of a fault are those that count in something known", "[wsman]") {
    using Codes = std::vector<NativeCode>;
    CHECK(native_codes_in({}).empty());

    // MSCluster_ExtendedStatus says with its ErrorType what it counts in.
    CHECK(native_codes_in(with_extended_status(5007, 1)) == Codes{{win32, 5007}});
    CHECK(native_codes_in(with_extended_status(0x80090016, 1)) == Codes{{hresult, 0x80090016}});
    CHECK(native_codes_in(with_extended_status(0x80338029, 1)) == Codes{{hresult, 0x80338029}});
    CHECK(native_codes_in(with_extended_status(0x80338029, 2)) == Codes{{wsman_code, 0x80338029}});
    CHECK(native_codes_in(with_extended_status(0x80000000, {})) == Codes{{hresult, 0x80000000}});
    CHECK(native_codes_in(with_extended_status(5007, 2)).empty());
    CHECK(native_codes_in(with_extended_status(5007, 0)).empty());
    CHECK(native_codes_in(with_extended_status(5007, {})).empty());
    CHECK(native_codes_in(with_extended_status(0, 1)).empty());
    CHECK(native_codes_in(with_extended_status({}, 1)).empty());

    // An OMI_Error says so with a word.
    CHECK(native_codes_in(with_cim_error({}, 5, "WIN32")) == Codes{{win32, 5}});
    CHECK(native_codes_in(with_cim_error({}, 5, "win32")) == Codes{{win32, 5}});
    CHECK(native_codes_in(with_cim_error({}, 0x80000000, "MI")) == Codes{{hresult, 0x80000000}});
    CHECK(native_codes_in(with_cim_error({}, 5, "MI")).empty());
    CHECK(native_codes_in(with_cim_error({}, 0, "WIN32")).empty());
    CHECK(native_codes_in(with_cim_error({}, {}, "WIN32")).empty());
    CHECK(native_codes_in(with_cim_error(2, {}, "WIN32")).empty());

    // All of them, those nearest to the cause first.
    Fault fault = with_extended_status(5007, 1);
    fault.code = 1;
    fault.provider_code = 2;
    fault.cim_error = CimError{"OMI_Error", {}, "", 3, "WIN32"};
    CHECK(native_codes_in(fault) == Codes{{win32, 5007}, {win32, 2}, {win32, 1}, {win32, 3}});
    fault.code = 0;
    fault.provider_code = 0;
    CHECK(native_codes_in(fault) == Codes{{win32, 5007}, {win32, 3}});
}

TEST_CASE("the first number that means something says what went wrong", "[wsman]") {
    Fault fault;
    fault.subcode = "TimedOut";
    fault.code = 4242;
    fault.provider_code = 0x80090016;
    CHECK(error_of(fault).code == Errc::key_container_not_found);
    CHECK(error_of(fault).native == NativeCode{hresult, 0x80090016});

    // Without any, the first number is kept, and the names say what it was.
    fault.provider_code = 4243;
    CHECK(error_of(fault).code == Errc::outcome_unknown);
    CHECK(error_of(fault).native == NativeCode{win32, 4243});

    fault.code.reset();
    fault.provider_code.reset();
    CHECK(error_of(fault).code == Errc::outcome_unknown);
    CHECK_FALSE(error_of(fault).native);
}

TEST_CASE("only a provider knows of checkpoints", "[wsman]") {
    struct Row {
        std::uint32_t code;
        Errc said_by_service;
        Errc said_by_provider;
    };
    for (const Row& row : {Row{2, Errc::object_not_found, Errc::checkpoint_not_found},
                           Row{183, Errc::object_already_exists, Errc::checkpoint_already_exists},
                           Row{5, Errc::access_denied, Errc::access_denied}}) {
        Fault fault;
        fault.code = row.code;
        CHECK(error_of(fault).code == row.said_by_service);
        Fault inside = fault;
        inside.provider_code = row.code;
        CHECK(error_of(inside).code == row.said_by_provider);
        inside = with_extended_status(row.code, 1);
        CHECK(error_of(inside).code == row.said_by_provider);
        inside = with_cim_error({}, row.code, "WIN32");
        CHECK(error_of(inside).code == row.said_by_provider);
    }
}

TEST_CASE("a fault is telling where something in it is known", "[wsman]") {
    const auto tells = [](std::string subcode, std::optional<std::uint32_t> code) {
        Fault fault;
        fault.subcode = std::move(subcode);
        fault.provider_code = code;
        return is_conclusive(fault, error_of(fault));
    };
    CHECK_FALSE(tells("", {}));
    CHECK_FALSE(tells("InternalError", {}));
    CHECK(tells("AccessDenied", {}));
    CHECK(tells("Concurrency", {}));  // known, although it means no more than a refusal
    CHECK(tells("", 5));
    CHECK(tells("", 0x80041001));  // WBEM_E_FAILED is a refusal by name
    CHECK_FALSE(tells("", 4242));
    CHECK_FALSE(tells("", 0x8007FFFF));
    // What the CryptoAPI says came of trying, whether its number is known or not.
    CHECK(tells("", 0x8009FFFF));
    CHECK(tells("", 0x80090000));
    CHECK_FALSE(tells("", 0x800A0000));
    CHECK_FALSE(tells("", 0x8008FFFF));

    Error of_a_service(Errc::cluster_refused);
    of_a_service.native = NativeCode{wsman_code, 0x80090FFF};  // the facility of an HRESULT only
    CHECK_FALSE(is_conclusive({}, of_a_service));
}

TEST_CASE("the words are those of whoever was nearest to the cause", "[wsman]") {
    Fault fault;
    CHECK(best_message(fault).empty());
    fault.subcode = "InternalError";
    CHECK(best_message(fault) == "fault InternalError");
    fault.reason = "reason";
    CHECK(best_message(fault) == "reason");
    fault.cim_error.emplace();
    CHECK(best_message(fault) == "reason");
    fault.cim_error->message = "of CIM";
    CHECK(best_message(fault) == "of CIM");
    fault.message = "message";
    CHECK(best_message(fault) == "message");
    fault.provider_message = "of the provider";
    CHECK(best_message(fault) == "of the provider");
    fault.extended_status.emplace();
    CHECK(best_message(fault) == "of the provider");
    fault.extended_status->description = "of the cluster";
    CHECK(best_message(fault) == "of the cluster");
}

TEST_CASE("what would only repeat what the code means is left out", "[wsman]") {
    Fault fault;
    fault.subcode = "AccessDenied";
    const std::string ours(meaning(Errc::access_denied));
    fault.reason = ours;
    CHECK(error_of(fault).detail.empty());
    fault.reason = ours + ": by policy";
    CHECK(error_of(fault).detail == "by policy");
    fault.reason = ours + " today";
    CHECK(error_of(fault).detail == ours + " today");
    fault.reason = "It is said that " + ours;
    CHECK(error_of(fault).detail == "It is said that " + ours);
}

TEST_CASE("a return value is a failure where its number is known", "[wsman]") {
    CHECK(outcome_of_return_value(0, "AddCryptoCheckpoint").has_value());
    const auto known = outcome_of_return_value(0x80090016, "AddCryptoCheckpoint");
    REQUIRE_FALSE(known);
    CHECK(known.error() == Error(Errc::key_container_not_found, NativeCode{hresult, 0x80090016}));
    const auto denied = outcome_of_return_value(5, "AddCryptoCheckpoint");
    REQUIRE_FALSE(denied);
    CHECK(denied.error() == Error(Errc::access_denied, NativeCode{win32, 5}));
    const auto begun = outcome_of_return_value(4096, "AddCryptoCheckpoint");
    REQUIRE_FALSE(begun);
    CHECK(begun.error() == Error(Errc::outcome_unknown, "AddCryptoCheckpoint returned 4096"));
}
