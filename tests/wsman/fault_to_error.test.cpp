// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using namespace wsman_tests;

namespace {

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

TEST_CASE("errc_from_subcode: knows whole names only", "[wsman]") {
    CHECK(errc_from_subcode("AccessDenied") == Errc::access_denied);
    CHECK(errc_from_subcode("TimedOut") == Errc::timed_out);
    CHECK(errc_from_subcode("QuotaLimit") == Errc::limit_exceeded);
    for (const std::string_view unknown : {"", "InternalError", "accessdenied", "TimedOut~"})
        CHECK_FALSE(errc_from_subcode(unknown));
}

TEST_CASE("error_of: maps a CIM status that is more specific than \"failed\"", "[wsman]") {
    struct Row {
        std::uint32_t status;
        Errc code;
    };
    for (const Row& row : {Row{1, Errc::cluster_refused}, Row{2, Errc::access_denied},
                           Row{3, Errc::clustering_not_installed}, Row{4, Errc::invalid_value},
                           Row{5, Errc::clustering_not_installed}, Row{6, Errc::resource_not_found},
                           Row{7, Errc::unsupported}, Row{8, Errc::cluster_refused},
                           Row{11, Errc::checkpoint_already_exists}, Row{14, Errc::unsupported},
                           Row{15, Errc::unsupported}, Row{16, Errc::unsupported},
                           Row{17, Errc::unsupported}, Row{18, Errc::cluster_refused},
                           Row{27, Errc::limit_exceeded}, Row{28, Errc::outcome_unknown}}) {
        INFO(row.status);
        const Error expected(row.code, NativeCode{cim, row.status});
        CHECK(error_of(with_cim_error(row.status, {}, "")) == expected);
        CHECK(error_of(with_cim_error({}, row.status, "MI")) == expected);
        CHECK(error_of(with_cim_error({}, row.status, "cim")) == expected);
        CHECK(error_of(with_cim_error({}, row.status, "HRESULT")) == Error(Errc::cluster_refused));
    }
    CHECK(error_of(with_cim_error({}, {}, "MI")) == Error(Errc::cluster_refused));
    CHECK(error_of(with_cim_error(0, 0, "MI")) == Error(Errc::cluster_refused));
}

TEST_CASE("error_of: codes count more than the subcode", "[wsman]") {
    Fault fault = with_cim_error(2, {}, "");
    fault.subcode = "QuotaLimit";
    CHECK(error_of(fault).code == Errc::access_denied);
    fault.cim_error->status = 1;
    CHECK(error_of(fault).code == Errc::limit_exceeded);
    CHECK(error_of(fault).native == NativeCode{cim, 1});
    fault = {};
    fault.subcode = "DestinationUnreachable";
    fault.code = 5;
    CHECK(error_of(fault).code == Errc::access_denied);
}

TEST_CASE("native_codes_in: collects the codes of a known code space", "[wsman]") {
    using Codes = std::vector<NativeCode>;
    CHECK(native_codes_in({}).empty());

    // ErrorType is the code space.
    CHECK(native_codes_in(with_extended_status(5007, 1)) == Codes{{win32, 5007}});
    CHECK(native_codes_in(with_extended_status(0x80090016, 1)) == Codes{{hresult, 0x80090016}});
    CHECK(native_codes_in(with_extended_status(0x80338029, 1)) == Codes{{hresult, 0x80338029}});
    CHECK(native_codes_in(with_extended_status(0x80338029, 2)) == Codes{{wsman_code, 0x80338029}});
    CHECK(native_codes_in(with_extended_status(0x80000000, {})) == Codes{{hresult, 0x80000000}});
    CHECK(native_codes_in(with_extended_status(5007, 2)).empty());
    CHECK(native_codes_in(with_extended_status(5007, 0)).empty());
    CHECK(native_codes_in(with_extended_status(5007, {})) == Codes{{win32, 5007}});
    CHECK(native_codes_in(with_extended_status(0, 1)).empty());
    CHECK(native_codes_in(with_extended_status({}, 1)).empty());

    // OMI_Type is the code space.
    CHECK(native_codes_in(with_cim_error({}, 5, "WIN32")) == Codes{{win32, 5}});
    CHECK(native_codes_in(with_cim_error({}, 5, "win32")) == Codes{{win32, 5}});
    CHECK(native_codes_in(with_cim_error({}, 0x80000000, "MI")) == Codes{{hresult, 0x80000000}});
    CHECK(native_codes_in(with_cim_error({}, 5, "MI")) == Codes{{cim, 5}});
    CHECK(native_codes_in(with_cim_error({}, 5, "ERRNO")).empty());
    CHECK(native_codes_in(with_cim_error({}, 0, "WIN32")).empty());
    CHECK(native_codes_in(with_cim_error({}, {}, "WIN32")).empty());
    CHECK(native_codes_in(with_cim_error(2, {}, "WIN32")) == Codes{{cim, 2}});
    CHECK(native_codes_in(with_cim_error(0, {}, "")).empty());

    // A small code of a WSManFault is a Win32 code, or a number of the service.
    const auto of_service = [](std::uint32_t code) {
        Fault outer;
        outer.code = code;
        Fault inner;
        inner.provider_code = code;
        CHECK(native_codes_in(outer) == native_codes_in(inner));
        return native_codes_in(outer);
    };
    CHECK(of_service(0x7FFF) == Codes{{win32, 0x7FFF}});
    CHECK(of_service(0x8000) == Codes{{wsman_code, 0x8000}});
    CHECK(of_service(0x7FFFFFFF) == Codes{{wsman_code, 0x7FFFFFFF}});
    CHECK(of_service(0x80000000) == Codes{{hresult, 0x80000000}});
    CHECK(of_service(0x80078000) == Codes{{win32, 0x8000}});  // says that it wraps one

    // All of them, the nearest to the cause first.
    Fault fault = with_extended_status(5007, 1);
    fault.code = 1;
    fault.provider_code = 2;
    fault.cim_error = CimError{"OMI_Error", 4, "", 3, "WIN32"};
    CHECK(native_codes_in(fault) ==
          Codes{{win32, 5007}, {win32, 2}, {win32, 3}, {cim, 4}, {win32, 1}});
    fault.code = 0;
    fault.cim_error->status = 0;
    fault.provider_code = 0;
    CHECK(native_codes_in(fault) == Codes{{win32, 5007}, {win32, 3}});
}

TEST_CASE("error_of: a fault without codes and known names is a refusal", "[wsman]") {
    CHECK(error_of({}).code == Errc::cluster_refused);
}

TEST_CASE("error_of: takes the first code that means more than a refusal", "[wsman]") {
    Fault fault;
    fault.subcode = "TimedOut";
    fault.code = 4242;
    fault.provider_code = 0x80090016;
    CHECK(error_of(fault).code == Errc::key_container_not_found);
    CHECK(error_of(fault).native == NativeCode{hresult, 0x80090016});

    // Without any, the first code is kept, and the names determine the error.
    fault.provider_code = 4243;
    CHECK(error_of(fault).code == Errc::timed_out);
    CHECK(error_of(fault).native == NativeCode{win32, 4243});

    fault.code.reset();
    fault.provider_code.reset();
    CHECK(error_of(fault).code == Errc::timed_out);
    CHECK(error_of(fault).detail == "the service gave up: fault TimedOut");
    CHECK_FALSE(error_of(fault).native);
}

TEST_CASE("error_of: a checkpoint is not found only by a provider", "[wsman]") {
    struct Row {
        std::uint32_t code;
        Errc from_service;
        Errc from_provider;
    };
    for (const Row& row :
         {Row{2, Errc::not_served, Errc::checkpoint_not_found},
          Row{1168, Errc::not_served, Errc::checkpoint_not_found},
          Row{183, Errc::checkpoint_already_exists, Errc::checkpoint_already_exists},
          Row{5, Errc::access_denied, Errc::access_denied}}) {
        Fault fault;
        fault.code = row.code;
        CHECK(error_of(fault).code == row.from_service);
        Fault inside = fault;
        inside.provider_code = row.code;
        CHECK(error_of(inside).code == row.from_provider);
        inside = fault;
        inside.provider_message = "Words.";
        CHECK(error_of(inside).code == row.from_provider);
        inside = with_extended_status(row.code, 1);
        CHECK(error_of(inside).code == row.from_provider);
        inside = with_cim_error({}, row.code, "WIN32");
        CHECK(error_of(inside).code == row.from_provider);
    }
}

TEST_CASE("is_conclusive: a fault with a known code or name", "[wsman]") {
    const auto proves = [](std::string subcode, std::optional<std::uint32_t> code) {
        Fault fault;
        fault.subcode = std::move(subcode);
        fault.provider_code = code;
        return is_conclusive(fault, error_of(fault));
    };
    CHECK_FALSE(proves("", {}));
    CHECK_FALSE(proves("InternalError", {}));
    CHECK(proves("AccessDenied", {}));
    CHECK(proves("Concurrency", {}));  // known, although it means a refusal only
    CHECK_FALSE(proves("EncodingLimit", {}));
    CHECK_FALSE(proves("EncodingLimit", 5));
    CHECK(proves("", 5));
    CHECK(proves("", 0x80041001));  // WBEM_E_FAILED is a refusal by name
    CHECK_FALSE(proves("", 4242));
    CHECK_FALSE(proves("", 0x8007FFFF));
    CHECK(proves("", 0x8009FFFF));
    CHECK(proves("", 0x80090000));
    CHECK_FALSE(proves("", 0x800A0000));
    CHECK_FALSE(proves("", 0x8008FFFF));

    // What the service itself rejects has reached no provider.
    Fault rejected;
    rejected.subcode = "InternalError";
    const auto is_certain = [&] { return is_conclusive(rejected, error_of(rejected)); };
    rejected.code = 0x803380E0;  // of no known meaning
    CHECK(is_certain());
    rejected.is_sender_fault = false;
    CHECK_FALSE(is_certain());
    rejected.is_sender_fault = true;
    rejected.provider_message = "Words.";
    CHECK_FALSE(is_certain());
    rejected.provider_message.clear();
    rejected.code = 4242;
    CHECK_FALSE(is_certain());
    rejected.code = 0x80338035;  // EncodingLimit
    CHECK_FALSE(is_certain());
    rejected.code.reset();
    CHECK_FALSE(is_certain());
    CHECK_FALSE(is_conclusive(with_cim_error(1, {}, ""), error_of(with_cim_error(1, {}, ""))));

    Error of_a_service(Errc::cluster_refused);
    of_a_service.native = NativeCode{wsman_code, 0x80090FFF};  // the facility of an HRESULT only
    Fault receivers;
    receivers.is_sender_fault = false;
    CHECK_FALSE(is_conclusive(receivers, of_a_service));
}

TEST_CASE("best_message: takes the message nearest to the cause", "[wsman]") {
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

TEST_CASE("error_of: drops a message that repeats the meaning of the code", "[wsman]") {
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
