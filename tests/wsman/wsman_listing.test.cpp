// SPDX-License-Identifier: BSL-1.0
#include "service_fixture.hpp"
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>

#include <set>

using namespace wsman_tests;
using namespace detail::wsman;

namespace {

const std::string everything = "SELECT * FROM MSCluster_Resource";

/// A request to the class, or to all classes for a query.
Request listing(WsmanDialect dialect, detail::wsman::RequestBody operation,
                bool of_all_classes = false) {
    Request request = about(dialect, std::nullopt, std::move(operation));
    if (of_all_classes)
        request.resource_uri =
            dialect == WsmanDialect::wmi
                ? "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/*"
                : "http://schemas.dmtf.org/wbem/wscim/1/*";
    return request;
}
Request listing(detail::wsman::RequestBody operation) {
    return listing(WsmanDialect::wmi, std::move(operation));
}

std::vector<std::string> names_in(const Page& page) {
    std::vector<std::string> names;
    for (const Item& item : page.items) {
        if (const auto* const instance = std::get_if<Instance>(&item))
            names.push_back(resource_of(*instance).value().name);
        else
            names.push_back(std::get<EndpointReference>(item).selectors.back().value);
    }
    return names;
}

/// Pulls to the end. @param between  called before each pull
template <class Between>
std::vector<std::string> pulled(ServiceFixture& fixture, Page page, std::uint32_t max_items,
                                Between between) {
    std::vector<std::string> names = names_in(page);
    for (int pulls = 0; !page.is_last; ++pulls) {
        REQUIRE(pulls < 100);
        REQUIRE_FALSE(page.context.empty());
        between();
        page = fixture.ask<Page>(listing(Pull{page.context, max_items}));
        CHECK_FALSE(page.is_first);
        CHECK(page.items.size() <= max_items);
        for (std::string& name : names_in(page)) names.push_back(std::move(name));
    }
    CHECK(page.context.empty());
    return names;
}
std::vector<std::string> pulled(ServiceFixture& fixture, Page page, std::uint32_t max_items) {
    return pulled(fixture, std::move(page), max_items, [] {});
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(ServiceFixture, "WsmanService: lists in pages of the requested size", "[wsman]") {
    REQUIRE(cluster.add_resource("disk", "NODE1"));
    const Names all{"disk", "SQL", "Web"};
    for (const WsmanDialect dialect : both_dialects)
        for (const bool of_all_classes : {false, true})
            for (const bool is_optimized : {false, true})
                for (const std::uint32_t max_items : {1u, 2u, 3u, 4294967295u}) {
                    const Page first = ask<Page>(listing(
                        dialect,
                        Enumerate{everything, EnumerationMode::object, is_optimized, max_items},
                        of_all_classes));
                    CHECK(first.is_first);
                    CHECK(first.is_last == (is_optimized && max_items >= 3));
                    CHECK(first.items.size() ==
                          (is_optimized ? std::min<std::size_t>(max_items, 3) : 0));
                    CHECK(pulled(*this, first, max_items) == all);
                }
    // Without a query: all instances of the class.
    const Page first = ask<Page>(listing(Enumerate{{}, EnumerationMode::object, true, 10}));
    CHECK(names_in(first) == all);
    CHECK(ask<Fault>(listing(WsmanDialect::wmi, Enumerate{}, true)).code == 0x80041010);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: endpoint references use the dialect of the request",
                 "[wsman]") {
    for (const WsmanDialect dialect : both_dialects) {
        const Page page = ask<Page>(
            listing(dialect, Enumerate{everything, EnumerationMode::endpoint_reference, true, 1}));
        REQUIRE(page.items.size() == 1);
        CHECK(std::get<EndpointReference>(page.items.front()) == reference_to(dialect, "SQL"));
        CHECK(pulled(*this, page, 1) == Names{"SQL", "Web"});
        // The references are valid.
        const auto& reference = std::get<EndpointReference>(page.items.front());
        Request get;
        get.resource_uri = reference.resource_uri;
        get.selectors = reference.selectors;
        get.operation = Get{};
        CHECK(resource_of(ask<Instance>(get)).value().name == "SQL");
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a query selects a resource and properties",
                 "[wsman]") {
    REQUIRE(cluster.add_resource(R"(it's "\)", "NODE1"));
    const auto found = [&](std::string query) {
        return ask<Page>(listing(Enumerate{std::move(query), EnumerationMode::object, true, 10}));
    };
    CHECK(names_in(found(everything + " WHERE Name='sql'")) == Names{"SQL"});
    CHECK(names_in(found(everything + R"( WHERE Name='it\'s "\\')")) == Names{R"(it's "\)"});
    CHECK(names_in(found(everything + " WHERE Name='Nobody'")).empty());
    CHECK(found(everything + " WHERE Name='Nobody'").is_last);
    CHECK(names_in(found("select * from mscluster_resource where NAME=\"Web\"")) == Names{"Web"});
    const Page some = found("SELECT name,STATE FROM MSCluster_Resource WHERE Name='SQL'");
    REQUIRE(some.items.size() == 1);
    CHECK(std::get<Fragment>(some.items.front()).properties ==
          std::vector<Property>{{"Name", "SQL"}, {"State", "3"}});
    CHECK(result.log_entry.operation == "Enumerate");
    CHECK(result.log_entry.argument ==
          "SELECT name,STATE FROM MSCluster_Resource WHERE Name='SQL'");
    const auto refused = [&](std::string query) {
        return ask<Fault>(listing(Enumerate{std::move(query)})).subcode;
    };
    CHECK(refused("SELECT * FROM MSCluster_Node") == "CannotProcessFilter");
    CHECK(refused("ASSOCIATORS OF {x}") == "CannotProcessFilter");
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a projection has no namespaces", "[wsman]") {
    REQUIRE(cluster.add("SQL", test_support::key));
    (void)ask<Page>(listing(Enumerate{
        "SELECT State, Type, Name, CryptoCheckpoints FROM MSCluster_Resource WHERE Name LIKE 's%'",
        EnumerationMode::object, true, 10}));
    CHECK(result.body.find("<w:Items><w:XmlFragment "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                           R"(<CryptoCheckpoints>1\\Key</CryptoCheckpoints><Name>SQL</Name>)"
                           "<State>3</State><Type xsi:nil=\"true\"/></w:XmlFragment></w:Items>") !=
          result.body.npos);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a query compares every property", "[wsman]") {
    REQUIRE(cluster.add_resource("disk", "NODE1"));
    REQUIRE(cluster.bring_online("SQL"));
    const auto found = [&](const std::string& condition) {
        return names_in(ask<Page>(listing(
            Enumerate{everything + " WHERE " + condition, EnumerationMode::object, true, 10})));
    };
    CHECK(found("State=2") == Names{"SQL"});
    CHECK(found("State='2'") == Names{"SQL"});
    CHECK(found("State<>2") == Names{"disk", "Web"});
    CHECK(found("Name LIKE '%s%' AND State>2") == Names{"disk"});
    CHECK(found("NOT (Name='sql' OR ownernode<>'node1')") == Names{"disk", "Web"});
    CHECK(found("Type IS NULL AND Name>'e'") == Names{"SQL", "Web"});
    CHECK(found("CoreResource=TRUE").empty());
    for (const ResourceProperty& property : resource_properties) {
        using Type = ResourceProperty::Type;
        const std::string name(property.name);
        INFO(name);
        if (property.is_array || property.type == Type::object) continue;
        const std::string literal = property.type == Type::number    ? "7"
                                    : property.type == Type::boolean ? "TRUE"
                                                                     : "'7'";
        CHECK(found(name + " = " + literal).empty());
        CHECK(found(name + " IS NULL OR NOT " + name + " = " + literal).size() == 3);
    }
    const auto refused = [&](const std::string& query) {
        const auto fault = ask<Fault>(listing(Enumerate{query}));
        CHECK(fault.subcode == "CannotProcessFilter");
        CHECK(fault.code == 2150858778);
        CHECK(fault.provider_code == 2150858778);
        REQUIRE(fault.extended_status);
        CHECK(fault.extended_status->class_name == "__ExtendedStatus");
        CHECK(fault.extended_status->operation == "ExecQuery");
        CHECK(fault.extended_status->parameter_info == query);
        CHECK(result.log_entry.error == Errc::unsupported);
        return fault.provider_message;
    };
    CHECK(refused("SELECT * FROM MSCluster_Node") == "only MSCluster_Resource can be queried");
    CHECK(refused("SELECT Name, Nme FROM MSCluster_Resource") ==
          "MSCluster_Resource has no property Nme");
    CHECK(refused(everything + " WHERE Nme='x'") == "MSCluster_Resource has no property Nme");
    CHECK(refused(everything + " WHERE CryptoCheckpoints='x'") ==
          "CryptoCheckpoints is an array, which a query cannot compare");
    CHECK(refused(everything + " WHERE RegistryCheckpoints IS NULL") ==
          "RegistryCheckpoints is an array, which a query cannot compare");
    CHECK(refused(everything + " WHERE PrivateProperties='x'") ==
          "PrivateProperties is an object, which a query cannot compare");
    CHECK(refused(everything + " WHERE Name=2") ==
          "Name is a text: compare it with a text in quotes");
    CHECK(refused(everything + " WHERE State='online'") ==
          "State is a number: compare it with a number");
    CHECK(refused(everything + " WHERE State LIKE '2'") == "State is no text: LIKE compares texts");
    CHECK(refused(everything + " WHERE CoreResource=1") ==
          "CoreResource is a boolean: compare it with TRUE or FALSE");
    CHECK(refused(everything + " WHERE State<NULL") ==
          "NULL is neither less nor greater than State");
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: an item can be an instance and its reference",
                 "[wsman]") {
    for (const WsmanDialect dialect : both_dialects) {
        const Page page = ask<Page>(
            listing(dialect, Enumerate{{}, EnumerationMode::object_and_reference, true, 1}));
        REQUIRE(page.items.size() == 1);
        const auto& item = std::get<InstanceAndReference>(page.items.front());
        CHECK(resource_of(item.instance).value().name == "SQL");
        CHECK(item.instance.is_typed);
        CHECK(item.reference == reference_to(dialect, "SQL"));
        CHECK(result.body.find("<w:Items><w:Item><p:MSCluster_Resource ") != result.body.npos);
        CHECK(result.body.find("</p:MSCluster_Resource><a:EndpointReference>") != result.body.npos);
        CHECK(result.body.find("</a:EndpointReference></w:Item></w:Items>") != result.body.npos);
        const Page next = ask<Page>(listing(dialect, Pull{page.context, 1}));
        CHECK(next.is_last);
        CHECK(std::holds_alternative<InstanceAndReference>(next.items.at(0)));
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: only the last Pull has no context", "[wsman]") {
    const std::string empty = "<n:EnumerationContext/>";
    (void)ask<Page>(listing(Enumerate{everything, EnumerationMode::object, true, 10}));
    CHECK(result.body.find(empty) != result.body.npos);
    const Page first = ask<Page>(listing(Enumerate{everything, EnumerationMode::object, true, 1}));
    CHECK(result.body.find(empty) == result.body.npos);
    CHECK(ask<Page>(listing(Pull{first.context, 1})).is_last);
    CHECK(result.body.find("EnumerationContext") == result.body.npos);
    CHECK(result.body.find("<n:PullResponse><n:Items>") != result.body.npos);
    CHECK(result.body.find("</n:Items><n:EndOfSequence/></n:PullResponse>") != result.body.npos);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: resources may change while they are listed",
                 "[wsman]") {
    for (const char* name : {"B", "D", "F"}) REQUIRE(cluster.add_resource(name, "NODE1"));
    const Enumerate start{everything, EnumerationMode::object, true, 2};
    int step = 0;
    const auto meddle = [&] {
        if (++step != 1) return;
        // One behind the position and one before it; the last listed resource is removed.
        REQUIRE(cluster.add_resource("A", "NODE1"));
        REQUIRE(cluster.add_resource("E", "NODE1"));
        REQUIRE(cluster.delete_resource("D"));
        REQUIRE(cluster.delete_resource("SQL"));
    };
    CHECK(pulled(*this, ask<Page>(listing(start)), 2, meddle) == Names{"B", "D", "E", "F", "Web"});
    CHECK(pulled(*this, ask<Page>(listing(start)), 2) == Names{"A", "B", "E", "F", "Web"});
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: the context contains the whole state of a listing",
                 "[wsman]") {
    const Page first = ask<Page>(listing(Enumerate{everything, EnumerationMode::object, true, 1}));
    for (int i = 0; i != 3; ++i)
        CHECK(names_in(ask<Page>(listing(Pull{first.context, 1}))) == Names{"Web"});
    const auto refused = [&](std::string context) {
        return ask<Fault>(listing(Pull{std::move(context), 1})).subcode;
    };
    CHECK(ask<Fault>(listing(Pull{"x", 1})).code == 2150858779);
    for (const char* context : {"", "x", "uuid:1", "6", "FFFF", "00", "6f", "6f39393a"})
        CHECK(refused(context) == "InvalidEnumerationContext");
    // A forged context with an unsupported query of invalid bytes.
    CHECK(refused(write_context({EnumerationMode::object, "SELECT\x01\xFF", "\xFF"})) ==
          "CannotProcessFilter");
    CHECK(names_in(
              ask<Page>(listing(Pull{write_context({EnumerationMode::object, "", "\xFF\x01"}), 9})))
              .empty());
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: halves pages that are too large", "[wsman]") {
    for (int i = 0; i != 60; ++i)
        REQUIRE(cluster.add_resource("R" + std::to_string(i) + std::string(500, 'x'), "NODE1"));
    Request request = listing(Enumerate{everything, EnumerationMode::object, true, 100});
    request.max_envelope_bytes = 10'000;
    Page page = ask<Page>(request);
    Names names = names_in(page);
    while (!page.is_last) {
        CHECK(result.body.size() <= 10'000);
        CHECK_FALSE(page.items.empty());
        request.operation = Pull{page.context, 100};
        page = ask<Page>(request);
        for (std::string& name : names_in(page)) names.push_back(std::move(name));
    }
    CHECK(names.size() == 62);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == 62);
    // A single item cannot be halved.
    REQUIRE(cluster.add_resource("A" + std::string(4000, '&'), "NODE1"));
    request.operation = Enumerate{everything, EnumerationMode::object, true, 100};
    CHECK(ask<Fault>(request).subcode == "EncodingLimit");
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: limits pages by its own size and number",
                 "[wsman]") {
    for (int i = 0; i != 1'500; ++i)
        REQUIRE(cluster.add_resource("R" + std::to_string(i) + std::string(500, 'x'), "NODE1"));
    constexpr std::size_t limit = std::size_t{500} * 1024;
    for (const auto max_envelope_bytes :
         {std::optional<std::uint32_t>(), std::optional<std::uint32_t>(4'000'000)}) {
        Request request = listing(Enumerate{everything, EnumerationMode::object, true, 32'000});
        request.max_envelope_bytes = max_envelope_bytes;
        Page page = ask<Page>(request);
        std::size_t count = page.items.size();
        CHECK_FALSE(page.is_last);
        while (!page.is_last) {
            CHECK(result.body.size() <= limit);
            CHECK(result.body.size() > limit / 4);
            request.operation = Pull{page.context, 4'294'967'295};
            page = ask<Page>(request);
            count += page.items.size();
        }
        CHECK(count == 1'502);
    }
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: ignores PolymorphismMode", "[wsman]") {
    Request request = listing(Enumerate{{}, EnumerationMode::object, true, 10});
    request.message_id = "uuid:1";
    const auto names_with = [&](std::string_view mode) {
        const std::string element =
            mode.empty() ? ""
                         : "<b:PolymorphismMode "
                           "xmlns:b=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\">" +
                               std::string(mode) + "</b:PolymorphismMode>";
        return names_in(
            std::get<Page>(response_to(replaced(*write_request(request), "</n:Enumerate>",
                                                element + "</n:Enumerate>"))
                               .body));
    };
    for (const char* const mode : {"", "ExcludeSubClassProperties", "None", "x"})
        CHECK(names_with(mode) == Names{"SQL", "Web"});
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: lists names that XML cannot carry", "[wsman]") {
    for (const char* name :
         {"A\x01", "B\r\n", "C\t", "D&<>\"']]>", " E ", "F\xEF\xBF\xBF", "G\xF0\x9D\x84\x9E"})
        REQUIRE(cluster.add_resource(name, "NODE1"));
    // MS-WSMV 3.1.4.1.25 has a question mark for control characters.
    const Names expected{
        " E ", "A?", "B?\n", "C\t", "D&<>\"']]>", "F\xEF\xBF\xBD", "G\xF0\x9D\x84\x9E",
        "SQL", "Web"};
    for (const EnumerationMode mode :
         {EnumerationMode::object, EnumerationMode::endpoint_reference})
        for (const std::uint32_t max_items : {1u, 20u})
            CHECK(pulled(*this, ask<Page>(listing(Enumerate{everything, mode, true, max_items})),
                         max_items) == expected);
    for (const char* name : {"C\t", "D&<>\"']]>", " E ", "G\xF0\x9D\x84\x9E"})
        CHECK(resource_of(ask<Instance>(about(name, Get{}))).value().name == name);
}

TEST_CASE_METHOD(ServiceFixture, "WsmanService: a filter of selectors is a query", "[wsman]") {
    auto request = listing(Enumerate{"QUERY", EnumerationMode::object, true, 10});
    request.message_id = "uuid:1";
    const auto response = [&](const std::string& selectors) {
        std::string text = *write_request(request);
        text = replaced(text, "http://schemas.microsoft.com/wbem/wsman/1/WQL",
                        "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter");
        return response_to(
            replaced(text, "QUERY", "<w:SelectorSet>" + selectors + "</w:SelectorSet>"));
    };
    const auto selector = [](std::string_view name, std::string_view value) {
        return "<w:Selector Name=\"" + std::string(name) + "\">" + std::string(value) +
               "</w:Selector>";
    };
    const auto found = [&](const std::string& selectors) {
        return names_in(std::get<Page>(response(selectors).body));
    };
    const auto refused = [&](const std::string& selectors) {
        return std::get<Fault>(response(selectors).body).code;
    };
    CHECK(found("") == Names{"SQL", "Web"});
    CHECK(found(selector("Name", "sql")) == Names{"SQL"});
    CHECK(found(selector("state", "3") + selector("OwnerNode", "NODE1")) == Names{"SQL", "Web"});
    CHECK(found(selector("Name", "SQL") + selector("State", "2")).empty());
    CHECK(result.log_entry.argument ==
          "SELECT * FROM MSCluster_Resource WHERE Name='SQL' AND State='2'");
    for (const std::string& selectors :
         {selector("Name", "SQL") + selector("name", "SQL"), selector("Name", "it's"),
          selector("Name", "a\"b"), selector("CryptoCheckpoints", "x"), selector("Nme", "x"),
          selector("Name='x' OR Name", "x"), selector("State", "x")})
        CHECK(refused(selectors) == 2150858778);
    request.resource_uri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/*";
    CHECK(refused(selector("Name", "SQL")) == 2150858778);
}
