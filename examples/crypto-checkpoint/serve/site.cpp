// SPDX-License-Identifier: BSL-1.0
#include "serve/site.hpp"

#include "serve/page.hpp"
#include "serve/request_log.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

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

HttpResponse method_not_allowed(std::string allowed, std::string why) {
    HttpResponse response = respond(405, "text/plain", std::move(why));
    response.headers.push_back({"Allow", std::move(allowed)});
    return response;
}

}  // namespace

HttpResponse SandboxSite::show(const HttpRequest& request) {
    const auto state = sandbox_.state();
    if (!state)
        return respond(
            503, "text/plain",
            std::string(meaning(state.error().code)) + ": " + state.error().detail + '\n');
    if (request.path == "/") return respond(200, "text/html", page_of(context_, *state));
    // The script asks for a revision newer than the one it shows.
    if (request.query == "not=" + std::to_string(state->revision)) return {204, {}, {}, {}, {}};
    HttpResponse response = respond(200, "text/html", page_content(context_, *state));
    response.headers.push_back({"X-Revision", std::to_string(state->revision)});
    return response;
}

HttpResponse SandboxSite::operator()(const HttpRequest& request) {
    std::string_view path = request.path;
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);  // as Windows: /wsman/
    if (detail::equals_ignoring_ascii_case(path, wsman_path)) {
        if (request.method == "POST") return service_.handle(request);
        return method_not_allowed("POST", "WS-Management is served here: send messages by POST. "
                                          "A page for people is at /\n");
    }
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

}  // namespace crypto_checkpoint::cli
