// SPDX-License-Identifier: BSL-1.0
#include "serve/site.hpp"

#include "serve/page.hpp"
#include "serve/page_action.hpp"
#include "serve/request_log.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <utility>

namespace crypto_checkpoint::cli {
namespace {

/// Load nothing from elsewhere, run only our script, do not guess content types, do not cache.
std::vector<HttpHeader> headers_for_browsers() {
    return {{"Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
             "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
            {"X-Content-Type-Options", "nosniff"},
            {"Referrer-Policy", "no-referrer"},
            {"Cache-Control", "no-store"}};
}

HttpResponse respond(int status, std::string_view type, std::string body) {
    return {
        status, std::string(type) + "; charset=utf-8", std::move(body), headers_for_browsers(), {}};
}

/// Whether the type is JSON, which a page of another site cannot post without our consent (CORS).
bool is_json(std::string_view type) {
    type = type.substr(0, type.find(';'));
    type = type.substr(0, type.find_last_not_of(" \t") + 1);
    return detail::equals_ignoring_ascii_case(type, "application/json");
}

HttpResponse method_not_allowed(std::string allowed, std::string why) {
    HttpResponse response = respond(405, "text/plain", std::move(why));
    response.headers.push_back({"Allow", std::move(allowed)});
    return response;
}

/// Whether a path is that of WS-Management. As on Windows, it may end with a slash, in any case.
bool is_for_wsman(std::string_view path) {
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return detail::equals_ignoring_ascii_case(path, SandboxSite::wsman_path);
}

/// What the program says of a name. It changes nothing, and a page of another site cannot read it.
HttpResponse explanation_of_name(const HttpRequest& request) {
    if (request.method != "POST")
        return method_not_allowed("POST", "names on the page at / are posted here\n");
    if (!is_json(request.content_type))
        return respond(415, "text/plain", "the body must be application/json\n");
    PageAction said = explain_for_page(request.body);
    HttpResponse response = respond(
        said.status, said.status == 200 ? "application/json" : "text/plain", std::move(said.text));
    response.subject = SentByPage{};
    return response;
}

}  // namespace

HttpResponse SandboxSite::show(const HttpRequest& request) {
    const auto state = sandbox_.state();
    if (!state)
        return respond(
            503, "text/plain",
            std::string(meaning(state.error().code)) + ": " + state.error().detail + '\n');
    const Page page(context_, is_page_read_only_);
    if (request.path == "/") return respond(200, "text/html", page.whole(*state));
    // The script asks for a revision newer than the one it shows.
    if (request.query == "not=" + std::to_string(state->revision)) return {204, {}, {}, {}, {}};
    HttpResponse response = respond(200, "text/html", page.content(*state));
    response.headers.push_back({"X-Revision", std::to_string(state->revision)});
    return response;
}

/// An action of the page. A password, where one is set, was checked before.
HttpResponse SandboxSite::act(const HttpRequest& request) {
    if (request.method != "POST")
        return method_not_allowed("POST", "actions of the page at / are posted here\n");
    if (request.is_cross_origin)
        return respond(403, "text/plain", "a page of another site cannot change this\n");
    if (is_page_read_only_)
        return respond(403, "text/plain", "the page is read-only: --read-only-page is set\n");
    if (!is_json(request.content_type))
        return respond(415, "text/plain", "the body must be application/json\n");
    PageAction done = execute_page_action(context_, sandbox_, request.body);
    HttpResponse response = respond(done.status, "text/plain", std::move(done.text));
    response.subject = std::move(done.log_entry);
    return response;
}

HttpResponse SandboxSite::operator()(const HttpRequest& request) {
    if (is_for_wsman(request.path)) {
        if (request.method == "POST" && is_json(request.content_type))
            return respond(415, "text/plain", "the body must be application/soap+xml\n");
        if (request.method == "POST") return service_.handle(request);
        return method_not_allowed("POST", "WS-Management is served here: send messages by POST. "
                                          "A page for people is at /\n");
    }
    if (request.path == "/action") return act(request);
    if (request.path == "/explain") return explanation_of_name(request);
    const bool is_for_page =
        request.path == "/state" || request.path == "/page.css" || request.path == "/page.js";
    if (request.path != "/" && !is_for_page)
        return respond(404, "text/plain", "not found: / is for people, /wsman for programs\n");
    if (request.method == "POST") return method_not_allowed("GET, HEAD", "this is read-only\n");
    HttpResponse response = request.path == "/page.css" ? respond(200, "text/css", page_style())
                            : request.path == "/page.js"
                                ? respond(200, "text/javascript", page_script())
                                : show(request);
    if (is_for_page && response.status < 400) response.subject = SentByPage{};
    return response;
}

AnonymousAccess SandboxSite::anonymous_access() const {
    AnonymousAccess access = anonymous_access_of(service_);
    access.handler = [identify = std::move(access.handler)](const HttpRequest& request) {
        return is_for_wsman(request.path) ? identify(request) : std::nullopt;
    };
    return access;
}

}  // namespace crypto_checkpoint::cli
