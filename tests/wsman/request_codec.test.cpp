// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>

#include <set>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using namespace wsman_tests;

namespace {

/// A request about the resource `Böse & <Co>`.
Request request_with(RequestBody operation, WsmanDialect dialect = WsmanDialect::wmi) {
    Request request;
    request.to = "https://node1:5986/wsman";
    request.message_id = "uuid:1";
    request.resource_uri = dialect == WsmanDialect::wmi ? wmi_uri : dmtf_uri;
    if (dialect == WsmanDialect::dmtf)
        request.selectors.push_back({"__cimnamespace", "root/MSCluster"});
    request.selectors.push_back({"Name", "B\xC3\xB6se & <Co>"});
    request.operation = std::move(operation);
    return request;
}

std::string text_of_request(const Request& request) {
    const auto text = write_request(request);
    REQUIRE(text);
    return *text;
}

/// The expected request up to its body. @param declared  namespaces beside the usual ones
std::string golden_header(std::string_view action, std::string_view uri, std::string_view rest,
                          std::string_view declared = "") {
    return "<s:Envelope xmlns:s=\"" + soap_uri + "\" xmlns:a=\"" + addressing_uri +
           "\" xmlns:w=\"" + wsman_uri + "\"" + std::string(declared) +
           "><s:Header><a:To>https://node1:5986/wsman</a:To>"
           "<w:ResourceURI s:mustUnderstand=\"true\">" +
           std::string(uri) +
           "</w:ResourceURI>"
           "<a:ReplyTo><a:Address s:mustUnderstand=\"true\">" +
           addressing_uri +
           "/role/anonymous</a:Address></a:ReplyTo>"
           "<a:Action s:mustUnderstand=\"true\">" +
           std::string(action) +
           "</a:Action>"
           "<a:MessageID>uuid:1</a:MessageID>" +
           std::string(rest) + "</s:Header>";
}

Result<ParsedRequest> read_again(const Request& request) {
    return read_request(text_of_request(request));
}

std::string subcode_of(std::string_view text) {
    const auto read = read_request(text);
    if (!read) return "unreadable";
    return read->rejection ? read->rejection->fault.subcode : "no fault";
}

const std::string selectors = "<w:SelectorSet><w:Selector Name=\"Name\">B\xC3\xB6se &amp; "
                              "&lt;Co&gt;</w:Selector></w:SelectorSet>";
const std::string name_space = "<w:Selector Name=\"__cimnamespace\">root/MSCluster</w:Selector>";

}  // namespace

TEST_CASE("write_request: writes Invoke as documented", "[wsman]") {
    Request request = request_with(
        Invoke{"AddCryptoCheckpoint", {{"CheckpointName", R"(1\\My "Key")"}, {"Other", {}}}});
    request.operation_timeout = std::chrono::milliseconds(60'250);
    request.max_envelope_bytes = 153'600;
    const std::string expected =
        golden_header(wmi_uri + "/AddCryptoCheckpoint", wmi_uri,
                      "<w:MaxEnvelopeSize s:mustUnderstand=\"true\">153600</w:MaxEnvelopeSize>"
                      "<w:OperationTimeout>PT60.250S</w:OperationTimeout>" +
                          selectors) +
        "<s:Body><p:AddCryptoCheckpoint_INPUT xmlns:p=\"" + wmi_uri +
        "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
        R"(<p:CheckpointName>1\\My "Key"</p:CheckpointName><p:Other xsi:nil="true"/>)"
        "</p:AddCryptoCheckpoint_INPUT></s:Body></s:Envelope>";
    CHECK(text_of_request(request) == expected);
}

TEST_CASE("write_request: Get in dmtf has the namespace as a selector", "[wsman]") {
    const std::string get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
    CHECK(text_of_request(request_with(Get{})) ==
          golden_header(get, wmi_uri, selectors) + "<s:Body/></s:Envelope>");
    CHECK(text_of_request(request_with(Get{}, WsmanDialect::dmtf)) ==
          golden_header(get, dmtf_uri,
                        replaced(selectors, "<w:SelectorSet>", "<w:SelectorSet>" + name_space)) +
              "<s:Body/></s:Envelope>");
}

TEST_CASE("write_request: writes Enumerate and Pull", "[wsman]") {
    const std::string declared = " xmlns:n=\"" + enumeration_uri + "\"";
    CHECK(text_of_request(request_with(Enumerate{"SELECT * FROM X WHERE Name='a<b'",
                                                 EnumerationMode::endpoint_reference, true, 20})) ==
          golden_header(enumeration_uri + "/Enumerate", wmi_uri, selectors, declared) +
              "<s:Body><n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>20</w:MaxElements>"
              "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"
              "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">"
              "SELECT * FROM X WHERE Name='a&lt;b'</w:Filter></n:Enumerate></s:Body></s:Envelope>");
    CHECK(text_of_request(request_with(Pull{"abc", 7})) ==
          golden_header(enumeration_uri + "/Pull", wmi_uri, selectors, declared) +
              "<s:Body><n:Pull><n:EnumerationContext>abc</n:EnumerationContext>"
              "<n:MaxElements>7</n:MaxElements></n:Pull></s:Body></s:Envelope>");
}

TEST_CASE("write_request: Identify has an empty header", "[wsman]") {
    CHECK(text_of_request(request_with(Identify{})) ==
          R"(<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" )"
          R"(xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">)"
          "<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>");
}

