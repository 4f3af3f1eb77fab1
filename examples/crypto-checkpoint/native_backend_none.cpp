// SPDX-License-Identifier: BSL-1.0
#include "native_backend.hpp"

namespace crypto_checkpoint::cli {

bool has_native_backends() noexcept { return false; }

Result<OpenedCluster> open_cluster(const NativeCluster&) {
    return std::unexpected(Error(Errc::unsupported));
}

}  // namespace crypto_checkpoint::cli
