// SPDX-License-Identifier: BSL-1.0
#include "in_process.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <chrono>
#include <limits>

using namespace wsman_tests;
using test_support::key;

namespace {

using Backend = WsmanBackend<Scripted>;
using Script = std::vector<Result<TransportResponse>>;

Backend backend_for(Script script, std::vector<std::string>* sent = nullptr,
                    WsmanDialect dialect = WsmanDialect::wmi) {
    return Backend(Scripted(std::move(script), sent), "https://node1:5986/wsman",
                   {.dialect = dialect});
}

Errc code_of(const auto& outcome) {
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().context == "https://node1:5986/wsman");
    return outcome.error().code;
}

std::string instance(std::string_view name, std::string_view more = "") {
    return instance_with("<p:Name>" + std::string(name) + "</p:Name>" + std::string(more));
}

std::string first_page(std::string_view items, std::string_view rest = "<w:EndOfSequence/>") {
    return response_with("<n:EnumerateResponse><w:Items>" + std::string(items) + "</w:Items>" +
                         std::string(rest) + "</n:EnumerateResponse>");
}
std::string next_page(std::string_view items, std::string_view rest = "<n:EndOfSequence/>") {
    return response_with("<n:PullResponse><n:Items>" + std::string(items) + "</n:Items>" +
                         std::string(rest) + "</n:PullResponse>");
}
std::string context(std::string_view name) {
    return "<n:EnumerationContext>" + std::string(name) + "</n:EnumerationContext>";
}

const std::string checkpoint = R"(<p:CryptoCheckpoints>1\\Key</p:CryptoCheckpoints>)";
const TransportResponse get_refused =
    refused(fault_with("w:UnsupportedFeature", wsman_fault("2150859002", "No.")));

std::vector<std::string> names_in(const Result<std::vector<ReportedResource>>& found) {
    REQUIRE(found);
    std::vector<std::string> names;
    for (const ReportedResource& one : *found) names.push_back(one.name);
    return names;
}

}  // namespace

TEST_CASE("WsmanBackend: an error names the resource and the service", "[wsman]") {
    const auto unreachable = [] {
        return backend_for({std::unexpected(Error(Errc::cluster_unreachable))});
    };
    const auto add = [](Backend backend) { return backend.add("SQL", key).error(); };
    const auto list = [](Backend backend) { return backend.list("SQL").error(); };
    for (const Error& error : {add(unreachable()), list(unreachable())}) {
        CHECK(error.resource == "SQL");
        CHECK(error.context == "https://node1:5986/wsman");
    }
    CHECK(unreachable().resources().error().resource.empty());
}

TEST_CASE("WsmanClient: an error names the resource and the service", "[wsman]") {
    const WsmanClient client("https://node1:5986/wsman");
    const auto error_of = [&](auto begin, Script script) {
        Scripted transport(std::move(script));
        MessageSlot slot;
        auto task = begin(slot);
        const auto result = run_to_completion(std::move(task), slot, transport);
        REQUIRE_FALSE(result);
        CHECK(result.error().context == "https://node1:5986/wsman");
        return result.error();
    };
    const auto add = [&](MessageSlot& slot) { return client.add(slot, "SQL", key.to_owned()); };
    const auto remove = [&](MessageSlot& slot) {
        return client.remove(slot, "SQL", key.to_owned());
    };
    const auto list = [&](MessageSlot& slot) { return client.list(slot, "SQL"); };
    const auto ensure = [&](MessageSlot& slot) {
        return client.ensure(slot, "SQL", key.to_owned(), Presence::present);
    };
    const Script lost = {std::unexpected(Error(Errc::cluster_unreachable))};
    const Script other = {good(instance_with("<p:Name>Web</p:Name>"))};
    const Script none = {get_refused, good(first_page(""))};
    for (const Error& error : {error_of(add, lost), error_of(remove, lost), error_of(list, lost),
                               error_of(ensure, lost), error_of(list, other), error_of(list, none)})
        CHECK(error.resource == "SQL");
    const auto all = [&](MessageSlot& slot) { return client.resources(slot); };
    CHECK(error_of(all, lost).resource.empty());
    const auto unnamed = [&](MessageSlot& slot) {
        return client.add(slot, std::string("S\0L", 3), key.to_owned());
    };
    CHECK(error_of(unnamed, {}).resource == std::string("S\0L", 3));
}

