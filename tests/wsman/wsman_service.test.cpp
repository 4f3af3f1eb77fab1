// SPDX-License-Identifier: BSL-1.0
#include "service_fixture.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>

using namespace wsman_tests;
using namespace detail::wsman;

namespace {

constexpr auto both_dialects = {WsmanDialect::wmi, WsmanDialect::dmtf};

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
              Row{"No", adding(key_name), Errc::resource_not_found, 0x80041002},
              Row{"No", removing(key_name), Errc::resource_not_found, 0x80041002},
              Row{"No", Get{}, Errc::resource_not_found, 0x80041002},
              Row{"No", controlling(get_code), Errc::resource_not_found, 0x80041002},
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
        const auto text = write_request(about("SQL", std::move(operation)));
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
    CHECK(refused.detail == "be\xEF\xBF\xBD"
                            "cause");
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
    const auto text = write_request(about("SQL", adding(key_name)));
    REQUIRE(text);
    const auto response = response_to(replaced(*text, ">" + key_name + "<", "><x/><"));
    const auto* const fault = std::get_if<Fault>(&response.body);
    REQUIRE(fault);
    CHECK(fault->subcode == "InvalidParameter");
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
            for (const std::string& byte : values_of(output.properties, "OutputBuffer"))
                bytes.push_back(static_cast<std::uint8_t>(std::stoi(byte)));
            CHECK(values_of(output.properties, "OutputBufferSize") ==
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
        const ReportedResource found = resource_of(instance);
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
    CHECK(error_of(other_class).code == Errc::unsupported);
    const Fault other_namespace = refusal(wmi + "root/cimv2/MSCluster_Resource", name);
    CHECK(other_namespace.code == 0x8004100E);
    CHECK(error_of(other_namespace).code == Errc::clustering_not_installed);
    CHECK(refusal("urn:x", name).reason == "this address of a class is not understood");
    CHECK(refusal(wmi_uri, {{"Name", "SQL"}, {"__cimnamespace", "root/cimv2"}}).subcode ==
          "InvalidSelectors");
    CHECK(refusal(wmi + "root/mscluster/*", name).code == 0x80041010);
    for (const auto& selectors :
         std::vector<std::vector<Selector>>{{},
                                            {{"Id", "1"}},
                                            {{"Name", "SQL"}, {"Name", "Web"}},
                                            {{"Name", "SQL"}, {"Id", "1"}}}) {
        CHECK(refusal(wmi_uri, selectors).subcode == "InvalidSelectors");
        CHECK(result.log_entry.error == Errc::invalid_value);
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: responds to unreadable messages with a fault",
                 "[wsman]") {
    for (const std::string& message :
         {std::string(), std::string("GET / HTTP/1.1"), std::string("\xFF\xFE\0<", 4),
          std::string("<a>"), std::string("<!DOCTYPE a><a/>"), std::string("<s:Envelope/>"),
          response_with("") + "x"}) {
        const Response response = response_to(message);
        CHECK(result.http_status == 400);
        CHECK(std::get<Fault>(response.body).subcode == "SchemaValidationError");
        CHECK(response.relates_to.empty());
    }
    const std::string good = *write_request(about("SQL", adding(key_name)));
    const auto fault = [&](std::string_view what, std::string_view with) {
        return std::get<Fault>(response_to(replaced(good, what, with)).body);
    };
    CHECK(fault("<s:Header>", "<s:Header><x s:mustUnderstand=\"1\"/>").subcode == "MustUnderstand");
    CHECK(result.http_status == 500);
    CHECK(fault("<a:Action", "<a:Action>x</a:Action><a:Action").subcode ==
          "InvalidMessageInformationHeader");
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

TEST_CASE_METHOD(ServiceFixture,
                 "WsmanService: executes nothing whose response would exceed the limit",
                 "[wsman]") {
    Request request = about("SQL", adding(key_name));
    request.max_envelope_bytes = 8191;
    CHECK(ask<Fault>(request).subcode == "EncodingLimit");
    CHECK(result.log_entry.error == Errc::limit_exceeded);
    CHECK(cluster.list("SQL")->empty());
    request.max_envelope_bytes = 8192;
    request.message_id = std::string(1024, '\'');
    CHECK(ask<Instance>(request).name == "AddCryptoCheckpoint_OUTPUT");
    for (int i = 0; i != 40; ++i) {
        const std::string name = "1\\\\" + std::string(200, 'x') + std::to_string(i);
        REQUIRE(cluster.create_key("NODE1", name));
        REQUIRE(ClusterResource(cluster, "SQL").add_crypto_checkpoint(name));
    }
    request = about("SQL", Get{});
    request.max_envelope_bytes = 8192;
    CHECK(ask<Fault>(request).subcode == "EncodingLimit");
    request.max_envelope_bytes = 100'000;
    CHECK(resource_of(ask<Instance>(request)).crypto_checkpoints.size() == 41);
}
