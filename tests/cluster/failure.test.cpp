// SPDX-License-Identifier: BSL-1.0
#include "clusapi/clusapi_subject.hpp"
#include "failure_rows.hpp"
#include "wsman/in_process.hpp"
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

using namespace wsman_tests;
using test_support::as_hresult;
using test_support::check_failures;
using test_support::failure_rows;
using test_support::FailureRow;

namespace {

using detail::Step;

std::optional<NativeCode> code_of_status(std::optional<std::uint32_t> code,
                                         std::optional<std::uint32_t> error_type) {
    detail::ExtendedStatus status;
    status.status_code = code;
    status.error_type = error_type;
    return detail::native_code_of(status);
}

/// Runs the table through a service that responds to everything with the fault of @p write_fault.
template <class WriteFault>
void check_wsman(WriteFault write_fault) {
    for (const FailureRow& row : failure_rows) {
        WsmanBackend<Scripted> backend(Scripted({refused(write_fault(row.code))}),
                                       "https://node1:5986/wsman");
        check_failures(backend, row);
    }
}

std::string provider_failed(std::string_view code, std::string_view explanation) {
    return fault_with("w:InternalError", wsman_fault(code, provider_fault(explanation)));
}

}  // namespace

TEST_CASE("ClusApiBackend: a code and an operation determine the error", "[cluster]") {
    for (const FailureRow& row : failure_rows)
        for (const std::uint32_t code : {row.code, as_hresult(row.code)}) {
            unit_tests::ClusApiSubject on;
            on.stand_in.instead = [=](const auto&) { return test_support::ControlResult{code}; };
            check_failures(on.backend, row);
        }
}

TEST_CASE("WsmanBackend: a code in a ProviderFault and an operation determine the error",
          "[cluster]") {
    check_wsman([](std::uint32_t code) {
        const std::string number = std::to_string(as_hresult(code));
        return provider_failed(number, wsman_fault(number, "Failed."));
    });
}

TEST_CASE("WsmanBackend: a code in an extended status and an operation determine the error",
          "[cluster]") {
    check_wsman([](std::uint32_t code) {
        return provider_failed(
            "2147749889",  // WBEM_E_FAILED
            "<f:ExtendedError><p:MSCluster_ExtendedStatus xmlns:p=\"urn:x\"><p:StatusCode>" +
                std::to_string(code) + "</p:StatusCode><p:ErrorType>" +
                (code < 0x80000000 ? "1" : "2") +
                "</p:ErrorType></p:MSCluster_ExtendedStatus></f:ExtendedError>");
    });
}

TEST_CASE("WsmanBackend: a return value and an operation determine the error", "[cluster]") {
    for (const FailureRow& row : failure_rows) {
        CAPTURE(row.code);
        const auto backend = [&](std::string_view output) {
            return WsmanBackend<Scripted>(
                Scripted({good(output_with(
                    "<p:ReturnValue>" + std::to_string(row.code) + "</p:ReturnValue>", output))}),
                "https://node1:5986/wsman");
        };
        const auto added = backend("AddCryptoCheckpoint_OUTPUT").add("SQL", test_support::key);
        REQUIRE_FALSE(added);
        CHECK(to_string(added.error().code) == to_string(row.add));
        const auto removed =
            backend("RemoveCryptoCheckpoint_OUTPUT").remove("SQL", test_support::key);
        REQUIRE_FALSE(removed);
        CHECK(to_string(removed.error().code) == to_string(row.remove));
    }
}