TEST_CASE("WsmanBackend: a change is one request", "[wsman]") {
    std::vector<std::string> sent;
    auto backend = backend_for(
        {good(output_with("")), good(output_with("", "RemoveCryptoCheckpoint_OUTPUT"))}, &sent);
    CHECK(backend.add("S & T", key));
    CHECK(backend.remove("S & T", key));
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].find("<w:Selector Name=\"Name\">S &amp; T</w:Selector>") != std::string::npos);
    CHECK(sent[0].find(R"(<p:CheckpointName>1\\Key</p:CheckpointName>)") != std::string::npos);
    CHECK(sent[0].find("<w:OperationTimeout>PT45.000S<") != std::string::npos);
    CHECK(sent[0].find("__cimnamespace") == std::string::npos);
    CHECK(sent[1].find("/RemoveCryptoCheckpoint</a:Action>") != std::string::npos);
    CHECK(message_id_in(sent[0]) != message_id_in(sent[1]));

    sent.clear();
    auto other = backend_for({good(output_with(""))}, &sent, WsmanDialect::dmtf);
    CHECK(other.add("S", key));
    CHECK(sent[0].find("<w:Selector Name=\"__cimnamespace\">root/MSCluster</w:Selector>") !=
          std::string::npos);
    CHECK(sent[0].find(dmtf_uri + "/AddCryptoCheckpoint</a:Action>") != std::string::npos);
}

TEST_CASE("WsmanBackend: a lost or unreadable response to a change is outcome_unknown", "[wsman]") {
    for (const Result<TransportResponse>& response :
         Script{std::unexpected(Errc::outcome_unknown), std::unexpected(Errc::limit_exceeded),
                good(""), good("<html/>"), good(response_with("")),
                good(output_with("", "Other_OUTPUT")),
                good(replaced(output_with(""), "uuid:1", "uuid:other")), refused(""),
                refused("<html/>"), good(first_page("")),
                refused(fault_with("w:EncodingLimit", "")), refused(fault_with("w:TimedOut", ""))})
        CHECK(code_of(backend_for({response}).add("S", key)) == Errc::outcome_unknown);
    for (const Errc code : {Errc::cluster_unreachable, Errc::timed_out, Errc::insecure_connection})
        CHECK(code_of(backend_for({std::unexpected(code)}).add("S", key)) == code);
}

TEST_CASE("WsmanBackend: an error has the native code and the message", "[wsman]") {
    const std::string fault = fault_with(
        "w:InternalError",
        wsman_fault("2148073475", provider_fault(wsman_fault("2148073475", "Not exportable."))));
    const auto outcome = backend_for({refused(fault)}).add("S", key);
    CHECK(code_of(outcome) == Errc::key_not_exportable);
    CHECK(outcome.error().native == NativeCode{NativeDomain::hresult, 0x80090003});
    CHECK(outcome.error().detail == "Not exportable.");
}

TEST_CASE("WsmanBackend: rejects invalid names without sending", "[wsman]") {
    std::vector<std::string> sent;
    auto backend = backend_for({good("")}, &sent);
    CHECK(code_of(backend.add("", key)) == Errc::invalid_value);
    CHECK(code_of(backend.list("")) == Errc::invalid_value);
    CHECK(code_of(backend.list("a\x01")) == Errc::unsupported);
    CHECK(code_of(backend.remove("a\r", key)) == Errc::unsupported);
    CHECK(code_of(backend.list("a\xFF")) == Errc::ill_formed_text);
    CHECK(code_of(backend.list(std::string("a\0", 2))) == Errc::embedded_nul);
    CHECK(code_of(backend.list(std::string(4097, 'a'))) == Errc::limit_exceeded);
    CHECK(code_of(backend.add("S", CspSpecView(unchecked, ProviderType(1), std::nullopt,
                                               "K\x02"))) == Errc::unsupported);
    CHECK(sent.empty());
}

TEST_CASE("WsmanBackend::list: returns the property CryptoCheckpoints", "[wsman]") {
    const auto listing =
        backend_for({good(response_with(instance(
                        "S", checkpoint + "<p:CryptoCheckpoints>odd</p:CryptoCheckpoints>")))})
            .list("S");
    REQUIRE(listing);
    REQUIRE(listing->size() == 2);
    CHECK(contains(*listing, key));
    CHECK(listing->back().text == "odd");
    CHECK_FALSE(listing->back().spec);
    CHECK(backend_for({good(response_with(instance("S")))}).list("S")->empty());
}

