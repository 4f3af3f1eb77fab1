// SPDX-License-Identifier: BSL-1.0
// expected error: AnyBackend: this backend cannot be moved: keep it in a variable, pass that
#include <crypto_checkpoint/cluster/any_backend.hpp>

#include <mutex>
#include <string_view>

struct Immovable {
    std::mutex mutex;
    crypto_checkpoint::Result<void> add(std::string_view, crypto_checkpoint::CspSpecView);
    crypto_checkpoint::Result<void> remove(std::string_view, crypto_checkpoint::CspSpecView);
    crypto_checkpoint::Result<crypto_checkpoint::CheckpointList> list(std::string_view);
};

// It cannot be moved into an AnyBackend.
crypto_checkpoint::AnyBackend any{Immovable()};
