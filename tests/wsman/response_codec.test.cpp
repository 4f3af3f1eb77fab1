// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/resource_uri.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using namespace wsman_tests;

namespace {

/// The expected response with a body.
std::string golden(std::string_view action, std::string_view body) {
    return "<s:Envelope xmlns:s=\"" + soap_uri + "\" xmlns:a=\"" + addressing_uri +
           "\" xmlns:w=\"" + wsman_uri + "\" xmlns:n=\"" + enumeration_uri +
           "\"><s:Header><a:Action>" + std::string(action) +
           "</a:Action><a:MessageID>uuid:2</a:MessageID><a:To>" + addressing_uri +
           "/role/anonymous</a:To><a:RelatesTo>uuid:1</a:RelatesTo></s:Header>"
           "<s:Body>" +
           std::string(body) + "</s:Body></s:Envelope>";
}

std::string serialize(std::string action, Body body) {
    return write_response({"uuid:2", "uuid:1", std::move(action), std::move(body)});
}

Body body_in(const std::string& text) {
    auto response = read_response(text);
    REQUIRE(response);
    return std::move(response->body);
}

const std::string instance_namespace = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

}  // namespace

TEST_CASE("write_response: the output of a void method is empty", "[wsman]") {
    CHECK(serialize(wmi_uri + "/AddCryptoCheckpoint",
                    Instance{"AddCryptoCheckpoint_OUTPUT", wmi_uri, {}}) ==
          golden(wmi_uri + "/AddCryptoCheckpointResponse",
                 "<p:AddCryptoCheckpoint_OUTPUT xmlns:p=\"" + wmi_uri + "\"" + instance_namespace +
                     "/>"));
}

TEST_CASE("write_response: an array is several elements of one name", "[wsman]") {
    ReportedResource resource;
    resource.name = "A & B";
    resource.owner_node = "NODE1";
    resource.state = ResourceState::online;
    resource.crypto_checkpoints = {reported_checkpoint(R"(1\\A)"), reported_checkpoint("<odd>")};
    const Instance instance{"MSCluster_Resource", wmi_uri, properties_of(resource)};
    const std::string text = serialize("urn:get", instance);
    CHECK(text == golden("urn:getResponse",
                         "<p:MSCluster_Resource xmlns:p=\"" + wmi_uri + "\"" + instance_namespace +
                             R"(><p:CoreResource xsi:nil="true"/>)"
                             R"(<p:CryptoCheckpoints>1\\A</p:CryptoCheckpoints>)"
                             "<p:CryptoCheckpoints>&lt;odd&gt;</p:CryptoCheckpoints>"
                             R"(<p:Id xsi:nil="true"/><p:LastOperationStatusCode xsi:nil="true"/>)"
                             "<p:Name>A &amp; B</p:Name><p:OwnerGroup/>"
                             "<p:OwnerNode>NODE1</p:OwnerNode>"
                             R"(<p:PrivateProperties xsi:nil="true"/>)"
                             R"(<p:RegistryCheckpoints xsi:nil="true"/>)"
                             R"(<p:ResourceSpecificStatus xsi:nil="true"/><p:State>2</p:State>)"
                             R"(<p:Type xsi:nil="true"/></p:MSCluster_Resource>)"));
    CHECK(resource_of(std::get<Instance>(body_in(text))) == resource);
}

TEST_CASE("read_response: rejects elements where a text is read", "[wsman]") {
    const auto error_of_resource = [](std::string_view properties) {
        const auto found =
            resource_of(std::get<Instance>(body_in(response_with(instance_with(properties)))));
        if (found) return std::string();
        CHECK(found.error().code == Errc::malformed_message);
        return found.error().detail;
    };
    for (const char* const name : {"Name", "OwnerNode", "OwnerGroup", "State", "CryptoCheckpoints"})
        for (const char* const value :
             {"1\\\\K<x>evil</x>ey", "<x/>", "<![CDATA[1]]><x/>", "<p:Inner>2</p:Inner>"}) {
            const std::string element = "p:" + std::string(name);
            CHECK(error_of_resource("<p:Name/><" + element + ">" + value + "</" + element + ">") ==
                  std::string(name) + " contains elements instead of text");
        }
    // Windows has properties with elements in them, which are not read.
    CHECK(error_of_resource("<p:Name>SQL</p:Name><p:PrivateProperties><p:a>1</p:a>"
                            "</p:PrivateProperties>")
              .empty());

    const std::string good = response_with(
        "<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext><n:Items>"
        "<a:EndpointReference><a:ReferenceParameters><w:ResourceURI>urn:r</w:ResourceURI>"
        "<w:SelectorSet><w:Selector Name=\"Name\">SQL</w:Selector></w:SelectorSet>"
        "</a:ReferenceParameters></a:EndpointReference></n:Items></n:PullResponse>");
    REQUIRE(read_response(good));
    for (const char* const text :
         {">c<", ">urn:r<", ">SQL<", ">uuid:1<", ">uuid:2<", ">urn:x/AnyResponse<"}) {
        INFO(text);
        const auto read = read_response(replaced(good, text, std::string(text) + "x/><"));
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::malformed_message);
    }
    CHECK_FALSE(read_response(
        replaced(fault_with("w:AccessDenied", ""), "w:AccessDenied", "w:Access<x/>Denied")));
}

