// SPDX-License-Identifier: BSL-1.0
#include "service_fixture.hpp"

#include <set>

using namespace wsman_tests;
using namespace detail::wsman;

namespace {

const std::string microsoft_uri = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";

/// Adds header blocks, in whose names `p` is Microsoft's namespace and `x` is another.
std::string with_headers(Request request, const std::string& headers) {
    request.message_id = "uuid:1";
    request.to = "http://node1:5985/wsman";
    return replaced(replaced(*write_request(request), "<s:Header>", "<s:Header>" + headers),
                    "<s:Envelope ",
                    "<s:Envelope xmlns:p=\"" + microsoft_uri + "\" xmlns:x=\"urn:x\" ");
}

struct HeaderFixture : ServiceFixture {
    /// The header of the response, with `ID` instead of its MessageID.
    std::string header_of_response_to(std::string_view message) {
        const auto response = response_to(message);
        const auto from = result.body.find("<s:Header>") + 10;
        return replaced(result.body.substr(from, result.body.find("</s:Header>") - from),
                        response.message_id, "ID");
    }
};

/// The header of a response, with what follows the usual blocks.
std::string header_with(const std::string& action, const std::string& rest) {
    return "<a:Action>" + action + "</a:Action><a:MessageID>ID</a:MessageID><a:To>" +
           addressing_uri + "/role/anonymous</a:To>" + rest;
}
std::string related_header_with(const std::string& action, const std::string& rest) {
    return header_with(action, "<a:RelatesTo>uuid:1</a:RelatesTo>" + rest);
}

std::string operation_headers(const std::string& id) {
    return "<p:OperationID s:mustUnderstand=\"false\">" + id +
           "</p:OperationID><p:SequenceId>1</p:SequenceId>";
}

const std::string get_response = "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse";
const std::string addressing_fault = addressing_uri + "/fault";
const std::string wsman_fault_action = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

}  // namespace

TEST_CASE_METHOD(HeaderFixture, "WsmanService: repeats the OperationID and counts from 1",
                 "[wsman]") {
    const Request get = about("SQL", Get{});
    // MS-WSMV 2.2.4.45: a GUID, with or without "uuid:"; mustUnderstand is for one that is sent again.
    for (const std::string id :
         {"uuid:4A5E3F7C-0000-0000-0000-000000000001", "4A5E3F7C-0000-0000-0000-000000000002"})
        for (const char* const attribute :
             {"", " s:mustUnderstand=\"false\"", " s:mustUnderstand=\"true\""}) {
            const std::string operation =
                "<p:OperationID" + std::string(attribute) + "> " + id + "\n</p:OperationID>";
            for (const char* const sequence :
                 {"", "<p:SequenceId s:mustUnderstand=\"false\">1</p:SequenceId>",
                  "<p:SequenceId s:mustUnderstand=\"true\"> 01 </p:SequenceId>",
                  "<p:SequenceID s:mustUnderstand=\"true\">1</p:SequenceID>"}) {
                INFO(operation << sequence);
                CHECK(header_of_response_to(with_headers(get, operation + sequence)) ==
                      related_header_with(get_response, operation_headers(id)));
                CHECK(result.body.find("xmlns:p=\"" + microsoft_uri + "\"") != result.body.npos);
            }
        }
    const std::string operation = "<p:OperationID>uuid:2</p:OperationID>";
    for (const char* const number :
         {"0", "2", "-1", "", "x", "1.0", "18446744073709551616", "18446744073709551617"})
        for (const std::string name : {"p:SequenceId", "p:SequenceID"}) {
            const std::string sequence = "<" + name + ">" + number + "</" + name + ">";
            INFO(sequence);
            CHECK(header_of_response_to(with_headers(get, operation + sequence)) ==
                  related_header_with(addressing_fault, operation_headers("uuid:2")));
            const auto fault = std::get<Fault>(read_response(result.body)->body);
            CHECK(fault.subcode == "InvalidMessageInformationHeader");
            CHECK(fault.code == 2150858767);
        }
    // Other faults have them, too.
    CHECK(header_of_response_to(with_headers(about("No", Get{}), operation)) ==
          related_header_with(addressing_fault, operation_headers("uuid:2")));
    CHECK(header_of_response_to(with_headers(get, operation + operation)) ==
          related_header_with(addressing_fault, operation_headers("uuid:2")));
    for (const std::size_t size : {2048U, 2049U}) {
        const std::string text =
            with_headers(get, replaced(operation, "uuid:2", std::string(size, '2')));
        CHECK(std::holds_alternative<Fault>(response_to(text).body) == (size == 2049));
    }
}

TEST_CASE_METHOD(HeaderFixture, "WsmanService: has no OperationID where the request has none",
                 "[wsman]") {
    const std::string sequence = "<p:SequenceId>2</p:SequenceId>";
    for (const std::string& headers :
         {std::string(), sequence, "<p:OperationID/>" + sequence,
          "<p:OperationId>uuid:2</p:OperationId>" + sequence,
          "<w:OperationID>uuid:2</w:OperationID>" + sequence,
          "<p:OperationID s:role=\"urn:proxy\">uuid:2</p:OperationID>" + sequence}) {
        INFO(headers);
        CHECK(header_of_response_to(with_headers(about("SQL", Get{}), headers)) ==
              related_header_with(get_response, ""));
    }
    // It is for addresses of classes and instances only, whether or not they are served.
    const std::string operation = "<p:OperationID>uuid:2</p:OperationID>";
    const std::string microsoft = "http://schemas.microsoft.com/wbem/wsman/1/";
    const std::string dmtf = "http://schemas.dmtf.org/wbem/wscim/1/";
    for (const std::string& address :
         {microsoft + "config", microsoft + "windows/shell/cmd", std::string("urn:x")}) {
        Request request = about("SQL", Get{});
        request.resource_uri = address;
        CHECK(header_of_response_to(with_headers(request, operation + sequence)) ==
              related_header_with(addressing_fault, ""));
        CHECK(std::get<Fault>(read_response(result.body)->body).code == 2150858770);
    }
    for (const std::string& address :
         {microsoft + "wmi/root/cimv2/Win32_Service", microsoft + "WMI/root/mscluster/*",
          dmtf + "cim-schema/2/CIM_Service", dmtf + "*"}) {
        Request request = about("SQL", Get{});
        request.resource_uri = address;
        CHECK(header_of_response_to(with_headers(request, operation)) ==
              related_header_with(addressing_fault, operation_headers("uuid:2")));
    }
}

