// SPDX-License-Identifier: BSL-1.0
// Faults as servers in the field send them, written by hand, in response to every operation.
#include "in_process.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <optional>
#include <thread>
#include <vector>

using namespace wsman_tests;
using test_support::key;

namespace {

using Backend = WsmanBackend<Scripted>;

/// A fault that says whose it is: the sender's.
std::string senders(std::string fault) { return replaced(fault, "s:Receiver", "s:Sender"); }

/// WMI's explanation, as WinRM passes it on: the description and the status are nil.
std::string nil_status(std::string_view operation) {
    return "<f:ExtendedError><p:__ExtendedStatus xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/"
           "1/wmi/root/mscluster/__ExtendedStatus\"><p:Description "
           "xsi:nil=\"true\"/><p:Operation>" +
           std::string(operation) +
           "</p:Operation><p:ParameterInfo>x</p:ParameterInfo><p:ProviderName>WinMgmt"
           "</p:ProviderName><p:StatusCode xsi:nil=\"true\"/></p:__ExtendedStatus>"
           "</f:ExtendedError>";
}

/// A code outside and inside a ProviderFault.
std::string provider_failed(std::string_view subcode, std::string_view code, std::string_view words,
                            std::string_view more = "") {
    return fault_with(
        subcode, wsman_fault(code, provider_fault(wsman_fault(code, words) + std::string(more))));
}

std::string cim_error(std::string_view class_name, std::string_view inside) {
    const std::string name(class_name);
    return "<p:" + name +
           " b:IsCIM_Error=\"true\" xmlns:b=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\""
           " xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/" +
           name + "\">" + std::string(inside) + "</p:" + name + ">";
}

std::string omi_error(std::string_view subcode, int status) {
    return senders(fault_with(
        subcode,
        cim_error("OMI_Error", "<p:CIMStatusCode>" + std::to_string(status) +
                                   "</p:CIMStatusCode><p:OMI_Code>" + std::to_string(status) +
                                   "</p:OMI_Code><p:OMI_Type>MI</p:OMI_Type>")));
}

struct Shape {
    const char* title;
    std::string fault;
    Errc add;
    Errc remove;
    Errc list;
    Errc resources;  ///< to what names no resource: a listing of all, Identify
    std::optional<NativeCode> native;
};

Shape always(const char* title, std::string fault, Errc code, std::optional<NativeCode> native) {
    return {title, std::move(fault), code, code, code, code, native};
}
/// No resource is named in a listing of all.
Shape missing_resource(const char* title, std::string fault, std::optional<NativeCode> native) {
    constexpr Errc code = Errc::resource_not_found;
    return {title, std::move(fault), code, code, code, Errc::object_not_found, native};
}
Shape existing(const char* title, std::string fault, std::optional<NativeCode> native) {
    constexpr Errc code = Errc::object_already_exists;
    return {title, std::move(fault), Errc::checkpoint_already_exists, code, code, code, native};
}
Shape missing_checkpoint(const char* title, std::string fault, std::optional<NativeCode> native) {
    constexpr Errc code = Errc::object_not_found;
    return {title, std::move(fault), code, Errc::checkpoint_not_found, code, code, native};
}
Shape inconclusive(const char* title, std::string fault, Errc list,
                   std::optional<NativeCode> native) {
    constexpr Errc code = Errc::outcome_unknown;
    return {title, std::move(fault), code, code, list, list, native};
}

const std::string exists_as_text =
    fault_with("w:InternalError", wsman_fault("2147942583", provider_fault("It exists.")));
const std::string missing_as_text =
    fault_with("w:InternalError", wsman_fault("2147942402", provider_fault("It is missing.")));
const std::string exists_in_cim =
    fault_with("w:AlreadyExists", cim_error("CIM_Error", "<p:CIMStatusCode>11</p:CIMStatusCode>"));
const std::string exists_alone = senders(fault_with("w:AlreadyExists", ""));
const std::string timed_out_fault =
    fault_with("w:TimedOut", wsman_fault("2150858793", "Not within OperationTimeout."));

std::vector<Shape> shapes() {
    return {
        missing_resource("Windows: no such instance",
                         senders(provider_failed("a:DestinationUnreachable", "2150858752", "None.",
                                                 nil_status("GetObject"))),
                         NativeCode{wsman_code, 0x80338000}),
        missing_resource("OMI: no such instance", omi_error("a:DestinationUnreachable", 6),
                         NativeCode{cim, 6}),
        missing_resource("openwsman: no such instance",
                         senders(fault_with("a:DestinationUnreachable", "")), {}),
        // MS-WSMV 4.10
        missing_resource("MS-WSMV: no such resource",
                         senders(provider_failed("a:DestinationUnreachable", "32768", "None.")),
                         NativeCode{wsman_code, 32768}),
        missing_resource("its code alone",
                         fault_with("w:InternalError", wsman_fault("32768", "None.")),
                         NativeCode{wsman_code, 32768}),
        always("the service rejects the request with another small code",
               senders(fault_with("w:SomethingNew", wsman_fault("33025", "No."))),
               Errc::cluster_refused, NativeCode{wsman_code, 33025}),
        always("a setting that Windows ignores",
               senders(fault_with("w:SomethingNew", wsman_fault("2150859182", "No."))),
               Errc::unsupported, NativeCode{wsman_code, 0x803381AE}),
        always("Windows: no such class or namespace",
               senders(provider_failed("n:CannotProcessFilter", "2150858778", "No class.",
                                       nil_status("ExecQuery"))),
               Errc::clustering_not_installed, NativeCode{wsman_code, 0x8033801A}),
        always("OMI: no such class", omi_error("a:DestinationUnreachable", 5),
               Errc::clustering_not_installed, NativeCode{cim, 5}),
        always("OMI: no such namespace", omi_error("a:DestinationUnreachable", 3),
               Errc::clustering_not_installed, NativeCode{cim, 3}),
        existing("CIM: exists", exists_in_cim, NativeCode{cim, 11}),
        existing("the name of the fault alone: exists", exists_alone, {}),
        existing("a ProviderFault with a text: exists", exists_as_text, NativeCode{win32, 183}),
        missing_checkpoint("a ProviderFault with a text: not found", missing_as_text,
                           NativeCode{win32, 2}),
        missing_checkpoint("ERROR_FILE_NOT_FOUND of the provider",
                           provider_failed("w:InternalError", "2147942402", "Not found."),
                           NativeCode{win32, 2}),
        always("an HRESULT in a class derived from CIM_Error",
               fault_with("w:InternalError",
                          cim_error("Acme_Error", "<p:CIMStatusCode>1</p:CIMStatusCode>"
                                                  "<p:error_Code>2148073494</p:error_Code>"
                                                  "<p:error_Type>HRESULT</p:error_Type>")),
               Errc::key_container_not_found, NativeCode{hresult, 0x80090016}),
        inconclusive("CIM: failed",
                     fault_with("w:InternalError",
                                cim_error("CIM_Error", "<p:CIMStatusCode>1</p:CIMStatusCode>")),
                     Errc::cluster_refused, NativeCode{cim, 1}),
        inconclusive("the service gave up", timed_out_fault, Errc::timed_out,
                     NativeCode{wsman_code, 0x80338029}),
        inconclusive("the service gave up, without a code", fault_with("w:TimedOut", ""),
                     Errc::timed_out, {}),
        always("the service rejects a header",
               senders(fault_with("a:InvalidMessageInformationHeader",
                                  wsman_fault("2150858767", "A header is not valid."))),
               Errc::unsupported, NativeCode{wsman_code, 0x8033800F}),
        always("the service rejects the request for an unknown reason",
               senders(fault_with("w:SomethingNew", wsman_fault("2150858976", "No."))),
               Errc::cluster_refused, NativeCode{wsman_code, 0x803380E0}),
        inconclusive("the service fails for an unknown reason",
                     fault_with("w:SomethingNew", wsman_fault("2150858976", "No.")),
                     Errc::cluster_refused, NativeCode{wsman_code, 0x803380E0}),
        inconclusive(
            "a provider fails for an unknown reason",
            senders(provider_failed("w:SomethingNew", "2150858976", "No.", nil_status("x"))),
            Errc::cluster_refused, NativeCode{wsman_code, 0x803380E0}),
        always("the service cannot launch a host process for the provider",
               fault_with("w:InternalError", wsman_fault("2", "No host process.")),
               Errc::not_served, NativeCode{win32, 2}),
        always("WMI denies access",
               fault_with("w:InternalError", wsman_fault("2150859012", "Access denied.")),
               Errc::access_denied, NativeCode{wsman_code, 0x80338104}),
        always("a selector that is not a key",
               senders(fault_with("w:InvalidSelectors", wsman_fault("2150858843", "Unexpected."))),
               Errc::unsupported, NativeCode{wsman_code, 0x8033805B}),
        always("too many shells",
               senders(fault_with("w:QuotaLimit", wsman_fault("2150859173", "Too many."))),
               Errc::limit_exceeded, NativeCode{wsman_code, 0x803381A5}),
        always("a StatusCode without an ErrorType",
               fault_with(
                   "w:InternalError",
                   wsman_fault("2150859010", provider_fault("<f:ExtendedError><p:__ExtendedStatus "
                                                            "xmlns:p=\"urn:x\"><p:StatusCode>5023"
                                                            "</p:StatusCode></p:__ExtendedStatus>"
                                                            "</f:ExtendedError>"))),
               Errc::invalid_resource_state, NativeCode{win32, 5023}),
        always("NTE_PERM of the provider",
               provider_failed("w:InternalError", "2148073488", "Access denied."),
               Errc::key_access_denied, NativeCode{hresult, 0x80090010}),
    };
}

Backend scripted(std::vector<Result<TransportResponse>> responses) {
    return Backend(Scripted(std::move(responses)), "https://node1:5986/wsman");
}

TransportResponse listing(std::string_view checkpoint = "") {
    return good(response_with(instance_with(
        "<p:Name>SQL</p:Name>" +
        (checkpoint.empty()
             ? std::string()
             : "<p:CryptoCheckpoints>" + std::string(checkpoint) + "</p:CryptoCheckpoints>"))));
}
const TransportResponse without_key = listing();
const TransportResponse with_key = listing(R"(1\\Key)");

}  // namespace