TEST_CASE("WsmanBackend::list: compares the name of the resource ignoring case", "[wsman]") {
    CHECK(
        backend_for({good(response_with(instance("sql SERVER", checkpoint)))}).list("SQL Server"));
    for (const char* name : {"SQL", "", "SQL Server "})
        CHECK(code_of(backend_for({good(response_with(instance(name)))}).list("SQL Server")) ==
              Errc::malformed_message);
    CHECK(code_of(backend_for(
                      {good(response_with(instance_with("<p:Name>S</p:Name><p:Name>S</p:Name>")))})
                      .list("S")) == Errc::malformed_message);
    CHECK(code_of(backend_for({good(output_with("<p:Name>S</p:Name>"))}).list("S")) ==
          Errc::malformed_message);
    CHECK(code_of(backend_for({good(first_page(instance("S")))}).list("S")) ==
          Errc::malformed_message);
}

TEST_CASE("WsmanBackend::list: an unreadable response is malformed_message", "[wsman]") {
    const std::string whole = response_with(instance("S", checkpoint));
    for (std::size_t size = 0; size != whole.size(); ++size)
        CHECK(code_of(backend_for({good(whole.substr(0, size))}).list("S")) ==
              Errc::malformed_message);
    CHECK(code_of(backend_for({std::unexpected(Errc::limit_exceeded)}).list("S")) ==
          Errc::limit_exceeded);
    CHECK(code_of(backend_for({std::unexpected(Errc::outcome_unknown)}).list("S")) ==
          Errc::cluster_unreachable);
}

TEST_CASE("WsmanBackend::list: queries if Get is not supported", "[wsman]") {
    for (const auto& refusal : {get_refused, refused(fault_with("a:ActionNotSupported", "")),
                                TransportResponse{405, {}, {}, {}, {}}}) {
        std::vector<std::string> sent;
        const auto listing =
            backend_for(
                {refusal, good(first_page(instance("T") + instance("it's \\", checkpoint)))}, &sent)
                .list("it's \\");
        REQUIRE(listing);
        CHECK(contains(*listing, key));
        REQUIRE(sent.size() == 2);
        CHECK(sent[1].find(R"(WHERE Name='it\'s \\'<)") != std::string::npos);
        CHECK(sent[1].find("/wmi/root/mscluster/*</w:ResourceURI>") != std::string::npos);
    }
    CHECK(code_of(backend_for({get_refused, good(first_page(instance("T")))}).list("S")) ==
          Errc::resource_not_found);
    CHECK(code_of(backend_for({get_refused, good(first_page(""))}).list("S")) ==
          Errc::resource_not_found);
    CHECK(code_of(backend_for({get_refused, get_refused}).list("S")) == Errc::unsupported);
    CHECK(code_of(backend_for({refused(fault_with("w:AccessDenied", ""))}).list("S")) ==
          Errc::access_denied);
    std::vector<std::string> sent;
    CHECK(backend_for({get_refused, good(first_page(instance("S")))}, &sent, WsmanDialect::dmtf)
              .list("S"));
    CHECK(sent[1].find("http://schemas.dmtf.org/wbem/wscim/1/*<") != std::string::npos);
    CHECK(sent[1].find("__cimnamespace") != std::string::npos);
}

TEST_CASE("WsmanBackend::resources: reads all pages", "[wsman]") {
    std::vector<std::string> sent;
    auto backend = backend_for({good(first_page(instance("A") + instance("B"), context("c1"))),
                                good(next_page(instance("C"), context("c2"))),
                                good(next_page("", "")),  // the context before stays valid
                                good(next_page(instance("D")))},
                               &sent);
    CHECK(names_in(backend.resources()) == std::vector<std::string>{"A", "B", "C", "D"});
    REQUIRE(sent.size() == 4);
    CHECK(sent[0].find("<w:OptimizeEnumeration/>") != std::string::npos);
    CHECK(sent[1].find(context("c1")) != std::string::npos);
    CHECK(sent[2].find(context("c2")) != std::string::npos);
    CHECK(sent[3].find(context("c2")) != std::string::npos);
    // A service that does not optimise returns a context only.
    CHECK(names_in(backend_for({good(response_with("<n:EnumerateResponse>" + context("c") +
                                                   "</n:EnumerateResponse>")),
                                good(next_page(instance("A")))})
                       .resources()) == std::vector<std::string>{"A"});
}

