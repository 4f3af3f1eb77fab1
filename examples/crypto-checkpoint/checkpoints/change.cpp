// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change.hpp"

namespace crypto_checkpoint::cli {

Result<Ensured> predict_change(Change change, const Result<CheckpointList>& listing,
                               CspSpecView spec) {
    if (!listing) return std::unexpected(listing.error());
    const bool is_there = presence_in(*listing, spec) == Presence::present;
    if (is_there != adds(change)) return Ensured::changed;
    if (change == Change::add) return std::unexpected(Error(Errc::checkpoint_already_exists));
    if (change == Change::remove) return std::unexpected(Error(Errc::checkpoint_not_found));
    return Ensured::unchanged;
}

std::optional<Error> skip_reason_after(const Error& error) {
    if (error.code == Errc::outcome_unknown)
        return Error(Errc::cluster_unreachable,
                     "not asked, because the result for the name before it is unknown");
    const Condition kind = condition(error);
    if (kind == Condition::unavailable || kind == Condition::timed_out ||
        kind == Condition::outcome_unknown || error.code == Errc::authentication_failed ||
        error.code == Errc::insecure_connection)
        return Error(error.code, "not asked, because the name before it failed with this error");
    return std::nullopt;
}

}  // namespace crypto_checkpoint::cli
