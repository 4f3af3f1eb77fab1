// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/any_backend.hpp>

namespace crypto_checkpoint::cli {

/// A backend that looks instead of changing anything, and answers as far as a listing tells: whether the
/// container is there and its keys are exportable only the cluster knows.
class DryRun {
public:
    explicit DryRun(AnyBackend& inside) : inside_(inside) {}

    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return foreseen(resource, spec, Presence::absent, Errc::checkpoint_already_exists);
    }
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return foreseen(resource, spec, Presence::present, Errc::checkpoint_not_found);
    }
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return inside_.list(resource);
    }

private:
    Result<void> foreseen(std::string_view resource, CspSpecView spec, Presence needed,
                          Errc otherwise) {
        const auto listing = inside_.list(resource);
        if (!listing) return std::unexpected(listing.error());
        const bool is_there = presence_in(*listing, spec) == Presence::present;
        if (is_there != (needed == Presence::present)) return std::unexpected(Error(otherwise));
        return {};
    }

    AnyBackend& inside_;
};

}  // namespace crypto_checkpoint::cli