TEST_CASE("WsmanBackend::resources: rejects incomplete listings", "[wsman]") {
    const auto outcome = [](Script script) {
        return code_of(backend_for(std::move(script)).resources());
    };
    CHECK(outcome({good(first_page(instance("A"), ""))}) == Errc::malformed_message);
    CHECK(outcome({good(first_page(instance("")))}) == Errc::malformed_message);
    CHECK(outcome({good(first_page(instance_with("<p:State>2</p:State>")))}) ==
          Errc::malformed_message);
    CHECK(outcome({good(first_page("<a:EndpointReference/>"))}) == Errc::malformed_message);
    CHECK(outcome({good(response_with(instance("A")))}) == Errc::malformed_message);
    CHECK(outcome({good(first_page(instance("A"), context("c"))), good(response_with(""))}) ==
          Errc::malformed_message);
    CHECK(outcome({good(first_page(instance("A"), context("c"))),
                   std::unexpected(Errc::timed_out)}) == Errc::timed_out);
    CHECK(outcome({good(first_page(instance("A"), context("c"))),
                   refused(fault_with("n:InvalidEnumerationContext", ""))}) ==
          Errc::cluster_refused);
    CHECK(outcome({good(replaced(first_page(instance("A")), "</w:Items>",
                                 "</w:Items><w:Items>" + instance("B") + "</w:Items>"))}) ==
          Errc::malformed_message);
    // A listing that never ends.
    CHECK(outcome({good(first_page(instance("A"), context("c"))),
                   good(next_page(instance("A"), context("c")))}) == Errc::limit_exceeded);
}

TEST_CASE("WsmanBackend::resources: limits the whole listing", "[wsman]") {
    const std::string item = instance("A", checkpoint);
    const auto page_of = [&](int count, bool is_first, bool is_last) {
        std::string items;
        for (int i = 0; i != count; ++i) items += item;
        const std::string rest = is_last ? "<n:EndOfSequence/>" : context("c");
        return good(is_first ? first_page(items, rest) : next_page(items, rest));
    };
    const auto outcome = [&](int count, WsmanOptions options) {
        Backend backend(Scripted({page_of(count, true, false), page_of(count, false, false),
                                  page_of(count, false, true)},
                                 nullptr),
                        "https://node1:5986/wsman", options);
        const auto found = backend.resources();
        if (!found) (void)code_of(found);
        return found ? std::to_string(found->size())
                     : std::string(to_string(found.error().code)) + ": " + found.error().detail;
    };
    // MaxElements of the request is 100.
    CHECK(outcome(100, {}) == "300");
    CHECK(outcome(101, {}) == "malformed_message: a page has more items than requested");

    // 3 pages of 2 resources with a checkpoint each.
    CHECK(outcome(2, {.max_listing_items = 12}) == "6");
    CHECK(outcome(2, {.max_listing_items = 11}) ==
          "limit_exceeded: the listing is beyond its limit: max_listing_items");
    // Scripted replaces `uuid:1` by the ID of the request.
    std::size_t bytes = 3 * (std::string_view("uuid:01234567-0123-4567-89AB-0123456789AB").size() -
                             std::string_view("uuid:1").size());
    for (const auto& page :
         {page_of(2, true, false), page_of(2, false, false), page_of(2, false, true)})
        bytes += page.body.size();
    CHECK(outcome(2, {.max_listing_bytes = bytes}) == "6");
    CHECK(outcome(2, {.max_listing_bytes = bytes - 1}) ==
          "limit_exceeded: the listing is beyond its limit: max_listing_bytes");
    CHECK(outcome(2, {.listing_timeout = std::chrono::milliseconds(0)}) ==
          "limit_exceeded: the listing is beyond its limit: listing_timeout");
    // The largest values are no limits.
    constexpr auto no_limit = (std::numeric_limits<std::size_t>::max)();
    for (const auto timeout :
         {std::chrono::milliseconds::max(), std::chrono::milliseconds(std::chrono::years(300))})
        CHECK(outcome(2, {.max_listing_bytes = no_limit,
                          .max_listing_items = no_limit,
                          .listing_timeout = timeout}) == "6");
}

TEST_CASE("WsmanBackend::list: the limits of a listing hold for Get", "[wsman]") {
    const auto response = good(response_with(instance("SQL", checkpoint)));
    const auto outcome = [&](WsmanOptions options) {
        Backend backend(Scripted({response}, nullptr), "https://node1:5986/wsman", options);
        const auto found = backend.list("SQL");
        return found ? std::to_string(found->size())
                     : std::string(to_string(found.error().code)) + ": " + found.error().detail;
    };
    CHECK(outcome({.max_listing_items = 2}) == "1");
    CHECK(outcome({.max_listing_items = 1}) ==
          "limit_exceeded: the listing is beyond its limit: max_listing_items");
    CHECK(outcome({.max_listing_bytes = response.body.size() - 1}) ==
          "limit_exceeded: the listing is beyond its limit: max_listing_bytes");
}