TEST_CASE("write_request: rejects what XML cannot carry", "[wsman]") {
    const auto result_of = [](std::string name) {
        Request request = request_with(Get{});
        request.selectors.back().value = std::move(name);
        return write_request(request);
    };
    for (const char letter : {'\x01', '\x08', '\x0B', '\x0C', '\r', '\x1F'}) {
        const auto outcome = result_of(std::string("a") + letter);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == Errc::unsupported);
        CHECK(outcome.error().detail ==
              "XML cannot carry the character number " + std::to_string(int{letter}));
    }
    CHECK(result_of("\xEF\xBF\xBF").error().code == Errc::unsupported);
    CHECK(result_of("\xEF\xBF\xBE").error().code == Errc::unsupported);
    CHECK(result_of(std::string(1, '\0')).error().code == Errc::unsupported);
    CHECK(result_of("a\xFF").error().code == Errc::ill_formed_text);
    CHECK(result_of("\xED\xA0\x80").error().code == Errc::ill_formed_text);
    CHECK(result_of("tab\tand\nline"));
    CHECK(result_of("\x7F\xC2\x80\xF4\x8F\xBF\xBF"));

    Request request = request_with(Invoke{"X", {{"A", "\x02"}}});
    CHECK(write_request(request).error().code == Errc::unsupported);
    request.operation = Pull{"\x02"};
    CHECK(write_request(request).error().code == Errc::unsupported);
    request.operation = Enumerate{"\x02"};
    CHECK(write_request(request).error().code == Errc::unsupported);
    request = request_with(Get{});
    request.selectors.back().name = "a\nb";
    CHECK(write_request(request).error().code == Errc::unsupported);
}

