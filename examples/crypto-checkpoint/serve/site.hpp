// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"
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
    SandboxSite(const Context& context, Sandbox& sandbox)
        : context_(context),
          sandbox_(sandbox),
          service_(sandbox.journal(), {.vendor = "crypto_checkpoint, a fake cluster"}) {}

    /// Responds to a request. The subject of the response is a WsmanLogEntry or SentByPage.
    HttpResponse operator()(const HttpRequest& request);

private:
    HttpResponse show(const HttpRequest& request);

    const Context& context_;
    Sandbox& sandbox_;
    WsmanService<JournaledFakeCluster&> service_;
};

}  // namespace crypto_checkpoint::cli
