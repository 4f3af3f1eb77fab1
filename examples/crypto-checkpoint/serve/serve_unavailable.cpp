// SPDX-License-Identifier: BSL-1.0
// Takes the place of serve.cpp where that is not built: it needs crypto_checkpoint::endpoint, which needs
// OpenSSL, and the signals of POSIX.
#include "serve/serve.hpp"

namespace crypto_checkpoint::cli {

ExitStatus serve_sandbox(Context& context, EndpointOptions) {
    print_error(context, "serve is not part of this program",
                {"it is left out on Windows, and where OpenSSL is not found"});
    return ExitStatus::usage;
}

}  // namespace crypto_checkpoint::cli
