// SPDX-License-Identifier: BSL-1.0
#include "service_fixture.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>

using namespace wsman_tests;
using namespace detail::wsman;

namespace {

Invoke adding(std::string name) {
    return {"AddCryptoCheckpoint", {{"CheckpointName", std::move(name)}}};
}
Invoke removing(std::string name) {
    return {"RemoveCryptoCheckpoint", {{"CheckpointName", std::move(name)}}};
}

/// ExecuteResourceControl with a buffer.
Invoke controlling(std::string code, const detail::Bytes& input = {}) {
    Invoke invoke{"ExecuteResourceControl", {{"ControlCode", std::move(code)}}};
    for (const std::uint8_t byte : input)
        invoke.arguments.push_back({"InputBuffer", std::to_string(byte)});
    return invoke;
}

constexpr auto add_code = "20971694";
constexpr auto delete_code = "20971698";
constexpr auto get_code = "16777397";

const std::string key_name = R"(1\\Key)";

}  // namespace

TEST_CASE("WsmanService: methods change the cluster and have an empty output", "[wsman]") {
    for (const WsmanDialect dialect : both_dialects) {
        ServiceFixture fixture;
        const auto added = fixture.ask<Instance>(about(dialect, "SQL", adding(key_name)));
        CHECK(added == Instance{"AddCryptoCheckpoint_OUTPUT",
                                dialect == WsmanDialect::wmi ? wmi_uri : dmtf_uri,
                                {}});
        CHECK(fixture.result.log_entry.operation == "AddCryptoCheckpoint");
        CHECK(fixture.result.log_entry.resource == "SQL");
        CHECK(fixture.result.log_entry.argument == key_name);
        CHECK(fixture.cluster.list("SQL")->size() == 1);
        CHECK(fixture.ask<Instance>(about(dialect, "SQL", removing(key_name))).name ==
              "RemoveCryptoCheckpoint_OUTPUT");
        CHECK(fixture.cluster.list("SQL")->empty());
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a failure has an HRESULT, a status and a message",
                 "[wsman]") {
    const auto fault = ask<Fault>(about("SQL", adding(R"(1\\Missing Key)")));
    CHECK(result.http_status == 500);
    CHECK(result.log_entry.error == Errc::key_container_not_found);
    CHECK_FALSE(fault.is_sender_fault);
    CHECK(fault.subcode == "InternalError");
    CHECK(fault.code == 0x80090016);
    CHECK(fault.provider_code == 0x80090016);
    REQUIRE(fault.extended_status);
    CHECK(fault.extended_status->class_name == "MSCluster_ExtendedStatus");
    CHECK(fault.extended_status->status_code == 0x80090016);
    CHECK(fault.extended_status->error_type == 1);
    CHECK(fault.extended_status->operation == "ExecMethod");
    CHECK(fault.extended_status->parameter_info == R"(SQL: 1\\Missing Key)");
    CHECK(fault.reason == meaning(Errc::key_container_not_found));
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: every error survives the protocol", "[wsman]") {
    struct Row {
        const char* resource;
        detail::wsman::RequestBody operation;
        Errc code;
        std::uint32_t native;
        NativeDomain domain = NativeDomain::hresult;
    };
    REQUIRE(cluster.add("Web", test_support::key));
    const std::string bad_name = R"(PROV_RSA_FULL\\Key)";
    for (const WsmanDialect dialect : both_dialects)
        for (const Row& row :
             {Row{"SQL", adding(R"(1\\Missing Key)"), Errc::key_container_not_found, 0x80090016},
              Row{"SQL", adding(R"(1\\Fixed Key)"), Errc::key_not_exportable, 0x80090003},
              Row{"Web", adding(key_name), Errc::checkpoint_already_exists, 183,
                  NativeDomain::win32},
              Row{"SQL", removing(key_name), Errc::checkpoint_not_found, 2, NativeDomain::win32},
              Row{"SQL", adding(bad_name), Errc::invalid_value, 87, NativeDomain::win32},
              Row{"SQL", adding(""), Errc::invalid_value, 87, NativeDomain::win32},
              Row{"No", adding(key_name), Errc::resource_not_found, 0x80338000,
                  NativeDomain::wsman_fault},
              Row{"No", removing(key_name), Errc::resource_not_found, 0x80338000,
                  NativeDomain::wsman_fault},
              Row{"No", Get{}, Errc::resource_not_found, 0x80338000, NativeDomain::wsman_fault},
              Row{"No", controlling(get_code), Errc::resource_not_found, 0x80338000,
                  NativeDomain::wsman_fault},
              Row{"SQL", Invoke{"AddRegistryCheckpoint", {{"CheckpointName", "x"}}},
                  Errc::unsupported, 0x8004102E},
              Row{"SQL", Invoke{"addcryptocheckpoint", {{"CheckpointName", key_name}}},
                  Errc::unsupported, 0x8004102E},
              Row{"SQL", Invoke{"AddCryptoCheckpoint", {}}, Errc::invalid_value, 0x8004102F},
              Row{"SQL", Invoke{"AddCryptoCheckpoint", {{"CheckpointName", {}}}},
                  Errc::invalid_value, 0x8004102F},
              Row{"SQL", Invoke{"AddCryptoCheckpoint", {{"checkpointname", key_name}}},
                  Errc::invalid_value, 0x8004102F},
              Row{"SQL",
                  Invoke{"AddCryptoCheckpoint",
                         {{"CheckpointName", key_name}, {"CheckpointName", key_name}}},
                  Errc::invalid_value, 0x8004102F},
              Row{"SQL",
                  Invoke{"AddCryptoCheckpoint", {{"CheckpointName", key_name}, {"More", "x"}}},
                  Errc::invalid_value, 0x8004102F},
              Row{"SQL", Invoke{"ExecuteResourceControl", {}}, Errc::invalid_value, 0x8004102F},
              Row{"SQL", controlling("1"), Errc::unsupported, 1, NativeDomain::win32},
              Row{"SQL", controlling("-1"), Errc::unsupported, 1, NativeDomain::win32},
              Row{"SQL", controlling("20971682"), Errc::unsupported, 1, NativeDomain::win32},
              Row{"SQL", controlling(add_code), Errc::malformed_message, 13, NativeDomain::win32},
              Row{"SQL", controlling(add_code, {'1', 0, 0}), Errc::malformed_message, 13,
                  NativeDomain::win32},
              Row{"SQL", controlling(add_code, {0x34, 0xD8, 0, 0}), Errc::invalid_value, 87,
                  NativeDomain::win32}}) {
            const Error error = failure(about(dialect, row.resource, row.operation));
            INFO(result.body);
            CHECK(error.code == row.code);
            CHECK(error.native == NativeCode{row.domain, row.native});
            CHECK(cluster.list("SQL")->empty());
        }
}

TEST_CASE("WsmanService: access_denied is a fault of the sender", "[wsman]") {
    struct Denied {
        static Result<void> add(std::string_view, CspSpecView) {
            return std::unexpected(error_with_native(Errc::access_denied));
        }
        static Result<void> remove(std::string_view, CspSpecView) {
            return std::unexpected(Error(Errc::outcome_unknown));
        }
        static Result<CheckpointList> list(std::string_view) {
            return std::unexpected(Error(Errc::cluster_refused, "be\x01"
                                                                "cause"));
        }
    };
    WsmanService service(Denied{});
    const auto fault_in = [&](detail::wsman::RequestBody operation) {
        auto request = about("SQL", std::move(operation));
        request.message_id = "uuid:1";
        const auto text = write_request(request);
        REQUIRE(text);
        const auto response = read_response(service.handle(*text).body);
        REQUIRE(response);
        return std::get<Fault>(response->body);
    };
    const Fault denied = fault_in(adding(key_name));
    CHECK(denied.is_sender_fault);
    CHECK(denied.subcode == "AccessDenied");
    CHECK(error_of(denied).code == Errc::access_denied);
    CHECK(error_of(fault_in(removing(key_name))).code == Errc::outcome_unknown);
    const Error refused = error_of(fault_in(Get{}));
    CHECK(refused.code == Errc::cluster_refused);
    CHECK(refused.detail == "be?cause");
    // Such a backend cannot enumerate.
    CHECK(error_of(fault_in(Enumerate{{}, EnumerationMode::object, true, 1})).code ==
          Errc::unsupported);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: rejects arguments of another type", "[wsman]") {
    CHECK(failure(about("SQL", controlling("x"))).code == Errc::invalid_value);
    CHECK(failure(about("SQL", controlling("4294967296"))).code == Errc::invalid_value);
    Invoke invoke = controlling(add_code, {1});
    invoke.arguments.back().value = "256";
    CHECK(ask<Fault>(about("SQL", invoke)).subcode == "InvalidParameter");
    CHECK(result.log_entry.error == Errc::invalid_value);
    invoke = controlling(get_code);
    invoke.arguments.push_back(invoke.arguments.front());
    CHECK(failure(about("SQL", invoke)).code == Errc::invalid_value);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: rejects arguments that contain elements",
                 "[wsman]") {
    auto request = about("SQL", adding(key_name));
    request.message_id = "uuid:1";
    const auto text = write_request(request);
    REQUIRE(text);
    const auto response = response_to(replaced(*text, ">" + key_name + "<", "><x/><"));
    const auto* const fault = std::get_if<Fault>(&response.body);
    REQUIRE(fault);
    CHECK(fault->subcode == "InvalidParameter");
    CHECK(fault->code == 0x8004102F);
    CHECK(error_of(*fault).detail.find("CheckpointName contains elements") != std::string::npos);
    CHECK(cluster.list("SQL")->empty());
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: reports errors of listing the resources",
                 "[wsman]") {
    for (const char* node : {"NODE1", "NODE2"}) REQUIRE(cluster.crash_node(node));
    CHECK(failure(about("SQL", Get{})).code == Errc::cluster_unreachable);
    CHECK(failure(about({}, Enumerate{{}, EnumerationMode::object, true, 1})).code ==
          Errc::cluster_unreachable);
}

TEST_CASE("WsmanService: ExecuteResourceControl does what the methods do", "[wsman]") {
    for (const WsmanDialect dialect : both_dialects) {
        ServiceFixture fixture;
        const auto name = detail::control_text(key_name);
        const auto listed = [&] {
            const auto output = fixture.ask<Instance>(about(dialect, "SQL", controlling(get_code)));
            CHECK(output.name == "ExecuteResourceControl_OUTPUT");
            detail::Bytes bytes;
            const auto written = values_of(output.properties, "OutputBuffer");
            REQUIRE(written);
            for (const std::string& byte : *written)
                bytes.push_back(static_cast<std::uint8_t>(std::stoi(byte)));
            CHECK(values_of(output.properties, "OutputBufferSize").value() ==
                  std::vector<std::string>{std::to_string(bytes.size())});
            const auto texts = detail::read_control_texts(bytes);
            REQUIRE(texts);
            return *texts;
        };
        CHECK(listed().empty());
        CHECK(fixture.ask<Instance>(about(dialect, "SQL", controlling(add_code, name)))
                  .properties.empty());
        CHECK(listed() == std::vector<std::string>{key_name});
        Invoke with_nil = controlling(get_code);
        with_nil.arguments.push_back({"InputBuffer", {}});
        CHECK(fixture.ask<Instance>(about(dialect, "SQL", with_nil)).properties.size() > 1);
        CHECK(fixture.ask<Instance>(about(dialect, "SQL", controlling(delete_code, name)))
                  .properties.empty());
        CHECK(fixture.cluster.list("SQL")->empty());
    }
}

TEST_CASE("WsmanService: Get returns the instance", "[wsman]") {
    for (const WsmanDialect dialect : both_dialects) {
        ServiceFixture fixture;
        REQUIRE(fixture.cluster.add("SQL", test_support::key));
        const auto instance = fixture.ask<Instance>(about(dialect, "sql", Get{}));
        CHECK(instance.name == "MSCluster_Resource");
        CHECK(instance.uri == (dialect == WsmanDialect::wmi ? wmi_uri : dmtf_uri));
        const ReportedResource found = resource_of(instance).value();
        CHECK(found.name == "SQL");
        CHECK(found.owner_node == "NODE1");
        CHECK(found.state == ResourceState::offline);
        CHECK(contains(found.crypto_checkpoints, test_support::key));
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: rejects other addresses with a reason", "[wsman]") {
    const auto refusal = [&](std::string uri, std::vector<Selector> selectors) {
        Request request = about("SQL", Get{});
        request.resource_uri = std::move(uri);
        request.selectors = std::move(selectors);
        return ask<Fault>(std::move(request));
    };
    const std::vector<Selector> name{{"Name", "SQL"}};
    const std::string wmi = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
    const Fault other_class = refusal(wmi + "root/mscluster/MSCluster_Node", name);
    CHECK(other_class.subcode == "DestinationUnreachable");
    CHECK(other_class.code == 0x80041010);
    const Fault other_namespace = refusal(wmi + "root/cimv2/MSCluster_Resource", name);
    CHECK(other_namespace.code == 0x8004100E);
    CHECK(error_of(other_namespace).code == Errc::clustering_not_installed);
    const Fault unknown = refusal("urn:x", name);
    CHECK(unknown.reason == "this address of a class is not understood");
    CHECK(unknown.code == 2150858770);
    const Fault conflicting = refusal(wmi_uri, {{"Name", "SQL"}, {"__cimnamespace", "root/cimv2"}});
    CHECK(conflicting.subcode == "InternalError");
    CHECK_FALSE(conflicting.is_sender_fault);
    CHECK(refusal(dmtf_uri, name).code == 0x80041010);  // of root/hardware
    CHECK(refusal(dmtf_uri, {{"Name", "SQL"}, {"__cimnamespace", "root/hardware"}}).code ==
          0x8004100E);
    CHECK(refusal(wmi + "root/mscluster/*", name).code == 0x80041010);
    struct Row {
        std::vector<Selector> selectors;
        std::uint32_t code;
    };
    for (const Row& row : {Row{{}, 2150858842}, Row{{{"Id", "1"}}, 2150858843},
                           Row{{{"Name", "SQL"}, {"name", "SQL"}}, 2150858847},
                           Row{{{"Name", "SQL"}, {"Id", "1"}}, 2150858843}}) {
        const Fault fault = refusal(wmi_uri, row.selectors);
        CHECK(fault.subcode == "InvalidSelectors");
        CHECK(fault.code == row.code);
        CHECK(result.log_entry.error == Errc::invalid_value);
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: responds to unreadable messages with a fault",
                 "[wsman]") {
    for (const std::string& message :
         {std::string(), std::string("GET / HTTP/1.1"), std::string("\xFF\xFE\0<", 4),
          std::string("<a>"), std::string("<!DOCTYPE a><a/>"),
          "<s:Envelope xmlns:s=\"" + soap_uri + "\"/>", response_with("") + "x"}) {
        const Response response = response_to(message);
        CHECK(result.http_status == 400);
        CHECK(std::get<Fault>(response.body).subcode == "SchemaValidationError");
        CHECK(response.relates_to.empty());
    }
    auto request = about("SQL", adding(key_name));
    request.message_id = "uuid:1";
    const std::string good = *write_request(request);
    const auto fault = [&](std::string_view what, std::string_view with) {
        return std::get<Fault>(response_to(replaced(good, what, with)).body);
    };
    CHECK(fault("<s:Header>", "<s:Header><x s:mustUnderstand=\"1\"/>").code == 2150858768);
    CHECK(result.http_status == 500);
    CHECK(fault("<a:Action", "<a:Action>x</a:Action><a:Action").subcode ==
          "InvalidMessageInformationHeader");
    CHECK(fault("uuid:1", std::string(2049, 'x')).code == 2150858767);
    CHECK(result.log_entry.error == Errc::limit_exceeded);
    const Fault version = fault(soap_uri, "http://schemas.xmlsoap.org/soap/envelope/");
    CHECK(version.subcode == "VersionMismatch");
    CHECK(result.body.find("<s:Code><s:Value>s:VersionMismatch</s:Value></s:Code>") !=
          result.body.npos);
    // The response replaces characters that XML cannot carry.
    CHECK(fault("/AddCryptoCheckpoint<", "&#13;/x<").subcode == "ActionNotSupported");
    CHECK(fault("/AddCryptoCheckpoint<", "/Add&#13;&lt;<").subcode == "SchemaValidationError");
    CHECK(fault("AddCryptoCheckpoint_INPUT", "x_INPUT").subcode == "SchemaValidationError");
    CHECK(fault("CheckpointName", "\xC3\xA9").subcode == "InternalError");
    CHECK(cluster.list("SQL")->empty());
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: responds to Identify without a header", "[wsman]") {
    Request request;
    request.operation = Identify{};
    const auto text = write_request(request);
    REQUIRE(text);
    const Response response = response_to(*text);
    CHECK(std::get<Identified>(response.body).vendor == "crypto_checkpoint");
    CHECK_FALSE(std::get<Identified>(response.body).version.empty());
    CHECK(response.message_id.empty());
    CHECK(result.log_entry.operation == "Identify");
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService::identify: responds to Identify and to nothing else",
                 "[wsman]") {
    Request request;
    request.operation = Identify{};
    const std::string identify = *write_request(request);
    const auto response_to_body = [&](std::string_view body,
                                      std::string_view type = soap_content_type) {
        return service.identify(HttpRequest{.method = "POST",
                                            .path = "/wsman",
                                            .query = {},
                                            .content_type = type,
                                            .body = body,
                                            .remote = {},
                                            .user = {}});
    };
    const auto response = response_to_body(identify);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->content_type == soap_content_type);
    const std::string identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    CHECK(response->body.find("<s:Header/><s:Body><i:IdentifyResponse xmlns:i=\"" + identity +
                              "\"><i:ProtocolVersion>" + wsman_uri +
                              "</i:ProtocolVersion><i:ProductVendor>crypto_checkpoint"
                              "</i:ProductVendor><i:ProductVersion>0.0.0</i:ProductVersion>"
                              "</i:IdentifyResponse></s:Body></s:Envelope>") !=
          response->body.npos);
    CHECK(std::any_cast<WsmanLogEntry>(response->subject).operation == "Identify");
    const auto in_utf16 = response_to_body(utf16_of(identify), "application/soap+xml");
    REQUIRE(in_utf16);
    CHECK(in_utf16->content_type == "application/soap+xml;charset=UTF-16");
    CHECK(decode_utf16("", in_utf16->body) == response->body);

    request = about("SQL", adding(key_name));
    request.message_id = "uuid:1";
    const std::string add = *write_request(request);
    const std::string body = identify.substr(identify.find("<i:Identify"));
    request.operation = Get{};
    for (const std::string& other :
         {add, *write_request(request), std::string(), std::string("x"), identify + "x",
          replaced(identify, "identity/1", "identity/2"), replaced(identify, "<i:Identify/>", ""),
          replaced(identify, soap_uri, "http://schemas.xmlsoap.org/soap/envelope/"),
          replaced(add, "</s:Body>", "<i:Identify xmlns:i=\"" + identity + "\"/></s:Body>"),
          replaced(add, "<s:Body>", "<s:Body><i:Identify xmlns:i=\"" + identity + "\"/>")}) {
        INFO(other);
        CHECK_FALSE(response_to_body(other));
    }
    CHECK_FALSE(response_to_body(identify, "application/soap+xml;charset=ISO-8859-1"));
    CHECK(cluster.list("SQL")->empty());
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: rejects the operations that it does not serve",
                 "[wsman]") {
    auto request = about("SQL", adding(key_name));
    request.message_id = "uuid:1";
    const std::string text = *write_request(request);
    for (const char* const action :
         {"http://schemas.xmlsoap.org/ws/2004/09/transfer/Put",
          "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create",
          "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete",
          "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe",
          "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Signal",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Disconnect",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Reconnect",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Connect",
          "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Receive",
          "http://schemas.microsoft.com/wbem/wsman/1/wsman/Acknowledge",
          "http://schemas.microsoft.com/wbem/wsman/1/wsman/End",
          "http://schemas.microsoft.com/wbem/wsman/1/wsman/Cancel",
          "http://schemas.microsoft.com/wbem/wsman/1/wsman/Keepalive"}) {
        const auto fault = std::get<Fault>(
            response_to(replaced(text, wmi_uri + "/AddCryptoCheckpoint", action)).body);
        CHECK(fault.subcode == "ActionNotSupported");
        CHECK(fault.code == 2150858771);
    }
    // Configuration, events and shells have other addresses.
    const std::string others = "http://schemas.microsoft.com/wbem/wsman/1/";
    for (const char* const address : {"config", "config/listener", "windows/EventLog",
                                      "windows/shell/cmd", "SubscriptionManager/Subscription"}) {
        Request get = about("SQL", Get{});
        get.resource_uri = others + address;
        const auto fault = ask<Fault>(get);
        CHECK(fault.subcode == "DestinationUnreachable");
        CHECK(fault.code == 2150858770);
    }
    CHECK(cluster.list("SQL")->empty());
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: an argument is nil by its namespace", "[wsman]") {
    auto request = about("SQL", Invoke{"AddCryptoCheckpoint", {{"CheckpointName", {}}}});
    request.message_id = "uuid:1";
    const std::string text = *write_request(request);
    REQUIRE(text.find("<p:CheckpointName xsi:nil=\"true\"/>") != text.npos);
    CHECK(std::get<Fault>(response_to(text).body).code == 0x8004102F);
    // Elsewhere, the attribute means nothing: the argument is an empty text.
    for (const char* const attribute : {"nil=\"true\"", "xmlns:x=\"urn:x\" x:nil=\"true\""})
        CHECK(
            std::get<Fault>(response_to(replaced(text, "xsi:nil=\"true\"", attribute)).body).code ==
            0x80070057);
}

TEST_CASE_METHOD(ServiceFixture,
                 "WsmanService: executes nothing whose response would exceed the limit",
                 "[wsman]") {
    Request request = about("SQL", adding(key_name));
    request.max_envelope_bytes = 8191;
    const auto limit = ask<Fault>(request);
    CHECK(limit.subcode == "EncodingLimit");
    CHECK(limit.code == 2150858805);
    CHECK(result.log_entry.error == Errc::limit_exceeded);
    CHECK(cluster.list("SQL")->empty());
    request.max_envelope_bytes = 8192;
    request.message_id = std::string(400, '&');
    CHECK(ask<Instance>(request).name == "AddCryptoCheckpoint_OUTPUT");
    // The response would be larger than that for one of the longest identifiers.
    request = about("SQL", removing(key_name));
    request.max_envelope_bytes = 8192;
    request.message_id = std::string(2048, '&');
    CHECK(ask<Fault>(request).subcode == "EncodingLimit");
    CHECK(cluster.list("SQL")->size() == 1);
    request.max_envelope_bytes = 4096 + 10 * 2048;
    CHECK(ask<Instance>(request).name == "RemoveCryptoCheckpoint_OUTPUT");
    CHECK(result.body.size() <= *request.max_envelope_bytes);
    for (int i = 0; i != 40; ++i) {
        const std::string name = "1\\\\" + std::string(200, 'x') + std::to_string(i);
        REQUIRE(cluster.create_key("NODE1", name));
        REQUIRE(ClusterResource(cluster, "SQL").add_crypto_checkpoint(name));
    }
    request = about("SQL", Get{});
    request.max_envelope_bytes = 8192;
    CHECK(ask<Fault>(request).subcode == "EncodingLimit");
    request.max_envelope_bytes = 100'000;
    CHECK(resource_of(ask<Instance>(request)).value().crypto_checkpoints.size() == 40);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a resource that does not exist is unreachable",
                 "[wsman]") {
    for (const detail::wsman::RequestBody& operation :
         {detail::wsman::RequestBody(Get{}), detail::wsman::RequestBody(adding(key_name))}) {
        const auto fault = ask<Fault>(about(R"(a\"b)", operation));
        CHECK(result.http_status == 500);
        CHECK(result.log_entry.error == Errc::resource_not_found);
        const bool is_get = std::holds_alternative<Get>(operation);
        const std::string expected =
            "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>"
            "a:DestinationUnreachable</s:Value></s:Subcode></s:Code><s:Reason><s:Text "
            "xml:lang=\"en-US\">" +
            fault.reason +
            "</s:Text></s:Reason><s:Detail><w:FaultDetail>"
            "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI"
            "</w:FaultDetail><f:WSManFault xmlns:f=\"" +
            fault_uri +
            "\" Code=\"2150858752\" Machine=\"localhost\"><f:Message>"
            "<f:ProviderFault provider=\"WMI Provider\" "
            R"(path="%systemroot%\system32\WsmWmiPl.dll"><f:WSManFault xmlns:f=")" +
            fault_uri + "\" Code=\"2150858752\" Machine=\"localhost\"><f:Message>" + fault.reason +
            "</f:Message></f:WSManFault><f:ExtendedError><p:__ExtendedStatus xmlns:p=\""
            "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/__ExtendedStatus\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><p:Description "
            "xsi:nil=\"true\"/><p:Operation>" +
            (is_get ? "GetObject" : "ExecMethod") +
            R"(</p:Operation><p:ParameterInfo>MSCluster_Resource.Name="a\\\"b"</p:ParameterInfo>)"
            "<p:ProviderName>WinMgmt</p:ProviderName><p:StatusCode xsi:nil=\"true\"/>"
            "</p:__ExtendedStatus></f:ExtendedError></f:ProviderFault></f:Message></f:WSManFault>"
            "</s:Detail></s:Fault>";
        const auto from = result.body.find("<s:Fault>");
        CHECK(result.body.substr(from, result.body.find("</s:Body>") - from) == expected);
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: an instance has its type and all its properties",
                 "[wsman]") {
    (void)ask<Instance>(about("SQL", Get{}));
    const std::string nothing = "<p:CryptoCheckpoints xsi:nil=\"true\"/>";
    const std::string expected =
        "<p:MSCluster_Resource xmlns:p=\"" + wmi_uri +
        "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:type=\"p:MSCluster_Resource_Type\"><p:CoreResource xsi:nil=\"true\"/>" +
        nothing +
        "<p:Id xsi:nil=\"true\"/><p:LastOperationStatusCode xsi:nil=\"true\"/><p:Name>SQL</p:Name>"
        "<p:OwnerGroup>SQL</p:OwnerGroup><p:OwnerNode>NODE1</p:OwnerNode>"
        "<p:PrivateProperties xsi:nil=\"true\"/><p:RegistryCheckpoints xsi:nil=\"true\"/>"
        "<p:ResourceSpecificStatus xsi:nil=\"true\"/><p:State>3</p:State>"
        "<p:Type xsi:nil=\"true\"/></p:MSCluster_Resource>";
    const auto body_of = [](const std::string& text) {
        const auto from = text.find("<s:Body>") + 8;
        return text.substr(from, text.find("</s:Body>") - from);
    };
    CHECK(body_of(result.body) == expected);
    WsmanService leaving_out(cluster, {.vendor = "x", .empty_array = EmptyArray::left_out});
    auto request = about("SQL", Get{});
    request.message_id = "uuid:1";
    CHECK(
        body_of(leaving_out.handle(*write_request(request)).body) ==
        replaced(replaced(expected, nothing, ""), "<p:RegistryCheckpoints xsi:nil=\"true\"/>", ""));
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: Release responds with an empty body", "[wsman]") {
    auto request = about(std::nullopt, Release{write_context({})});
    CHECK(response_to(request).action == enumeration_uri + "/Release");
    CHECK(result.body.find("<a:Action>" + enumeration_uri + "/ReleaseResponse</a:Action>") !=
          result.body.npos);
    CHECK(result.body.ends_with("<s:Body/></s:Envelope>"));
    CHECK(result.log_entry.operation == "Release");
    request.operation = Release{"x"};
    CHECK(ask<Fault>(request).code == 2150858779);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: FragmentTransfer returns a property", "[wsman]") {
    for (const char* const key : {"A", "B"}) {
        REQUIRE(cluster.create_key("NODE1", std::string("1\\\\") + key));
        REQUIRE(ClusterResource(cluster, "SQL").add_crypto_checkpoint(std::string("1\\\\") + key));
    }
    auto request = about("SQL", Get{});
    const auto fragment = [&](std::string path) {
        request.fragment = std::move(path);
        (void)ask<Fragment>(request);
        CHECK(result.body.find("<w:FragmentTransfer s:mustUnderstand=\"true\">" +
                               *request.fragment + "</w:FragmentTransfer>") != result.body.npos);
        const auto from = result.body.find("<w:XmlFragment");
        const auto tag = result.body.find('>', from) + 1;
        return result.body.substr(tag - (result.body[tag - 2] == '/' ? 2 : 0),
                                  result.body.find("</s:Body>") - tag);
    };
    const std::string end = "</w:XmlFragment>";
    CHECK(fragment("Name") == "<p:Name>SQL</p:Name>" + end);
    CHECK(result.body.find("xmlns:p=\"" + wmi_uri + "\"") != result.body.npos);
    CHECK(fragment("p:Name") == "<p:Name>SQL</p:Name>" + end);
    CHECK(fragment(" Name/text() ") == "SQL" + end);
    CHECK(fragment("Id") == "<p:Id xsi:nil=\"true\"/>" + end);
    CHECK(fragment("CryptoCheckpoints") == R"(<p:CryptoCheckpoints>1\\A</p:CryptoCheckpoints>)"
                                           R"(<p:CryptoCheckpoints>1\\B</p:CryptoCheckpoints>)" +
                                               end);
    CHECK(fragment("CryptoCheckpoints[2]/text()") == R"(1\\B)" + end);
    (void)fragment("CryptoCheckpoints[3]");
    CHECK(result.body.find(" xsi:nil=\"true\"/></s:Body>") != result.body.npos);
    for (const char* const path : {"", "/Name", "name", "Nme", "Name[0]", "Name[x]", "Name[1", "*",
                                   ".", "Name/@x", "Name/x", "//Name", "Name | State"}) {
        request.fragment = path;
        const auto fault = ask<Fault>(request);
        CHECK(fault.subcode == "CannotProcessFilter");
        CHECK(fault.code == 2150858778);
    }
    request.fragment = "Name";
    request.message_id = "uuid:1";
    const std::string text = *write_request(request);
    for (const char* const with :
         {"<w:FragmentTransfer s:mustUnderstand=\"false\">", "<w:FragmentTransfer>",
          "<w:FragmentTransfer mustUnderstand=\"1\">"})
        CHECK(
            std::get<Fault>(
                response_to(replaced(text, "<w:FragmentTransfer s:mustUnderstand=\"true\">", with))
                    .body)
                .code == 2150858767);
    request.operation = adding(key_name);
    CHECK(ask<Fault>(request).code == 2150858818);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a request in UTF-16 has a response in UTF-16",
                 "[wsman]") {
    REQUIRE(cluster.add_resource("\xC3\xA9\xF0\x9D\x84\x9E", "NODE1"));
    auto request = about("\xC3\xA9\xF0\x9D\x84\x9E", Get{});
    request.message_id = "uuid:1";
    const std::string text = *write_request(request);
    const auto little = [](std::string_view utf8) { return utf16_of(utf8).substr(2); };
    const auto big = [&](std::string_view utf8) {
        std::string bytes = little(utf8);
        for (std::size_t i = 0; i != bytes.size(); i += 2) std::swap(bytes[i], bytes[i + 1]);
        return bytes;
    };
    const auto handled = [&](std::string_view type, std::string_view body) {
        return service.handle(HttpRequest{.method = "POST",
                                          .path = "/wsman",
                                          .query = {},
                                          .content_type = type,
                                          .body = body,
                                          .remote = {},
                                          .user = {}});
    };
    const std::string declared = "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + text;
    struct Row {
        const char* type;
        std::string body;
    };
    for (const Row& row :
         {Row{"application/soap+xml;charset=UTF-16", "\xFF\xFE" + little(text)},
          Row{"application/soap+xml; charset=\"utf-16\"", "\xFE\xFF" + big(declared)},
          Row{"application/soap+xml;charset=utf-16le", little(declared)},
          Row{"application/soap+xml;charset=utf-16BE", big(text)},
          Row{"application/soap+xml;charset=UTF-16", little(text)},
          Row{"application/soap+xml", "\xFF\xFE" + little(declared)},
          Row{"application/soap+xml;charset=utf-8", "\xFF\xFE" + little(text)}}) {
        INFO(row.type);
        const HttpResponse response = handled(row.type, row.body);
        CHECK(response.status == 200);
        CHECK(response.content_type == "application/soap+xml;charset=UTF-16");
        REQUIRE(response.body.starts_with("\xFF\xFE"));
        const auto decoded = decode_utf16("", response.body);
        REQUIRE(decoded);
        CHECK(decoded->find("<p:Name>\xC3\xA9\xF0\x9D\x84\x9E</p:Name>") != decoded->npos);
    }
    for (const char* const type : {"application/soap+xml", "application/soap+xml;charset=utf8",
                                   "application/soap+xml; x=y; charset=US-ASCII",
                                   "application/soap+xml;charset=\"UTF-8\""}) {
        const HttpResponse response = handled(type, text);
        CHECK(response.status == 200);
        CHECK(response.content_type == soap_content_type);
    }
    // What cannot be read is the fault of SOAP, in UTF-8.
    for (const Row& row :
         {Row{"application/soap+xml;charset=ISO-8859-1", text},
          Row{"application/soap+xml;charset=utf-16", "\xFF\xFE" + little(text) + "x"},
          Row{"application/soap+xml;charset=utf-16", std::string("\xFF\xFE\0\xD8", 4)}}) {
        const HttpResponse response = handled(row.type, row.body);
        CHECK(response.status == 400);
        CHECK(response.content_type == soap_content_type);
        const auto fault = read_response(response.body);
        REQUIRE(fault);
        CHECK(std::get<Fault>(fault->body).code == 2150858805);
        CHECK(std::get<Fault>(fault->body).detail ==
              "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/CharacterSet");
    }
    // MaxEnvelopeSize counts bytes.
    request.max_envelope_bytes = 8192;
    REQUIRE(ClusterResource(cluster, "SQL").add_crypto_checkpoint(R"(1\\Key)"));
    request.selectors = {{"Name", "SQL"}};
    CHECK(handled("application/soap+xml", "\xFF\xFE" + little(*write_request(request))).status ==
          200);
    CHECK(
        handled("application/soap+xml", "\xFF\xFE" + little(*write_request(request))).body.size() <=
        8192);
}
