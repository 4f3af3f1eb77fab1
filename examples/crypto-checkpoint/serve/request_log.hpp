// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/server/http_handler.hpp>

#include <string_view>

namespace crypto_checkpoint::cli {

/// The subject of responses to requests that the page sends by itself. They are not logged.
struct SentByPage {};

/// Prints one line for each request, unbuffered.
class RequestLog {
public:
    explicit RequestLog(Context& context) : context_(context) {}

    void print_address(std::string_view url);
    void operator()(const HttpLogEntry& entry);

private:
    Context& context_;
};

}  // namespace crypto_checkpoint::cli