TEST_CASE("read_response: reads an instance of other servers", "[wsman]") {
    const auto resource = [](std::string_view properties) {
        return resource_of(std::get<Instance>(body_in(response_with(instance_with(properties)))))
            .value();
    };
    const ReportedResource found = resource(
        "<p:Name>SQL</p:Name><x:OwnerNode "
        "xmlns:x=\"urn:x\">N</x:OwnerNode><p:Unknown><p:a/></p:Unknown>"
        R"(<p:CryptoCheckpoints> 1\\A </p:CryptoCheckpoints><p:State xsi:type="x">129</p:State>)"
        "<p:CryptoCheckpoints/><p:OwnerGroup xsi:nil=\"true\"/>");
    CHECK(found.name == "SQL");
    CHECK(found.owner_node == "N");
    CHECK(found.owner_group.empty());
    CHECK(found.state == ResourceState::online_pending);
    REQUIRE(found.crypto_checkpoints.size() == 2);
    CHECK(found.crypto_checkpoints[0].text == R"( 1\\A )");
    CHECK(found.crypto_checkpoints[1].text.empty());
    CHECK(resource("<p:CryptoCheckpoints xsi:nil=\"true\"/>").crypto_checkpoints.empty());
    CHECK(resource("<p:OwnerGroup xsi:nil=\"1\">G</p:OwnerGroup>").owner_group.empty());
    CHECK(resource("<p:OwnerGroup xsi:nil=\"false\">G</p:OwnerGroup>").owner_group == "G");
    CHECK(resource("<p:Name>A</p:Name><p:Name>B</p:Name>").name.empty());
    CHECK(resource("<p:State>x</p:State>").state == ResourceState::unknown);
    CHECK(resource("<p:State>99999999999</p:State>").state == ResourceState::unknown);
    CHECK(static_cast<int>(resource("<p:State>77</p:State>").state) == 77);
}

TEST_CASE("write_response: marks the last page", "[wsman]") {
    const EndpointReference reference = reference_to(WsmanDialect::dmtf, "S");
    const std::string written_reference =
        "<a:EndpointReference><a:Address>" + addressing_uri +
        "/role/anonymous</a:Address>"
        "<a:ReferenceParameters><w:ResourceURI>" +
        dmtf_uri + "</w:ResourceURI><w:SelectorSet xmlns:w=\"" + wsman_uri +
        "\"><w:Selector Name=\"__cimnamespace\">root/MSCluster</w:Selector>"
        "<w:Selector Name=\"Name\">S</w:Selector></w:SelectorSet></a:ReferenceParameters>"
        "</a:EndpointReference>";
    CHECK(serialize("urn:x", Page{true, false, "c", {}}) ==
          golden("urn:xResponse", "<n:EnumerateResponse><n:EnumerationContext>c"
                                  "</n:EnumerationContext></n:EnumerateResponse>"));
    CHECK(serialize("urn:x", Page{true, true, "", {reference}}) ==
          golden("urn:xResponse", "<n:EnumerateResponse><n:EnumerationContext/><w:Items>" +
                                      written_reference +
                                      "</w:Items><w:EndOfSequence/></n:EnumerateResponse>"));
    CHECK(serialize("urn:x", Page{false, true, "", {}}) ==
          golden("urn:xResponse", "<n:PullResponse><n:Items/>"
                                  "<n:EndOfSequence/></n:PullResponse>"));
    CHECK(serialize("urn:x", Page{false, false, "c", {reference}}) ==
          golden("urn:xResponse", "<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext>"
                                  "<n:Items>" +
                                      written_reference + "</n:Items></n:PullResponse>"));
}