TEST_CASE("WsmanBackend: what a recorded fault means for each operation", "[wsman]") {
    for (const Shape& shape : shapes()) {
        CAPTURE(shape.title);
        const auto code_of = [&](const auto& result) {
            REQUIRE_FALSE(result);
            CHECK(result.error().native == shape.native);
            return to_string(result.error().code);
        };
        auto backend = scripted({refused(shape.fault)});
        CHECK(code_of(backend.add("SQL", key)) == to_string(shape.add));
        CHECK(code_of(backend.remove("SQL", key)) == to_string(shape.remove));
        CHECK(code_of(backend.list("SQL")) == to_string(shape.list));
        CHECK(code_of(backend.resources()) == to_string(shape.resources));
        CHECK(code_of(backend.identify()) == to_string(shape.resources));
        // The first look: nothing that changes anything was sent.
        ClusterResource resource{backend, "SQL"};
        CHECK(code_of(resource.ensure_crypto_checkpoint(key)) == to_string(shape.list));
        CHECK(code_of(resource.ensure_no_crypto_checkpoint(key)) == to_string(shape.list));
    }
}

TEST_CASE("ensure_crypto_checkpoint: looks after each recorded fault that says so", "[wsman]") {
    for (const Shape& shape : shapes()) {
        CAPTURE(shape.title);
        // The change fails although it is made, by whomsoever.
        auto adding = scripted({without_key, refused(shape.fault), with_key});
        const auto added = ClusterResource{adding, "SQL"}.ensure_crypto_checkpoint(key);
        if (shape.add == Errc::outcome_unknown)
            CHECK(added == Ensured::changed);
        else if (condition(shape.add) == Condition::already_exists)
            CHECK(added == Ensured::unchanged);
        else
            CHECK(to_string(added.error().code) == to_string(shape.add));

        // Where the service reports that something is missing, remove looks for other spellings first.
        std::vector<Result<TransportResponse>> responses{with_key, refused(shape.fault)};
        responses.emplace_back(without_key);
        auto removing = scripted(std::move(responses));
        const auto removed = ClusterResource{removing, "SQL"}.ensure_no_crypto_checkpoint(key);
        if (shape.remove == Errc::outcome_unknown)
            CHECK(removed == Ensured::changed);
        else if (condition(shape.remove) == Condition::not_found)
            CHECK(removed == Ensured::unchanged);
        else
            CHECK(to_string(removed.error().code) == to_string(shape.remove));
    }
}