TEST_CASE("read_request: ignores a malformed duration", "[wsman]") {
    const auto duration = [](std::string_view text) { return duration_in(text); };
    using std::chrono::milliseconds;
    CHECK(duration("PT60.000S") == milliseconds(60'000));
    CHECK(duration("PT60S") == milliseconds(60'000));
    CHECK(duration(" PT1.5S\n") == milliseconds(1500));
    CHECK(duration("PT0.0019S") == milliseconds(1));
    CHECK(duration("PT4294967295S") == milliseconds(4294967295'000));
    for (const char* text : {"", "S", "PT", "PTS", "PT.5S", "P1D", "PT1M", "PT-1S", "PT1.xS",
                             "PT1.+S", "60", "PT4294967296S", "PT1S5", "pt1s"})
        CHECK_FALSE(duration(text));
    CHECK(serialize(milliseconds(-5)) == "PT0.000S");
    CHECK(serialize(milliseconds(61'007)) == "PT61.007S");
}

TEST_CASE("read_request: reads requests of other clients", "[wsman]") {
    // Blanks around identifiers as in the sample of the specification, other prefixes, default
    // namespaces, a comment, a declaration, a section that is not parsed.
    const std::string text = "\xEF\xBB\xBF"
                             R"(<?xml version="1.0" encoding="utf-8"?>
<!-- from somebody else -->
<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa=")" +
                             addressing_uri + R"("
          xmlns:wsman=")" + wsman_uri +
                             R"(" xmlns:own="urn:own">
  <Header>
    <wsa:To>
      http://node1:5985/wsman
    </wsa:To>
    <wsman:ResourceURI mustUnderstand="1">
)" + wmi_uri + R"(
    </wsman:ResourceURI>
    <wsa:ReplyTo><wsa:Address>)" +
                             addressing_uri + R"(/role/anonymous</wsa:Address></wsa:ReplyTo>
    <wsa:Action mustUnderstand="true">
)" + wmi_uri + R"(/RemoveCryptoCheckpoint
    </wsa:Action>
    <wsa:MessageID> uuid:9 </wsa:MessageID>
    <wsman:Locale xml:lang="de-DE" mustUnderstand="false"/>
    <own:Trace mustUnderstand="0">anything</own:Trace>
    <wsman:SelectorSet>
      <wsman:Selector Name='Name'> SQL<!-- in two pieces --> Server </wsman:Selector>
    </wsman:SelectorSet>
  </Header>
  <Body>
    <RemoveCryptoCheckpoint_INPUT xmlns=")" +
                             wmi_uri + R"(">
      <CheckpointName><![CDATA[1\\A&B]]> <!-- --></CheckpointName>
    </RemoveCryptoCheckpoint_INPUT>
  </Body>
</Envelope>
)";
    const auto read = read_request(text);
    REQUIRE(read);
    CHECK_FALSE(read->rejection);
    CHECK(read->action == wmi_uri + "/RemoveCryptoCheckpoint");
    const Request expected{"http://node1:5985/wsman",
                           "uuid:9",
                           wmi_uri,
                           {{"Name", " SQL Server "}},
                           {},
                           {},
                           {},
                           {},
                           Invoke{"RemoveCryptoCheckpoint", {{"CheckpointName", R"(1\\A&B )"}}}};
    CHECK(read->request == expected);
}

TEST_CASE("read_request: ignores other elements among selectors", "[wsman]") {
    const Request request = request_with(Get{});
    const auto read = read_request(replaced(text_of_request(request), "<w:SelectorSet>",
                                            "<w:SelectorSet> <w:Other Name=\"Name\">x</w:Other>"));
    REQUIRE(read);
    CHECK(read->request == request);
}

TEST_CASE("read_request: an unknown header with mustUnderstand is a fault", "[wsman]") {
    const std::string good = text_of_request(request_with(Get{}));
    const auto with_header = [&](std::string_view header) {
        return subcode_of(replaced(good, "<a:To>", std::string(header) + "<a:To>"));
    };
    const auto with_magic = [&](std::string_view attributes) {
        return with_header("<x:Magic xmlns:x=\"urn:x\" " + std::string(attributes) + "/>");
    };
    for (const char* value : {"true", "1", " true ", "\n1\t"})
        CHECK(with_magic("s:mustUnderstand=\"" + std::string(value) + "\"") == "MustUnderstand");
    for (const char* value : {"false", "0", "", "TRUE", " 0 "})
        CHECK(with_magic("s:mustUnderstand=\"" + std::string(value) + "\"") == "no fault");
    // The attribute has the namespace of SOAP, whatever its prefix.
    CHECK(with_magic("xmlns:y=\"" + soap_uri + "\" y:mustUnderstand=\"1\"") == "MustUnderstand");
    CHECK(with_magic("x:mustUnderstand=\"1\"") == "no fault");
    CHECK(with_magic("mustUnderstand=\"1\"") == "no fault");
    CHECK(with_magic("xmlns:s=\"urn:other\" s:mustUnderstand=\"1\"") == "no fault");
    // A header for a node on the way is ignored, even if it has a name that is known.
    const std::string roles = soap_uri + "/role/";
    for (const std::string& role : {roles + "none", std::string("urn:proxy")})
        CHECK(with_magic("s:mustUnderstand=\"1\" s:role=\"" + role + "\"") == "no fault");
    for (const std::string& role : {std::string(), roles + "next", roles + "ultimateReceiver"})
        CHECK(with_magic("s:mustUnderstand=\"1\" s:role=\"" + role + "\"") == "MustUnderstand");
    CHECK(with_magic("s:mustUnderstand=\"1\" role=\"urn:proxy\"") == "MustUnderstand");
    CHECK(with_header("<w:SelectorSet s:role=\"urn:proxy\"><w:Selector "
                      "Name=\"x\">y</w:Selector></w:SelectorSet>") == "no fault");
    CHECK(subcode_of(replaced(good, "<a:MessageID", "<a:MessageID s:role=\"urn:proxy\"")) ==
          "InvalidMessageInformationHeader");
    // A name that is known in another namespace is not.
    CHECK(with_header("<x:Action xmlns:x=\"urn:x\" s:mustUnderstand=\"1\"/>") == "MustUnderstand");
    CHECK(with_header("<x:Action xmlns:x=\"urn:x\"/><x:To xmlns:x=\"urn:x\"/>") == "no fault");
    for (const char* const known : {"RequestTotalItemsCountEstimate", "RequestEPR"})
        CHECK(with_header("<w:" + std::string(known) + " s:mustUnderstand=\"true\"/>") ==
              "no fault");
    for (const char* const known : {"SessionId", "ActivityId", "OperationID", "SequenceId"})
        CHECK(with_header("<p:" + std::string(known) +
                          " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\" "
                          "s:mustUnderstand=\"true\"/>") == "no fault");
    // MS-WSMV, note 52
    CHECK(with_header("<w:OptionSet s:mustUnderstand=\"true\"><w:Option Name=\"x\" "
                      "MustComply=\"true\">y</w:Option></w:OptionSet>") == "no fault");
}

TEST_CASE("read_request: headers have the form of MS-WSMV", "[wsman]") {
    const std::string good = text_of_request(request_with(Get{}));
    struct Row {
        std::string what;
        std::string with;
        std::string subcode;
        std::uint32_t number;
        std::string detail;
    };
    const std::string details = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";
    const std::string anonymous = addressing_uri + "/role/anonymous";
    const std::string id = "<a:MessageID>uuid:1</a:MessageID>";
    const std::string reply =
        "<a:ReplyTo><a:Address s:mustUnderstand=\"true\">" + anonymous + "</a:Address></a:ReplyTo>";
    const std::string microsoft = "xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"";
    for (const Row& row : {
             Row{id, "", "InvalidMessageInformationHeader", 2150858767, ""},
             Row{"uuid:1", "", "InvalidMessageInformationHeader", 2150858767, ""},
             Row{"uuid:1", " \n", "InvalidMessageInformationHeader", 2150858767, ""},
             Row{reply, "", "MessageInformationHeaderRequired", 2150858769, ""},
             Row{anonymous, "http://elsewhere/", "UnsupportedFeature", 2150858818,
                 details + "AddressingMode"},
             Row{reply, "<a:ReplyTo/>", "UnsupportedFeature", 2150858818,
                 details + "AddressingMode"},
             Row{id, id + "<a:FaultTo><a:Address>http://elsewhere/</a:Address></a:FaultTo>",
                 "UnsupportedFeature", 2150858818, details + "AddressingMode"},
             Row{id, id + "<w:Locale s:mustUnderstand=\"true\" xml:lang=\"de\"/>",
                 "UnsupportedFeature", 2150858818, details + "Locale"},
             Row{id,
                 id + "<p:DataLocale " + microsoft + " s:mustUnderstand=\"1\" xml:lang=\"de\"/>",
                 "UnsupportedFeature", 2150858818, details + "DataLocale"},
             Row{id,
                 id + "<p:ActivityId " + microsoft + ">" + std::string(2049, 'x') +
                     "</p:ActivityId>",
                 "InvalidMessageInformationHeader", 2150858767, ""},
             Row{id, id + "<w:MaxEnvelopeSize>many</w:MaxEnvelopeSize>", "SchemaValidationError",
                 2150858817, ""},
             Row{"</a:Action>", "/x</a:Action>", "ActionNotSupported", 2150858771, ""},
             Row{addressing_uri, "http://www.w3.org/2005/08/addressing", "MustUnderstand",
                 2150858768, ""},
             Row{soap_uri, "http://schemas.xmlsoap.org/soap/envelope/", "VersionMismatch",
                 2150858765, ""},
             Row{"xmlns:s=\"" + soap_uri + "\"", "xmlns:s=\"\"", "VersionMismatch", 2150858765, ""},
         }) {
        INFO(row.what << " -> " << row.with);
        const auto read = read_request(replaced(good, row.what, row.with));
        REQUIRE(read);
        REQUIRE(read->rejection);
        CHECK(read->rejection->fault.subcode == row.subcode);
        CHECK(read->rejection->fault.code == row.number);
        CHECK(read->rejection->fault.detail == row.detail);
        CHECK_FALSE(read->rejection->fault.reason.empty());
    }
    for (const Row& row : {
             Row{anonymous, anonymous + "/", "", 0, ""},
             Row{id, id + "<a:FaultTo><a:Address>" + anonymous + "/</a:Address></a:FaultTo>", "", 0,
                 ""},
             Row{id, id + "<w:Locale s:mustUnderstand=\"false\" xml:lang=\"de\"/>", "", 0, ""},
             Row{id, id + "<p:ActivityId " + microsoft + " s:mustUnderstand=\"1\">x</p:ActivityId>",
                 "", 0, ""},
             Row{id, id + "<w:MaxEnvelopeSize>99999999999</w:MaxEnvelopeSize>", "", 0, ""},
             Row{"<a:To>https://node1:5986/wsman</a:To>", "", "", 0, ""},
         })
        CHECK(subcode_of(replaced(good, row.what, row.with)) == "no fault");
}

TEST_CASE("read_request: a body has one element in its namespace", "[wsman]") {
    const std::string invoke =
        text_of_request(request_with(Invoke{"AddCryptoCheckpoint", {{"CheckpointName", "1"}}}));
    const std::string identify = text_of_request(request_with(Identify{}));
    CHECK(subcode_of(identify) == "no fault");
    const std::string beside =
        "<i:Identify xmlns:i=\""
        "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"/>";
    CHECK(subcode_of(replaced(invoke, "</s:Body>", beside + "</s:Body>")) ==
          "SchemaValidationError");
    CHECK(subcode_of(replaced(invoke, "<s:Body>", "<s:Body>" + beside)) == "SchemaValidationError");
    CHECK(subcode_of(replaced(identify, "identity/1", "identity/2")) != "no fault");
    CHECK(subcode_of(replaced(invoke, "_INPUT xmlns:p=\"", "_INPUT xmlns:p=\"urn:x")) ==
          "SchemaValidationError");
    CHECK(subcode_of(replaced(invoke, "<p:CheckpointName>",
                              "<p:CheckpointName xmlns:p=\"urn:x\">")) == "SchemaValidationError");
    CHECK(subcode_of(replaced(invoke, "_INPUT xmlns:p=\"http://schemas.microsoft.com",
                              "_INPUT xmlns:p=\"HTTP://Schemas.Microsoft.com")) == "no fault");
    CHECK(subcode_of(replaced(text_of_request(request_with(Invoke{"AddCryptoCheckpoint", {}})),
                              "_INPUT xmlns:p=\"", "_INPUT xmlns:p=\"urn:x")) ==
          "SchemaValidationError");
    const std::string pull = text_of_request(request_with(Pull{"abc", 20}));
    CHECK(subcode_of(replaced(pull, "<n:Pull>", "<n:Pull xmlns:n=\"urn:x\">")) ==
          "SchemaValidationError");
}

TEST_CASE("read_request: elements where a text is read are a fault", "[wsman]") {
    Request request =
        request_with(Enumerate{"SELECT", EnumerationMode::endpoint_reference, true, 20});
    request.max_envelope_bytes = 153'600;
    request.operation_timeout = std::chrono::milliseconds(60'000);
    const std::string enumerate = text_of_request(request);
    const std::string pull = text_of_request(request_with(Pull{"abc", 20}));
    REQUIRE(subcode_of(enumerate) == "no fault");
    REQUIRE(subcode_of(pull) == "no fault");
    for (const std::string& text :
         {replaced(enumerate, ">20<", ">20<x/><"), replaced(enumerate, ">SELECT<", ">SE<x/>LECT<"),
          replaced(enumerate, ">EnumerateEPR<", "><x/>EnumerateEPR<"),
          replaced(enumerate, ">153600<", ">153600<x/><"),
          replaced(enumerate, ">PT60.000S<", ">PT60.000S<x>evil</x><"),
          replaced(enumerate, ">uuid:1<", "><x>uuid:1</x><"),
          replaced(enumerate, "</a:To>", "<x/></a:To>"),
          replaced(enumerate, "&amp;", "<x>evil</x>"),
          replaced(enumerate, "</a:Action>", "<x/></a:Action>"),
          replaced(enumerate, "</w:ResourceURI>", "<x/></w:ResourceURI>"),
          replaced(pull, ">abc<", ">abc<x/><"), replaced(pull, ">20<", ">20<x/><")}) {
        INFO(text);
        CHECK(subcode_of(text) != "no fault");
    }
}

TEST_CASE("read_request: a repeated or missing element is a fault", "[wsman]") {
    const std::string good =
        text_of_request(request_with(Invoke{"AddCryptoCheckpoint", {{"CheckpointName", "1"}}}));
    REQUIRE(subcode_of(good) == "no fault");
    const auto without = [&](const char* from, const char* to) {
        std::string text = good;
        const auto first = text.find(from);
        text.erase(first, text.find(to, first) + std::string_view(to).size() - first);
        return text;
    };
    CHECK(subcode_of(replaced(good, "<a:To>", "<a:To>x</a:To><a:To>")) ==
          "InvalidMessageInformationHeader");
    CHECK(subcode_of(replaced(good, "<w:SelectorSet>", "<w:SelectorSet/><w:SelectorSet>")) ==
          "InvalidMessageInformationHeader");
    CHECK(subcode_of(replaced(good, "<s:Body>", "<s:Body/><s:Body>")) == "unreadable");
    CHECK(subcode_of(replaced(good, "</s:Body>", "<x/></s:Body>")) == "SchemaValidationError");
    CHECK(subcode_of(replaced(good, "_INPUT", "_OUTPUT")) == "SchemaValidationError");
    CHECK(subcode_of(replaced(good, "_INPUT", "")) == "no fault");
    CHECK(subcode_of(replaced(good, "uuid:1", std::string(2048, 'x'))) == "no fault");
    CHECK(subcode_of(replaced(good, "uuid:1", std::string(2049, 'x'))) ==
          "InvalidMessageInformationHeader");
    CHECK(subcode_of(without("<s:Body>", "</s:Body>")) == "unreadable");
    CHECK(subcode_of(without("<a:Action", "</a:Action>")) == "MessageInformationHeaderRequired");
    CHECK(subcode_of(without("<w:ResourceURI", "</w:ResourceURI>")) == "ActionNotSupported");
    CHECK(subcode_of(without("<s:Header>", "</s:Header>")) == "InvalidMessageInformationHeader");
    for (const char* body : {"<s:Body></s:Body>", "<s:Body>\n  </s:Body>", "<s:Body/>"}) {
        std::string text = without("<s:Body>", "</s:Body>");
        text = replaced(text, "</s:Envelope>", std::string(body) + "</s:Envelope>");
        const auto read = read_request(text);
        REQUIRE(read);
        CHECK_FALSE(read->rejection);
        CHECK(read->request.operation == RequestBody(Invoke{"AddCryptoCheckpoint", {}}));
    }
    for (const char* text :
         {"", "x", "<x/>", "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>"})
        CHECK(subcode_of(text) == "unreadable");
    CHECK(subcode_of("<s:Envelope/>") == "VersionMismatch");
}

TEST_CASE("read_request: reads the method from the action, in an address of any case", "[wsman]") {
    std::string text =
        text_of_request(request_with(Invoke{"AddCryptoCheckpoint", {{"CheckpointName", "1"}}}));
    text = replaced(text, "<a:Action s:mustUnderstand=\"true\">http://schemas.microsoft.com",
                    "<a:Action s:mustUnderstand=\"true\">HTTP://Schemas.Microsoft.com");
    const auto read = read_request(text);
    REQUIRE(read);
    CHECK_FALSE(read->rejection);
    CHECK(subcode_of(replaced(text, "/AddCryptoCheckpoint<", "AddCryptoCheckpoint<")) ==
          "ActionNotSupported");
}

TEST_CASE("read_request: a filter is the same in either namespace", "[wsman]") {
    const Request request =
        request_with(Enumerate{"SELECT * FROM X", EnumerationMode::object, true, 20});
    const std::string text = text_of_request(request);
    REQUIRE(text.find("<w:Filter Dialect=") != text.npos);
    const auto read = read_request(replaced(text, "w:Filter", "n:Filter"));
    REQUIRE(read);
    CHECK_FALSE(read->rejection);
    CHECK(read->request == request);
}

TEST_CASE("read_request: rejects unknown modes and dialects of Enumerate", "[wsman]") {
    const std::string start = text_of_request(
        request_with(Enumerate{"SELECT * FROM X", EnumerationMode::endpoint_reference, true, 20}));
    CHECK(subcode_of(start) == "no fault");
    CHECK(subcode_of(replaced(start, "EnumerateEPR", " EnumerateObject ")) == "no fault");
    CHECK(subcode_of(replaced(start, "EnumerateEPR", "EnumerateObjectAndEPR")) == "no fault");
    const auto mode = read_request(replaced(start, "EnumerateEPR", "EnumerateAll"));
    REQUIRE((mode && mode->rejection));
    CHECK(mode->rejection->fault.subcode == "UnsupportedFeature");
    CHECK(mode->rejection->fault.detail ==
          "http://schemas.dmtf.org/wbem/wsman/1/faultDetail/EnumerationMode");
    CHECK(subcode_of(replaced(start, "</n:Enumerate>",
                              "<n:Filter Dialect=\"x\"/></n:Enumerate>")) == "CannotProcessFilter");
    CHECK(subcode_of(replaced(start, "1/WQL", "1/SQL")) == "FilterDialectRequestedUnavailable");
    CHECK(read_request(replaced(start, "1/WQL", "1/SQL"))->rejection->fault.code == 2150858777);
    const std::string wql = "Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\"";
    for (const char* const other :
         {"", "Dialect=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"",
          "Dialect=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter\""})
        CHECK(subcode_of(replaced(start, wql, other)) == "FilterDialectRequestedUnavailable");
    CHECK(subcode_of(replaced(start, "http://schemas.microsoft.com/wbem/wsman/1/WQL",
                              "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf")) == "no fault");
    CHECK(subcode_of(replaced(start, "n:Enumerate>", "n:Other>")) == "SchemaValidationError");
    const std::string pull = text_of_request(request_with(Pull{"abc", 20}));
    CHECK(subcode_of(replaced(pull, "n:EnumerationContext", "n:Other")) == "SchemaValidationError");
    CHECK(subcode_of(replaced(pull, "n:Pull", "n:Other")) == "SchemaValidationError");
    for (const std::string& text : {start, pull})
        for (const char* number : {"0", "-1", "x", "", "4294967296", "1.5"})
            CHECK(subcode_of(replaced(text, ">20<", ">" + std::string(number) + "<")) ==
                  "SchemaValidationError");
    const auto without_number = read_request(
        replaced(replaced(pull, "<n:MaxElements>20</n:MaxElements>", ""), "abc", " abc "));
    REQUIRE(without_number);
    CHECK(without_number->request.operation == RequestBody(Pull{"abc", 1}));
}

TEST_CASE("read_request: recognises Identify in any envelope", "[wsman]") {
    const auto read = read_request("<x:Envelope xmlns:x=\"" + soap_uri +
                                   R"("><x:Body><Identify xmlns=")"
                                   "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
                                   R"("/></x:Body></x:Envelope>)");
    REQUIRE(read);
    CHECK_FALSE(read->rejection);
    CHECK(read->request.operation == RequestBody(Identify{}));
    CHECK(read_again(request_with(Identify{}))->request == Request{});
}

TEST_CASE("new_message_id: makes unique UUIDs of version 4", "[wsman]") {
    std::set<std::string> names;
    for (int i = 0; i != 1000; ++i) names.insert(new_message_id());
    CHECK(names.size() == 1000);
    for (const std::string& name : names) {
        REQUIRE(name.size() == 41);
        CHECK(name.starts_with("uuid:"));
        CHECK(name[19] == '4');
        CHECK(std::string_view("89AB").find(name[24]) != std::string_view::npos);
        for (std::size_t i = 5; i != name.size(); ++i)
            CHECK((i == 13 || i == 18 || i == 23 || i == 28) == (name[i] == '-'));
    }
}
