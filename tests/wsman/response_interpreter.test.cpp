// SPDX-License-Identifier: BSL-1.0
#include "messages.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/wsman/detail/response_interpreter.hpp>

using namespace crypto_checkpoint;
using namespace detail::wsman;
using namespace std::string_literals;
using namespace wsman_tests;

namespace {

const std::string soap_type = "application/soap+xml;charset=UTF-8";

TransportResponse http_with(int status, std::string body, std::string type = soap_type) {
    return {status, std::move(type), {}, {}, std::move(body)};
}

Result<Response> read(const TransportResponse& http) {
    return interpret(http, "uuid:1", detail::Step::listing);
}
Result<Response> change(const TransportResponse& http) {
    return interpret(http, "uuid:1", detail::Step::adding);
}

/// The result of a change with this response.
Result<void> outcome_in(const std::string& body, int status = 200) {
    const auto response = change(http_with(status, body));
    if (!response) return std::unexpected(response.error());
    return result_of(*response, "AddCryptoCheckpoint", detail::Step::adding);
}

/// Checks that the response is unreadable.
void check_unreadable(const TransportResponse& http) {
    INFO(http.body.substr(0, 200));
    const auto listing = read(http);
    REQUIRE_FALSE(listing);
    CHECK(listing.error().code == Errc::malformed_message);
    CHECK_FALSE(listing.error().detail.empty());
    const auto changed = change(http);
    REQUIRE_FALSE(changed);
    CHECK(changed.error().code == Errc::outcome_unknown);
    CHECK(changed.error().detail == listing.error().detail);
}

}  // namespace

TEST_CASE("interpret: maps the HTTP status of an unreadable body", "[wsman]") {
    struct Row {
        int status;
        Errc to_read;
        Errc to_change;
        const char* detail;
    };
    const auto known = [](int status, Errc code, const char* detail) {
        return Row{status, code, code, detail};
    };
    const auto unknown = [](int status, const char* detail) {
        return Row{status, Errc::malformed_message, Errc::outcome_unknown, detail};
    };
    for (const Row& row :
         {known(400, Errc::not_served, "HTTP status 400"),
          known(401, Errc::authentication_failed, "it offers: Negotiate, Basic"),
          known(403, Errc::access_denied, "HTTP status 403"),
          known(404, Errc::not_served, "no WS-Management service is there (HTTP status 404)"),
          known(405, Errc::unsupported, "HTTP status 405"),
          known(407, Errc::cluster_unreachable,
                "a proxy demands credentials, and none are sent to it (HTTP status 407)"),
          known(413, Errc::limit_exceeded, "the request is too large for it"),
          known(301, Errc::not_served, "redirected to 'https://other/', which is not followed"),
          known(308, Errc::not_served, "redirected to 'https://other/', which is not followed"),
          Row{503, Errc::not_served, Errc::outcome_unknown,
              "the service is unavailable (HTTP status 503)"},
          unknown(303, "HTTP status 303 and no readable message"),
          unknown(500, "HTTP status 500 and no readable message"),
          Row{502, Errc::not_served, Errc::outcome_unknown,
              "a proxy or a gateway did not reach it (HTTP status 502)"},
          Row{504, Errc::not_served, Errc::outcome_unknown,
              "a proxy or a gateway did not reach it (HTTP status 504)"},
          unknown(204, "HTTP status 204 and no readable message"),
          unknown(0, "HTTP status 0 and no readable message")}) {
        for (const std::string& body : {std::string(), std::string("<html>"), output_with("")}) {
            TransportResponse http =
                http_with(row.status, body, body == "<html>" ? "text/html" : soap_type);
            http.location = "https://other/";
            http.authenticate = {"Negotiate", R"(Basic realm="WSMAN", charset="UTF-8")"};
            INFO(row.status << body);
            const auto listing = read(http);
            REQUIRE_FALSE(listing);
            CHECK(listing.error().code == row.to_read);
            CHECK(listing.error().detail == row.detail);
            CHECK(listing.error().native ==
                  NativeCode{NativeDomain::http_status, static_cast<std::uint32_t>(row.status)});
            CHECK(change(http).error().code == row.to_change);
        }
    }
    CHECK(read(http_with(401, "")).error().detail == "HTTP status 401");
}