TEST_CASE("WsmanBackend: the sentence about a service that gave up is true", "[wsman]") {
    const auto sentence_of = [](const auto& result) {
        return std::string(meaning(result.error().code)) + ": " + result.error().detail;
    };
    auto backend = scripted({refused(timed_out_fault)});
    CHECK(sentence_of(backend.add("SQL", key)) ==
          "the request may or may not have been executed: the service gave up: Not within "
          "OperationTimeout.");
    CHECK(sentence_of(backend.list("SQL")) ==
          "the time limit expired; nothing was changed: the service gave up: Not within "
          "OperationTimeout.");
}

TEST_CASE("WsmanBackend: what was not found is a checkpoint only where one is removed", "[wsman]") {
    // As a server words it that returns our own meaning of the code.
    const std::string fault =
        provider_failed("w:InternalError", "2147942402", meaning(Errc::checkpoint_not_found));
    const Error error = scripted({refused(fault)}).add("SQL", key).error();
    CHECK(error.code == Errc::object_not_found);
    CHECK(error.detail.empty());
    CHECK(error.native == NativeCode{win32, 2});
    CHECK(native_name(*error.native) == "ERROR_FILE_NOT_FOUND");
}

TEST_CASE("ensure_crypto_checkpoint: simultaneous calls succeed, however a service says so",
          "[wsman]") {
    constexpr int callers = 12;
    using Service = WsmanService<FakeCluster&>;
    /// Lists when all have begun, and replaces each fault by another.
    struct Simultaneous {
        Service& service;
        std::barrier<>& all_listed;
        const std::string& fault;
        bool has_listed = false;

        Result<TransportResponse> post(std::string_view message) {
            auto result = service.handle(message);
            if (!std::exchange(has_listed, true)) all_listed.arrive_and_wait();
            if (result.http_status == 200) return good(std::move(result.body));
            return refused(replaced(fault, "uuid:1<", message_id_in(message) + "<"));
        }
    };
    const auto outcomes_of = [&](Service& service, bool adds, const std::string& fault) {
        std::barrier<> all_listed(callers);
        std::vector<Result<Ensured>> outcomes(callers);
        std::vector<std::thread> threads;
        for (Result<Ensured>& outcome : outcomes)
            threads.emplace_back([&] {
                WsmanBackend<Simultaneous> backend(Simultaneous{service, all_listed, fault},
                                                   "https://node1:5986/wsman");
                ClusterResource resource{backend, "SQL"};
                outcome = adds ? resource.ensure_crypto_checkpoint(key)
                               : resource.ensure_no_crypto_checkpoint(key);
            });
        for (std::thread& thread : threads) thread.join();
        return outcomes;
    };
    test_support::SmallCluster cluster;
    Service service(cluster);
    for (const std::string& exists : {exists_alone, exists_in_cim, exists_as_text})
        for (const bool adds : {true, false}) {
            const auto outcomes = outcomes_of(service, adds, adds ? exists : missing_as_text);
            CHECK(std::ranges::count(outcomes, Result<Ensured>(Ensured::changed)) == 1);
            CHECK(std::ranges::count(outcomes, Result<Ensured>(Ensured::unchanged)) == callers - 1);
        }
}

