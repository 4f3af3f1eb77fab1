// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_SERVICE_LOG_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_SERVICE_LOG_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/request_codec.hpp>
#include <crypto_checkpoint/wsman/wsman_response.hpp>

#include <string_view>
#include <variant>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// What a log shows of a request.
inline WsmanLogEntry log_entry_of(const ParsedRequest& read) {
    struct Describer {
        WsmanLogEntry& log_entry;
        void operator()(const Identify&) const { log_entry.operation = "Identify"; }
        void operator()(const Get&) const { log_entry.operation = "Get"; }
        void operator()(const Pull&) const { log_entry.operation = "Pull"; }
        void operator()(const Release&) const { log_entry.operation = "Release"; }
        void operator()(const Enumerate& enumerate) const {
            log_entry.operation = "Enumerate";
            log_entry.argument = enumerate.query.value_or("");
        }
        void operator()(const Invoke& invoke) const {
            log_entry.operation = invoke.method;
            for (const Property& argument : invoke.arguments)
                if (argument.name == "CheckpointName")
                    log_entry.argument = argument.value.value_or("");
        }
    };
    WsmanLogEntry log_entry;
    for (const Selector& selector : read.request.selectors)
        if (equals_ignoring_ascii_case(std::string_view(selector.name), std::string_view("Name")))
            log_entry.resource = selector.value;
    if (read.rejection)
        log_entry.operation = read.action;
    else
        std::visit(Describer{log_entry}, read.request.operation);
    return log_entry;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
