// SPDX-License-Identifier: BSL-1.0
// Replaces serve.cpp without OpenSSL, which crypto_checkpoint::endpoint needs, and without POSIX signals.
#include "serve/serve.hpp"

namespace crypto_checkpoint::cli {

ExitStatus serve_sandbox(Context& context, EndpointOptions, SiteOptions) {
    print_error(context, "serve is not part of this program", Errc::unsupported,
                {"it is left out on Windows, and where OpenSSL is not found"});
    return ExitStatus::usage;
}

}  // namespace crypto_checkpoint::cli