TEST_CASE("native_code_of: determines the code space by the facility", "[cluster]") {
    using detail::native_code_of;
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

TEST_CASE("native_code_of: reads a StatusCode by its ErrorType", "[cluster]") {
    CHECK(code_of_status(5007, 1) == NativeCode{win32, 5007});
    CHECK(code_of_status(0x80090016, 1) == NativeCode{hresult, 0x80090016});
    CHECK(code_of_status(0x80338029, 1) == NativeCode{hresult, 0x80338029});
    CHECK(code_of_status(0x80338029, 2) == NativeCode{wsman_code, 0x80338029});
    CHECK(code_of_status(0x80000000, {}) == NativeCode{hresult, 0x80000000});
    CHECK_FALSE(code_of_status(5007, 2));
    CHECK_FALSE(code_of_status(5007, 0));
    // No class says what it is: the error bit does.
    CHECK(code_of_status(5007, {}) == NativeCode{win32, 5007});
    CHECK(code_of_status(0x80338029, {}) == NativeCode{wsman_code, 0x80338029});
    CHECK_FALSE(code_of_status(0, {}));
    CHECK_FALSE(code_of_status(0, 1));
    CHECK_FALSE(code_of_status({}, 1));
}

TEST_CASE("is_conclusive: known codes and those of the CryptoAPI", "[cluster]") {
    using detail::is_conclusive;
    CHECK(is_conclusive({win32, 5}));
    CHECK(is_conclusive({hresult, 0x80070005}));
    CHECK(is_conclusive({hresult, 0x80041001}));
    CHECK(is_conclusive({hresult, 0x8009FFFF}));
    CHECK(is_conclusive({hresult, 0x80090000}));
    CHECK_FALSE(is_conclusive({hresult, 0x800A0000}));
    CHECK_FALSE(is_conclusive({hresult, 0x8008FFFF}));
    CHECK_FALSE(is_conclusive({wsman_code, 0x80090FFF}));
    CHECK_FALSE(is_conclusive({win32, 4242}));
    CHECK_FALSE(is_conclusive({win32, 0}));
    CHECK(is_conclusive({cim, 6}));
    // Known, and yet no proof: OMI's status beside every other code, and a response that is too large.
    CHECK(native_name({cim, 1}) == "CIM_ERR_FAILED");
    CHECK_FALSE(is_conclusive({cim, 1}));
    CHECK(native_name({wsman_code, 0x80338035}) == "EncodingLimit");
    CHECK_FALSE(is_conclusive({wsman_code, 0x80338035}));
}

TEST_CASE("is_timeout: codes that report an expired time limit", "[cluster]") {
    using detail::is_timeout;
    for (const NativeCode code : {NativeCode{win32, 121},
                                  {win32, 1460},
                                  {hresult, 0x800705B4},
                                  {hresult, 0x8001011F},
                                  {hresult, 0x80041069},
                                  {hresult, 0x80041088},
                                  {wsman_code, 0x80338029},
                                  {NativeDomain::curl, 28}})
        CHECK(is_timeout(code));
    for (const NativeCode code : {NativeCode{win32, 28},
                                  {win32, 1818},
                                  {hresult, 0x80338029},
                                  {hresult, 0x80041032},
                                  {NativeDomain::curl, 56}})
        CHECK_FALSE(is_timeout(code));
    // For a caller that does not know what was requested, a change may have been made.
    for (const FailureRow& row : failure_rows)
        if (row.list == Errc::timed_out)
            CHECK(errc_from_native(detail::native_code_of(row.code)) == Errc::outcome_unknown);
}

TEST_CASE("most_specific_error: takes the first code that means more than a refusal", "[cluster]") {
    const auto of = [](std::vector<NativeCode> codes) {
        return detail::most_specific_error(codes);
    };
    CHECK(of({}) == Error(Errc::cluster_refused));
    CHECK(of({{win32, 4242}, {win32, 5}, {win32, 87}}) ==
          Error(Errc::access_denied, NativeCode{win32, 5}));
    CHECK(of({{win32, 4242}, {win32, 4243}}) ==
          Error(Errc::cluster_refused, NativeCode{win32, 4242}));
}

TEST_CASE("refine: nothing was changed before a change was requested", "[cluster]") {
    using detail::refine;
    for (const Step step : {Step::connecting, Step::enumerating, Step::listing})
        for (const bool is_proof : {false, true}) {
            CHECK(refine(Errc::outcome_unknown, step, is_proof) == Errc::cluster_unreachable);
            CHECK(refine(Errc::timed_out, step, is_proof) == Errc::timed_out);
            CHECK(refine(Errc::cluster_refused, step, is_proof) == Errc::cluster_refused);
            CHECK(refine(Errc::authentication_failed, step, is_proof) ==
                  Errc::authentication_failed);
            CHECK(refine(Errc::checkpoint_not_found, step, is_proof) == Errc::object_not_found);
            CHECK(refine(Errc::checkpoint_already_exists, step, is_proof) ==
                  Errc::object_already_exists);
        }
}

TEST_CASE("refine: a resource is missing only where the request names one", "[cluster]") {
    using detail::refine;
    for (const Step step : {Step::connecting, Step::listing, Step::adding, Step::removing})
        CHECK(refine(Errc::resource_not_found, step, true) == Errc::resource_not_found);
    CHECK(refine(Errc::resource_not_found, Step::enumerating, true) == Errc::object_not_found);
}

TEST_CASE("refined: drops the meaning of the refined code, too", "[cluster]") {
    const Error error(Errc::checkpoint_not_found, {win32, 2},
                      std::string(meaning(Errc::object_not_found)) + ": a key");
    CHECK(detail::refined(error, Step::adding, true) ==
          Error(Errc::object_not_found, {win32, 2}, "a key"));
}

TEST_CASE("refined_of_transport: a lost response to a reading has changed nothing", "[cluster]") {
    using detail::refined_of_transport;
    constexpr auto curl = NativeDomain::curl;
    for (const Step step : {Step::connecting, Step::enumerating, Step::listing}) {
        const auto code_of = [&](const Error& error) {
            return refined_of_transport(error, step).code;
        };
        CHECK(code_of(Errc::outcome_unknown) == Errc::cluster_unreachable);
        CHECK(code_of({Errc::outcome_unknown, {curl, 56}}) == Errc::cluster_unreachable);
        CHECK(code_of({Errc::outcome_unknown, {curl, 28}}) == Errc::timed_out);
        for (const Errc certain : {Errc::limit_exceeded, Errc::timed_out, Errc::not_sent,
                                   Errc::insecure_connection, Errc::cluster_unreachable})
            CHECK(code_of(certain) == certain);
    }
    for (const Step step : {Step::adding, Step::removing}) {
        const auto code_of = [&](const Error& error) {
            return refined_of_transport(error, step).code;
        };
        CHECK(code_of({Errc::outcome_unknown, {curl, 28}}) == Errc::outcome_unknown);
        // Cut off a response: the request was executed.
        CHECK(code_of(Errc::limit_exceeded) == Errc::outcome_unknown);
        for (const Errc certain : {Errc::timed_out, Errc::not_sent, Errc::insecure_connection})
            CHECK(code_of(certain) == certain);
    }
    const Error lost(Errc::outcome_unknown, {curl, 56}, "Connection reset by peer");
    CHECK(refined_of_transport(lost, Step::adding) == lost);
    CHECK(refined_of_transport(lost, Step::listing).detail == lost.detail);
}

TEST_CASE("refine: a change without proof of a refusal is outcome_unknown", "[cluster]") {
    using detail::refine;
    for (const Step step : {Step::adding, Step::removing}) {
        CHECK(refine(Errc::access_denied, step, true) == Errc::access_denied);
        CHECK(refine(Errc::access_denied, step, false) == Errc::outcome_unknown);
        CHECK(refine(Errc::authentication_failed, step, true) == Errc::outcome_unknown);
        CHECK(refine(Errc::outcome_unknown, step, true) == Errc::outcome_unknown);
        CHECK(refine(Errc::timed_out, step, true) == Errc::outcome_unknown);
    }
    CHECK(refine(Errc::checkpoint_not_found, Step::removing, true) == Errc::checkpoint_not_found);
    CHECK(refine(Errc::checkpoint_not_found, Step::adding, true) == Errc::object_not_found);
    CHECK(refine(Errc::checkpoint_already_exists, Step::adding, true) ==
          Errc::checkpoint_already_exists);
}

TEST_CASE("result_of_return_value: fails with the error of a conclusive code", "[cluster]") {
    const auto result_of = [](std::uint32_t value) {
        return detail::result_of_return_value(value, "AddCryptoCheckpoint", Step::adding);
    };
    CHECK(result_of(0).has_value());
    CHECK(result_of(0x80090016).error() ==
          Error(Errc::key_container_not_found, NativeCode{hresult, 0x80090016}));
    CHECK(result_of(5).error() == Error(Errc::access_denied, NativeCode{win32, 5}));
    CHECK(result_of(4096).error() ==
          Error(Errc::outcome_unknown, "AddCryptoCheckpoint returned 4096"));
}

TEST_CASE("without_meaning: drops the meaning that is printed with the code", "[cluster]") {
    const std::string ours(meaning(Errc::access_denied));
    CHECK(detail::without_meaning(ours, Errc::access_denied).empty());
    CHECK(detail::without_meaning(ours + ": the key", Errc::access_denied) == "the key");
    CHECK(detail::without_meaning("Denied.", Errc::access_denied) == "Denied.");
}
