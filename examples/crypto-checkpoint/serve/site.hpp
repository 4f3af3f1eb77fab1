// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"
#include "serve/serve.hpp"
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <string_view>

namespace crypto_checkpoint::cli {

/// The sandbox over HTTP: WS-Management for programs and a page for people.
/// @par Thread safety  safe
class SandboxSite {
public:
    static constexpr std::string_view wsman_path = "/wsman";

    /// @param context  for the command lines on the page
    SandboxSite(const Context& context, Sandbox& sandbox, SiteOptions options)
        : context_(context),
          sandbox_(sandbox),
          is_page_read_only_(options.is_page_read_only),
          service_(sandbox.journal(),
                   {.vendor = "crypto_checkpoint, a fake cluster",
                    .empty_array =
                        options.omits_empty_arrays ? EmptyArray::left_out : EmptyArray::null}) {}

    /// Responds to a request. The subject of the response is a WsmanLogEntry or SentByPage.
    HttpResponse operator()(const HttpRequest& request);

    /// For EndpointOptions::anonymous: Identify at the path of WS-Management.
    AnonymousAccess anonymous_access() const;

private:
    HttpResponse show(const HttpRequest& request);
    HttpResponse act(const HttpRequest& request);

    const Context& context_;
    Sandbox& sandbox_;
    bool is_page_read_only_;
    WsmanService<JournaledFakeCluster&> service_;
};

}  // namespace crypto_checkpoint::cli
