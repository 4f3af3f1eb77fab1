// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/server/http_handler.hpp>

#include <string_view>

namespace crypto_checkpoint::cli {

/// What the page asks for by itself, to look like something and to stay up to date. Nobody wants to
/// read of that.
struct AskedByPage {};

/// Tells of requests on standard output, one line each, at once.
class RequestLog {
public:
    explicit RequestLog(Context& context) : context_(context) {}

    void tell_address(std::string_view url);
    void tell(const HttpLogEntry& record);

private:
    Context& context_;
};

}  // namespace crypto_checkpoint::cli