TEST_CASE("WsmanBackend::resources: a listing has 1,000 pages at most", "[wsman]") {
    const auto outcome = [](std::size_t pages) {
        Script script(pages, good(next_page(instance("A"), context("c"))));
        script.front() = good(first_page(instance("A"), context("c")));
        script.back() = good(next_page(instance("A"), "<n:EndOfSequence/>"));
        const auto found = backend_for(std::move(script)).resources();
        return found ? std::to_string(found->size())
                     : std::string(to_string(found.error().code)) + ": " + found.error().detail;
    };
    CHECK(outcome(1'000) == "1000");
    CHECK(outcome(1'001) == "limit_exceeded: the listing is beyond its limit: 1000 pages");
}

TEST_CASE("WsmanBackend::remove: a listing cannot prolong a removal without end", "[wsman]") {
    const auto not_found = refused(
        fault_with("w:InternalError",
                   wsman_fault("2147942402", provider_fault(wsman_fault("2147942402", "No.")))));
    const auto removed = good(output_with("", "RemoveCryptoCheckpoint_OUTPUT"));
    std::string short_forms;
    for (int i = 0; i != 1'000; ++i)
        short_forms += R"(<p:CryptoCheckpoints>1\Key</p:CryptoCheckpoints>)";
    std::vector<std::string> sent;
    CHECK(
        backend_for({not_found, good(response_with(instance("SQL", short_forms))), removed}, &sent)
            .remove("SQL", key));
    CHECK(sent.size() == 3);
    std::string spellings;
    for (std::size_t i = 1; i != 18; ++i)
        spellings +=
            "<p:CryptoCheckpoints>" + std::string(i, '0') + R"(1\Key</p:CryptoCheckpoints>)";
    CHECK(code_of(backend_for({not_found, good(response_with(instance("SQL", spellings)))})
                      .remove("SQL", key)) == Errc::limit_exceeded);
}

TEST_CASE("WsmanBackend: the largest operation_timeout is no limit", "[wsman]") {
    const auto sent_with = [](std::chrono::milliseconds timeout) {
        std::vector<std::string> sent;
        Backend backend(Scripted({good(output_with(""))}, &sent), "https://node1:5986/wsman",
                        {.operation_timeout = timeout});
        const auto added = backend.add("S", key);
        if (!added) {
            CHECK(sent.empty());
            CHECK(code_of(added) == Errc::invalid_value);
            return added.error().detail;
        }
        const auto at = sent.at(0).find("<w:OperationTimeout>");
        return at == std::string::npos ? "none" : sent.at(0).substr(at + 20, 10);
    };
    using namespace std::chrono_literals;
    CHECK(sent_with(1ms) == "PT0.001S</");
    CHECK(sent_with(24h) == "PT86400.00");
    CHECK(sent_with(24h + 1ms) == "none");
    CHECK(sent_with(std::chrono::years(300)) == "none");
    CHECK(sent_with(std::chrono::milliseconds::max()) == "none");
    for (const auto timeout : {0ms, -1ms, std::chrono::milliseconds::min()})
        CHECK(sent_with(timeout) == "operation_timeout must be positive");
}

TEST_CASE("WsmanBackend::identify: returns vendor and version", "[wsman]") {
    const auto identity =
        backend_for({good(response_with("<IdentifyResponse><ProductVendor>V</ProductVendor>"
                                        "<ProductVersion>1</ProductVersion></IdentifyResponse>"))})
            .identify();
    CHECK(identity == WsmanIdentity{"V", "1"});
    CHECK(code_of(backend_for({good(output_with(""))}).identify()) == Errc::malformed_message);
    CHECK(code_of(backend_for({TransportResponse{401, {}, {}, {"Negotiate"}, {}}}).identify()) ==
          Errc::authentication_failed);
}

TEST_CASE("ensure_crypto_checkpoint: lists, changes, lists again after a lost response",
          "[wsman]") {
    const Result<TransportResponse> nothing = good(response_with(instance("S")));
    const Result<TransportResponse> there = good(response_with(instance("S", checkpoint)));
    const Result<TransportResponse> lost = std::unexpected(Errc::outcome_unknown);
    const auto ensured = [](Script script) {
        auto backend = backend_for(std::move(script));
        return ClusterResource(backend, "S").ensure_crypto_checkpoint(key);
    };
    CHECK(ensured({there}) == Ensured::unchanged);
    CHECK(ensured({nothing, good(output_with(""))}) == Ensured::changed);
    CHECK(ensured({nothing, lost, there}) == Ensured::changed);
    CHECK(ensured({nothing, good("<html/>"), nothing, good(output_with(""))}) == Ensured::changed);
}

TEST_CASE("WsmanClient::ensure: behaves as ClusterResource", "[wsman]") {
    const Result<TransportResponse> nothing = good(response_with(instance("S")));
    const Result<TransportResponse> there = good(response_with(instance("S", checkpoint)));
    const auto ensured = [](Script script, Presence wanted = Presence::present) {
        const WsmanClient client("https://node1:5986/wsman");
        CHECK(client.url() == "https://node1:5986/wsman");
        MessageSlot slot;
        Scripted transport(std::move(script));
        return run_to_completion(client.ensure(slot, "S", CspSpecView(key).to_owned(), wanted),
                                 slot, transport);
    };
    CHECK(ensured({there}) == Ensured::unchanged);
    CHECK(ensured({nothing, good(output_with(""))}) == Ensured::changed);
    CHECK(ensured({nothing, good(""), there}) == Ensured::changed);
    CHECK(code_of(ensured({nothing, refused(fault_with("w:AccessDenied", ""))})) ==
          Errc::access_denied);
    const Result<TransportResponse> removed =
        good(output_with("", "RemoveCryptoCheckpoint_OUTPUT"));
    CHECK(ensured({nothing}, Presence::absent) == Ensured::unchanged);
    CHECK(ensured({there, removed}, Presence::absent) == Ensured::changed);
    CHECK(ensured({there, good(""), nothing}, Presence::absent) == Ensured::changed);
    CHECK(code_of(ensured({good("")})) == Errc::malformed_message);
}

TEST_CASE("WsmanBackend::remove: removes other spellings in the listing", "[wsman]") {
    const auto refused_with = [](const std::string& code) {
        return refused(fault_with("w:InternalError",
                                  wsman_fault(code, provider_fault(wsman_fault(code, "No.")))));
    };
    const auto not_found = refused_with("2147942402");  // ERROR_FILE_NOT_FOUND
    const auto removed = good(output_with("", "RemoveCryptoCheckpoint_OUTPUT"));
    const auto listing_of = [](std::string_view texts) {
        return good(response_with(instance("SQL", texts)));
    };
    const std::string other = R"(<p:CryptoCheckpoints>1\\Other</p:CryptoCheckpoints>)";
    const std::string short_form = R"(<p:CryptoCheckpoints>1\Key</p:CryptoCheckpoints>)";
    std::vector<std::string> sent;
    CHECK(backend_for({not_found, listing_of(other + short_form), removed}, &sent)
              .remove("SQL", key));
    REQUIRE(sent.size() == 3);
    CHECK(sent[0].find(R"(>1\\Key<)") != std::string::npos);
    CHECK(sent[2].find(R"(>1\Key<)") != std::string::npos);
    // No document says how a cluster responds to an entry that it does not list.
    CHECK(backend_for({refused_with("2148073489"),  // NTE_NOT_FOUND
                       listing_of(short_form), removed})
              .remove("SQL", key));
    // Without another spelling, or without a listing, it returns the first error.
    CHECK(code_of(backend_for({not_found, listing_of(other + checkpoint)}).remove("SQL", key)) ==
          Errc::checkpoint_not_found);
    CHECK(code_of(backend_for({not_found, std::unexpected(Errc::timed_out)}).remove("SQL", key)) ==
          Errc::checkpoint_not_found);
    // It returns the result of the second removal.
    CHECK(code_of(backend_for(
                      {not_found, listing_of(short_form), std::unexpected(Errc::outcome_unknown)})
                      .remove("SQL", key)) == Errc::outcome_unknown);
    // ensure does not return not_found.
    auto stubborn = backend_for({listing_of(short_form), not_found, listing_of(short_form),
                                 not_found, listing_of(short_form)});
    const auto ensured = ClusterResource{stubborn, "SQL"}.ensure_no_crypto_checkpoint(key);
    REQUIRE_FALSE(ensured);
    CHECK(ensured.error().code == Errc::checkpoint_not_found);
}
