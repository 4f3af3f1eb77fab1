// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change.hpp"

#include <crypto_checkpoint/name/parse.hpp>

#include <string_view>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

std::expected<CspSpec, SyntaxError> parse(std::string_view name, Dialect dialect) {
    const auto parsed = parse_checkpoint_name(name, dialect);
    if (!parsed) return std::unexpected(parsed.error());
    return parsed->to_owned();
}

}  // namespace

ChangeRequest change_request(Change change, std::string resource, std::string name,
                             std::string cluster) {
    auto spec = parse(name, adds(change) ? Dialect::documented : Dialect::tolerant);
    return {change, std::move(resource), std::move(name), std::move(spec), std::move(cluster)};
}

Result<Ensured> predict_change(const ChangeRequest& request,
                               const Result<CheckpointList>& listing) {
    if (!listing) return std::unexpected(listing.error());
    const Change change = request.change;
    const bool is_there = presence_in(*listing, *request.spec) == Presence::present;
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
