// SPDX-License-Identifier: BSL-1.0
#include "serve/site.hpp"

#include "serve/page.hpp"
#include "serve/request_log.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// What a browser is told of all that comes from here: load nothing from elsewhere, run nothing but
/// our one script, believe what we say it is, and ask again each time.
std::vector<HttpHeader> headers_for_browsers() {
    return {{"Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
             "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
            {"X-Content-Type-Options", "nosniff"},
            {"Referrer-Policy", "no-referrer"},
            {"Cache-Control", "no-store"}};
}

HttpResponse reply(int status, std::string_view type, std::string body) {
    return {
        status, std::string(type) + "; charset=utf-8", std::move(body), headers_for_browsers(), {}};
}

HttpResponse not_this_way(std::string allowed, std::string why) {
    HttpResponse answer = reply(405, "text/plain", std::move(why));
    answer.headers.push_back({"Allow", std::move(allowed)});
    return answer;
}

}  // namespace

struct SandboxSite::Inside {
    const Context& context;
    Sandbox& sandbox;
    WsmanService<Sandbox&> service{sandbox};

    HttpResponse speak_wsman(const HttpRequest& call) {
        if (call.method != "POST")
            return not_this_way("POST", "WS-Management is spoken here: messages come by POST. "
                                        "A page for people is at /\n");
        return service.handle(call);
    }

    HttpResponse show(const HttpRequest& call) {
        const auto state = sandbox.state();
        if (!state)
            return reply(
                503, "text/plain",
                std::string(meaning(state.error().code)) + ": " + state.error().detail + '\n');
        if (call.path == "/") return reply(200, "text/html", page_of(context, *state));
        // The script asks for what is newer than what it shows.
        if (call.query == "not=" + std::to_string(state->revision)) return {204, {}, {}, {}, {}};
        HttpResponse answer = reply(200, "text/html", page_content(context, *state));
        answer.headers.push_back({"X-Revision", std::to_string(state->revision)});
        return answer;
    }
};

SandboxSite::SandboxSite(const Context& context, Sandbox& sandbox)
    : inside_(new Inside{context, sandbox}) {}
SandboxSite::~SandboxSite() = default;

HttpResponse SandboxSite::answer(const HttpRequest& call) {
    if (detail::equals_ignoring_ascii_case(call.path, wsman_path))
        return inside_->speak_wsman(call);
    const bool is_page = call.path == "/";
    const bool is_of_page =
        call.path == "/state" || call.path == "/page.css" || call.path == "/page.js";
    if (!is_page && !is_of_page)
        return reply(404, "text/plain", "here are only / for people and /wsman for programs\n");
    if (call.method == "POST") return not_this_way("GET, HEAD", "this can only be looked at\n");
    HttpResponse answer = call.path == "/page.css"  ? reply(200, "text/css", page_style())
                          : call.path == "/page.js" ? reply(200, "text/javascript", page_script())
                                                    : inside_->show(call);
    if (is_of_page && answer.status < 400) answer.subject = AskedByPage{};
    return answer;
}

}  // namespace crypto_checkpoint::cli
