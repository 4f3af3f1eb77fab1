// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/native_backend.hpp"

namespace crypto_checkpoint::cli {

bool has_native_backend() noexcept { return false; }

Result<Connection> open_native_backend(const NativeAddress&) {
    return std::unexpected(Error(Errc::unsupported));
}

}  // namespace crypto_checkpoint::cli