TEST_CASE("WsmanBackend: a lost response to a reading has changed nothing", "[wsman]") {
    using Lost = Result<TransportResponse>;
    const auto code_of = [](const auto& result) {
        REQUIRE_FALSE(result);
        CHECK(result.error().context == "https://node1:5986/wsman");
        return to_string(result.error().code);
    };
    const Lost late = std::unexpected(Error(Errc::outcome_unknown, {NativeDomain::curl, 28}));
    const Lost lost = std::unexpected(Error(Errc::outcome_unknown, {NativeDomain::curl, 56}));
    for (const auto& [response, code] :
         {std::pair(late, Errc::timed_out), std::pair(lost, Errc::cluster_unreachable)}) {
        auto backend = scripted({response});
        CHECK(code_of(backend.list("SQL")) == to_string(code));
        CHECK(code_of(backend.resources()) == to_string(code));
        CHECK(code_of(backend.identify()) == to_string(code));
        ClusterResource resource{backend, "SQL"};
        CHECK(code_of(backend.add("SQL", key)) == "outcome_unknown");
        CHECK(code_of(backend.remove("SQL", key)) == "outcome_unknown");
        // The second listing of ensure does not settle the unknown outcome of the change.
        auto ensuring = scripted({without_key, response});
        CHECK(ClusterResource{ensuring, "SQL"}.ensure_crypto_checkpoint(key).error().code ==
              Errc::outcome_unknown);
    }
}
