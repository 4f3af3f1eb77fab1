// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/server/http_handler.hpp>

#include <memory>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A sandbox as it is seen over HTTP: WS-Management for programs, and a page for people.
/// @par Thread safety  safe
class SandboxSite {
public:
    /// Where WS-Management is spoken, as everywhere.
    static constexpr std::string_view wsman_path = "/wsman";

    /// @param context  whose commands the page shows
    SandboxSite(const Context& context, Sandbox& sandbox);
    ~SandboxSite();

    /// The subject of the reply is a WsmanLogEntry, or AskedByPage.
    [[nodiscard]] HttpResponse answer(const HttpRequest& call);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace crypto_checkpoint::cli