TEST_CASE("interpret: an error has the words of a page for people", "[wsman]") {
    // As HTTP.sys words it.
    const auto page = [](const std::string& title, const std::string& sentence) {
        return "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/"
               "strict.dtd\">\r\n<HTML><HEAD><TITLE>Not shown</TITLE>\r\n<META HTTP-EQUIV="
               "\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n<BODY><h2>" +
               title + "</h2>\r\n<hr><p>" + sentence + "</p>\r\n</BODY></HTML>\r\n";
    };
    const std::string html = "Text/HTML; charset=us-ascii";
    const auto too_long =
        http_with(400,
                  page("Bad Request - Request Too Long",
                       "HTTP Error 400. The size of the request headers is too long."),
                  html);
    CHECK(read(too_long).error() ==
          Error(Errc::not_served, NativeCode{NativeDomain::http_status, 400},
                "HTTP status 400: Bad Request - Request Too Long HTTP Error 400. The size of the "
                "request headers is too long."));
    CHECK(change(too_long).error() == read(too_long).error());
    CHECK(read(http_with(400,
                         page("Bad Request - Invalid Hostname",
                              "HTTP Error 400. The request hostname is invalid."),
                         html))
              .error()
              .detail == "HTTP status 400: Bad Request - Invalid Hostname HTTP Error 400. The "
                         "request hostname is invalid.");
    struct Row {
        int status;
        const char* detail;
    };
    for (const Row& row :
         {Row{401, "HTTP status 401: No! Go away."}, Row{403, "HTTP status 403: No! Go away."},
          Row{404, "no WS-Management service is there (HTTP status 404): No! Go away."},
          Row{413, "the request is too large for it: No! Go away."},
          Row{429, "HTTP status 429: No! Go away."}, Row{500, "HTTP status 500: No! Go away."},
          Row{502, "a proxy or a gateway did not reach it (HTTP status 502): No! Go away."},
          Row{503, "the service is unavailable (HTTP status 503): No! Go away."},
          // A page that asks users of a network to log in, for instance.
          Row{200, "the response has the type Text/HTML; charset=us-ascii: No! Go away."}}) {
        const auto http = http_with(row.status, page("No!", " Go\t<b>away.</b>"), html);
        CHECK(read(http).error().detail == row.detail);
    }
    const auto words = [](std::string body, std::string type = "text/html") {
        return words_of_page(http_with(400, std::move(body), std::move(type)));
    };
    CHECK(words(" a < b\n") == "a");
    CHECK(words(" a < b\n", "text/plain") == "a < b");
    CHECK(words("a", "application/xml").empty());
    CHECK(words("a", "").empty());
    CHECK(words("<!-- a > b --><ScRiPt x=y>evil()</SCRIPT ><style>p{}</style>c<br/>d") == "");
    CHECK(words("<!-- a > b --><ScRiPt x=y>evil()</SCRIPT><style>p{}</style>c<br/>d") == "c d");
    CHECK(words("\x1B[31mred\xE2\x80\xAE\0"s + "x") == "?[31mred????x");
    for (const char* cut : {"<", "<p", "<!--", "<head>", "<script", ""}) CHECK(words(cut).empty());
    // No page makes a long message.
    CHECK(words(std::string(100'000, 'x')) == std::string(240, 'x') + "...");
    CHECK(words(std::string(16'000, ' ') + std::string(100'000, '<')).empty());
}

TEST_CASE("interpret: a fault counts more than the HTTP status", "[wsman]") {
    const std::string fault = fault_with("w:InternalError", wsman_fault("5", "No."));
    for (const int status : {200, 400, 401, 500, 503}) {
        CHECK(read(http_with(status, fault)).error().code == Errc::access_denied);
        CHECK(change(http_with(status, fault)).error().detail == "No.");
    }
    // EncodingLimit may concern the request or the response.
    const std::string too_large = fault_with("w:EncodingLimit", "");
    CHECK(read(http_with(500, too_large)).error().code == Errc::limit_exceeded);
    CHECK(change(http_with(500, too_large)).error().code == Errc::outcome_unknown);
    CHECK(change(http_with(500, fault_with("w:QuotaLimit", ""))).error().code ==
          Errc::limit_exceeded);
}

TEST_CASE("interpret: cuts off a long text of a fault", "[wsman]") {
    const auto detail_of = [](const std::string& text) {
        return change(http_with(500, fault_with("w:InternalError", wsman_fault("5", text))))
            .error()
            .detail;
    };
    CHECK(detail_of(std::string(2'000, 'x')) == std::string(2'000, 'x'));
    CHECK(detail_of(std::string(2'001, 'x')) == std::string(2'000, 'x') + " ...");
    // Between characters.
    std::string umlauts = "x";
    for (int i = 0; i != 100'000; ++i) umlauts += "\xC3\xA4";
    CHECK(detail_of(umlauts) == umlauts.substr(0, 2'001) + " ...");
}

TEST_CASE("result_of: accepts every form of an empty output", "[wsman]") {
    CHECK(outcome_in(output_with("")));
    for (const char* value :
         {"<p:ReturnValue>0</p:ReturnValue>", "<p:ReturnValue/>",
          "<p:ReturnValue> </p:ReturnValue>", "<p:ReturnValue xsi:nil=\"true\"/>",
          "<p:ReturnValue>\n0\n</p:ReturnValue>"})
        CHECK(outcome_in(output_with(value)));
    // No OUTPUT in its name, and another namespace: seen in the field.
    CHECK(outcome_in(response_with(
        "<p:AddCryptoCheckpoint "
        "xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/AddCryptoCheckpoint\">"
        "<p:ReturnValue>0</p:ReturnValue></p:AddCryptoCheckpoint>")));
    CHECK(outcome_in(response_with("<AddCryptoCheckpoint_OUTPUT xmlns=\"urn:x\"/>")));
    CHECK(outcome_in("<?xml version=\"1.0\"?>\n" + output_with("") + "\n"));
    CHECK(outcome_in(replaced(output_with(""), "<a:RelatesTo>uuid:1</a:RelatesTo>", "")));
    CHECK(outcome_in(replaced(output_with(""), ">uuid:1<", ">\n uuid:1 \n<")));
}

TEST_CASE("result_of: a return value other than 0 is an error", "[wsman]") {
    const auto returned = [](const char* value) {
        return outcome_in(output_with("<p:ReturnValue>" + std::string(value) + "</p:ReturnValue>"));
    };
    CHECK(returned("2148073494").error().code == Errc::key_container_not_found);
    CHECK(returned("-2146893802").error().native == NativeCode{NativeDomain::hresult, 0x80090016});
    CHECK(returned("5007").error().code == Errc::resource_not_found);
    CHECK(returned("4096").error().code == Errc::outcome_unknown);  // "job started", elsewhere
    CHECK(returned("13").error().code == Errc::malformed_message);
    for (const char* value : {"x", "0x0", "0 0", "99999999999", "1.0", "true"})
        CHECK(returned(value).error().code == Errc::outcome_unknown);
    CHECK(
        outcome_in(output_with("<p:ReturnValue>0</p:ReturnValue><p:ReturnValue>0</p:ReturnValue>"))
            .error()
            .code == Errc::outcome_unknown);
    CHECK(
        outcome_in(output_with("<p:ReturnValue xsi:nil=\"true\"/><p:ReturnValue>5</p:ReturnValue>"))
            .error()
            .code == Errc::outcome_unknown);
}

TEST_CASE("result_of: an output with more than a return value is outcome_unknown", "[wsman]") {
    for (const char* more :
         {"<p:Other>1</p:Other>", "<p:Other>1</p:Other><p:ReturnValue>0</p:ReturnValue>",
          "<p:returnValue>5</p:returnValue>", "<p:ReturnValue><x>5</x></p:ReturnValue>",
          "<p:ReturnValue>0<x/></p:ReturnValue>",
          "<p:MSFT_WmiError><p:error_Code>5</p:error_Code></p:MSFT_WmiError>"})
        CHECK(outcome_in(output_with(more)).error().code == Errc::outcome_unknown);
}

TEST_CASE("interpret: an unknown failure of a change is outcome_unknown", "[wsman]") {
    const auto of = [](const std::string& fault) {
        return change(http_with(500, fault)).error().code;
    };
    CHECK(of(fault_with("w:InternalError", "")) == Errc::outcome_unknown);
    CHECK(of(fault_with("w:InternalError", wsman_fault("1726", "RPC failed."))) ==
          Errc::outcome_unknown);
    CHECK(of(fault_with("w:InternalError", wsman_fault("2147942405", "Denied."))) ==
          Errc::access_denied);
    // WBEM_E_FAILED, and an unknown code of the CryptoAPI.
    CHECK(of(fault_with("w:InternalError", wsman_fault("2147749889", "Failed."))) ==
          Errc::cluster_refused);
    CHECK(of(fault_with("w:InternalError", wsman_fault("2148073473", "Bad UID."))) ==
          Errc::cluster_refused);
    CHECK(read(http_with(500, fault_with("w:InternalError", ""))).error().code ==
          Errc::cluster_refused);
}

TEST_CASE("result_of: a response to another request is outcome_unknown", "[wsman]") {
    for (const std::string& body :
         {output_with("", "RemoveCryptoCheckpoint_OUTPUT"),
          output_with("", "AddCryptoCheckpoint_INPUT"), response_with(instance_with("")),
          response_with("<n:PullResponse><n:EndOfSequence/></n:PullResponse>"),
          response_with("<IdentifyResponse/>"), output_with("", "addcryptocheckpoint_output")})
        CHECK(outcome_in(body).error().code == Errc::outcome_unknown);
}

TEST_CASE("interpret: rejects unreadable responses", "[wsman]") {
    const std::string good = output_with("");
    const auto with = [](std::string body) { return http_with(200, std::move(body)); };
    check_unreadable(with(""));
    check_unreadable(with("OK"));
    check_unreadable(with("<html><body><h1>It works!</h1></body></html>"));
    check_unreadable(http_with(200, good, "text/html"));
    check_unreadable(http_with(200, good, "application/octet-stream"));
    check_unreadable(http_with(200, good, "multipart/encrypted;protocol=\"x\""));
    check_unreadable(http_with(200, good, "application/soap+xml;charset=utf-16"));
    check_unreadable(http_with(200, good, "application/soap+xml; charset=\"ISO-8859-1\""));
    check_unreadable(http_with(200, good, "application/soap+xml; charset=\"utf-8"));
    check_unreadable(http_with(200, good, "application/soap+xml; charset=\""));
    check_unreadable(with("<!DOCTYPE x>" + good));
    check_unreadable(with("<!DOCTYPE x [<!ENTITY a \"b\">]>" + replaced(good, "uuid:2", "&a;")));
    check_unreadable(with("<!DOCTYPE x SYSTEM \"http://other/x.dtd\">" + good));
    check_unreadable(with(replaced(good, "uuid:2", "&#0;")));
    check_unreadable(with(replaced(good, "uuid:2", "\xFF")));
    check_unreadable(with(replaced(good, "uuid:1", "uuid:3")));
    check_unreadable(with(replaced(good, "uuid:1", "UUID:1 x")));
    check_unreadable(
        with(replaced(good, "</a:RelatesTo>", "</a:RelatesTo><a:RelatesTo>uuid:1</a:RelatesTo>")));
    check_unreadable(with(replaced(good, "<s:Header>", "<s:Header/><s:Header>")));
    check_unreadable(with(replaced(good, "<s:Body>", "<s:Body/><s:Body>")));
    check_unreadable(with(replaced(good, "<s:Body>", "<s:Body><s:Fault/>")));
    check_unreadable(with(replaced(good, "</s:Body>", "<s:Fault/></s:Body>")));
    check_unreadable(with(response_with("")));
    check_unreadable(with(response_with("text")));
    check_unreadable(with(good + good));
    check_unreadable(with("<x>" + good + "</x>"));
    std::string utf16;
    for (const char letter : good) utf16 += {letter, '\0'};
    check_unreadable(with(utf16));
    check_unreadable(with("\xFF\xFE" + utf16));
    for (const int depth : {65, 100'000}) {
        std::string nested;
        for (int i = 0; i != depth; ++i) nested += "<x>";
        check_unreadable(with(replaced(good, "uuid:2", nested)));
        for (int i = 0; i != depth; ++i) nested += "</x>";
        check_unreadable(with(replaced(good, "uuid:2", nested)));
    }
    check_unreadable(with(
        response_with("<n:PullResponse><n:Items/><n:Items/><n:EndOfSequence/></n:PullResponse>")));
}

TEST_CASE("interpret: accepts a response without RelatesTo", "[wsman]") {
    const std::string good = output_with("");
    const auto without = [&](std::string_view from, std::string_view to) {
        const auto first = good.find(from);
        return http_with(200, std::string(good).erase(first, good.find(to) - first));
    };
    CHECK(read(without("<a:RelatesTo>", "</s:Header>")));
    CHECK(read(without("<s:Header>", "<s:Body>")));
}

TEST_CASE("interpret: accepts XML in UTF-8, or no Content-Type", "[wsman]") {
    for (const char* type :
         {"", "application/soap+xml", "application/soap+xml;charset=UTF-8",
          R"(Application/SOAP+XML; Charset="utf-8"; action="x")", "text/xml", "application/xml",
          "application/soap+xml;charset=us-ascii", " text/xml ;charset=utf8"})
        CHECK(read(http_with(200, output_with(""), type)));
}

TEST_CASE("interpret: a truncated response is never a success", "[wsman]") {
    const std::string good = output_with("<p:ReturnValue>0</p:ReturnValue>");
    REQUIRE(outcome_in(good));
    for (std::size_t size = 0; size != good.size(); ++size) {
        const auto outcome = outcome_in(good.substr(0, size));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == Errc::outcome_unknown);
    }
    const std::string fault = fault_with("w:InternalError", wsman_fault("5", "No."));
    for (std::size_t size = 0; size != fault.size(); ++size)
        CHECK(outcome_in(fault.substr(0, size), 500).error().code == Errc::outcome_unknown);
}