TEST_CASE("read_response: reads a page of other servers", "[wsman]") {
    const auto page = [](std::string_view body) {
        return std::get<Page>(body_in(response_with(body)));
    };
    CHECK(page("<PullResponse xmlns=\"urn:x\"><Items>\n<!-- none -->\n</Items></PullResponse>") ==
          Page{});
    CHECK(page("<n:EnumerateResponse><n:EnumerationContext> c </n:EnumerationContext>"
               "</n:EnumerateResponse>") == Page{true, false, "c", {}});
    CHECK(page("<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext><n:EndOfSequence/>"
               "</n:PullResponse>") == Page{false, true, "c", {}});
    CHECK_FALSE(
        read_response(response_with("<n:PullResponse><n:Items/><w:Items/></n:PullResponse>")));
}

TEST_CASE("write_response: writes vendor and version", "[wsman]") {
    const std::string text = serialize("", Identified{"We", "1.0"});
    CHECK(text.find("<s:Header/>") != text.npos);
    CHECK(text.find("<i:IdentifyResponse "
                    "xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
                    "<i:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
                    "</i:ProtocolVersion><i:ProductVendor>We</i:ProductVendor>"
                    "<i:ProductVersion>1.0</i:ProductVersion></i:IdentifyResponse>") != text.npos);
    const Body read =
        body_in(response_with("<IdentifyResponse><ProductVendor> They </ProductVendor>"
                              "<SecurityProfiles/></IdentifyResponse>"));
    CHECK(std::get<Identified>(read) == Identified{"They", ""});
}

TEST_CASE("class_address_of: accepts the class in both dialects", "[wsman]") {
    const auto target = [](std::string uri, std::vector<Selector> selectors = {}) {
        Request request;
        request.resource_uri = std::move(uri);
        request.selectors = std::move(selectors);
        return class_address_of(request);
    };
    const std::string wmi = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
    const std::string dmtf = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
    const std::vector<Selector> here{{"__cimnamespace", "Root\\MSCluster"}};
    const std::vector<Selector> elsewhere{{"__CIMNamespace", "root/cimv2"}};
    CHECK(target(wmi_uri)->dialect == WsmanDialect::wmi);
    CHECK(target(wmi + "ROOT/MsCluster/msCLUSTER_resource", here)->dialect == WsmanDialect::wmi);
    CHECK(target(wmi + "root/mscluster/*")->is_all_classes);
    CHECK(target(dmtf_uri, here)->dialect == WsmanDialect::dmtf);
    CHECK_FALSE(target(dmtf_uri, here)->is_all_classes);
    CHECK(target("http://schemas.dmtf.org/wbem/wscim/1/*", here)->is_all_classes);
    using enum AddressError;
    CHECK(target(wmi + "root/cimv2/MSCluster_Resource").error() == other_namespace);
    CHECK(target(wmi + "MSCluster_Resource").error() == other_namespace);
    CHECK(target(wmi + "root/mscluster/x/MSCluster_Resource").error() == other_namespace);
    CHECK(target(wmi + "root/mscluster/MSCluster_Node").error() == other_class);
    CHECK(target(wmi_uri, elsewhere).error() == conflicting_namespaces);
    CHECK(target(dmtf_uri, elsewhere).error() == other_namespace);
    CHECK(target(dmtf_uri).error() == no_namespace);
    CHECK(target("http://schemas.dmtf.org/wbem/wscim/1/*").error() == no_namespace);
    CHECK(target(dmtf + "MSCluster_Node", here).error() == other_class);
    CHECK(target(dmtf + "x/MSCluster_Resource", here).error() == other_class);
    for (const char* uri :
         {"", "/", "MSCluster_Resource", "http://schemas.dmtf.org/wbem/wscim/1/",
          "urn:x/MSCluster_Resource", "http://schemas.microsoft.com/wbem/wsman/1/"})
        CHECK(target(uri).error() == unknown_form);
}

TEST_CASE("selected_resource: requires exactly one selector Name", "[wsman]") {
    const auto selected = [](std::vector<Selector> selectors) {
        Request request;
        request.selectors = std::move(selectors);
        return selected_resource(request);
    };
    CHECK(selected({{"Name", " A "}}) == " A ");
    CHECK(selected({{"__cimnamespace", "x"}, {"NAME", "A"}}) == "A");
    CHECK(selected({{"Name", ""}}) == "");
    CHECK_FALSE(selected({}));
    CHECK_FALSE(selected({{"Name", "A"}, {"Name", "A"}}));
    CHECK_FALSE(selected({{"Name", "A"}, {"Id", "1"}}));
    CHECK_FALSE(selected({{"Id", "1"}}));
}
