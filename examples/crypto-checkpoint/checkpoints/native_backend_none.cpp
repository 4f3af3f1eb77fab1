// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/native_backend.hpp"

namespace crypto_checkpoint::cli {

bool has_native_backend() noexcept { return false; }

Result<AnyBackend> open_cluster(const NativeCluster&) {
    return std::unexpected(Error(Errc::unsupported));
}

Result<std::vector<ReportedResource>> resources_of(const NativeCluster&) {
    return std::unexpected(Error(Errc::unsupported));
}

}  // namespace crypto_checkpoint::cli