TEST_CASE_METHOD(HeaderFixture,
                 "WsmanService: each response of a listing is the first of a request", "[wsman]") {
    const std::string enumeration = enumeration_uri + "/";
    const std::string operation =
        "<p:OperationID>uuid:2</p:OperationID><p:SequenceId>1</p:SequenceId>";
    const auto header = [&](RequestBody body) {
        return header_of_response_to(with_headers(about(std::nullopt, std::move(body)), operation));
    };
    Enumerate enumerate;
    enumerate.is_optimized = true;
    CHECK(header(enumerate) ==
          related_header_with(enumeration + "EnumerateResponse", operation_headers("uuid:2")));
    std::set<std::string> message_ids;
    for (int i = 0; i != 3; ++i) {
        CHECK(header(Pull{write_context({}), 1}) ==
              related_header_with(enumeration + "PullResponse", operation_headers("uuid:2")));
        message_ids.insert(read_response(result.body)->message_id);
    }
    CHECK(message_ids.size() == 3);
    CHECK(header(Release{write_context({})}) ==
          related_header_with(enumeration + "ReleaseResponse", operation_headers("uuid:2")));
    CHECK(header(Pull{"x", 1}) ==
          related_header_with(enumeration + "fault", operation_headers("uuid:2")));
    // A Pull is an operation of its own, not the second message of one.
    const auto second =
        response_to(with_headers(about(std::nullopt, Pull{write_context({}), 1}),
                                 replaced(operation, ">1</p:SequenceId>", ">2</p:SequenceId>")));
    CHECK(std::get<Fault>(second.body).subcode == "InvalidMessageInformationHeader");
}

TEST_CASE_METHOD(HeaderFixture, "WsmanService: a VersionMismatch fault names the right envelope",
                 "[wsman]") {
    const std::string good = with_headers(about("SQL", Get{}), "");
    for (const char* const other : {"http://schemas.xmlsoap.org/soap/envelope/", ""}) {
        CHECK(header_of_response_to(replaced(good, soap_uri, other)) ==
              header_with(wsman_fault_action,
                          "<s:Upgrade><s:SupportedEnvelope qname=\"s:Envelope\"/></s:Upgrade>"));
        CHECK(result.body.starts_with("<s:Envelope xmlns:s=\"" + soap_uri + "\""));
        CHECK(result.body.find("<s:Fault><s:Code><s:Value>s:VersionMismatch</s:Value></s:Code>") !=
              result.body.npos);
    }
}

TEST_CASE_METHOD(HeaderFixture, "WsmanService: a MustUnderstand fault names what is not understood",
                 "[wsman]") {
    const std::string mandatory = " s:mustUnderstand=\"true\"";
    const auto header = [&](const std::string& headers) {
        return header_of_response_to(with_headers(about("SQL", Get{}), headers));
    };
    const auto expected = [](const std::string& blocks) {
        return related_header_with(wsman_fault_action, blocks);
    };
    const std::string magic = "<x:Magic" + mandatory + "/>";
    const std::string not_magic = "<s:NotUnderstood qname=\"x:Magic\" xmlns:x=\"urn:x\"/>";
    CHECK(header(magic) == expected(not_magic));
    CHECK(result.body.find("<s:Fault><s:Code><s:Value>s:MustUnderstand</s:Value></s:Code>") !=
          result.body.npos);
    // All of them, in their order, with their own namespaces.
    CHECK(header("<x:Any/>" + magic + "<y:A.b xmlns:y=\"urn:&amp;&quot;\"" + mandatory + "/><none" +
                 mandatory + "/><w:New" + mandatory + "/>") ==
          expected(not_magic +
                   "<s:NotUnderstood qname=\"x:A.b\" xmlns:x=\"urn:&amp;&quot;\"/>"
                   "<s:NotUnderstood qname=\"none\"/>"
                   "<s:NotUnderstood qname=\"x:New\" xmlns:x=\"" +
                   wsman_uri + "\"/>"));
    CHECK(header("<x:Action xmlns:x=\"http://www.w3.org/2005/08/addressing\"" + mandatory + "/>") ==
          expected("<s:NotUnderstood qname=\"x:Action\" "
                   "xmlns:x=\"http://www.w3.org/2005/08/addressing\"/>"));
    // It counts before what is wrong with the others.
    CHECK(header("<w:Locale" + mandatory + "/><a:To>x</a:To>" + magic) == expected(not_magic));
    // Many are not repeated, which would be more than was sent.
    std::string many = magic;
    for (int i = 0; i != 1000; ++i) many += magic;
    const std::string several =
        header(replaced(many, "/>", " xmlns:x=\"urn:" + std::string(100, 'x') + "\"/>"));
    CHECK(several.size() < 4096);
    CHECK(several.find("<s:NotUnderstood") != several.npos);
    // Other faults have none.
    CHECK(header("<a:To>x</a:To>") == related_header_with(addressing_fault, ""));
}
