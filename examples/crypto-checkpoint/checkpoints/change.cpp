// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change.hpp"

#include <crypto_checkpoint/name/parse.hpp>

#include <algorithm>
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

std::vector<ChangeRequest> change_requests(Change change, const std::string& resource,
                                           const std::vector<std::string>& names,
                                           const std::string& cluster) {
    std::vector<ChangeRequest> requests;
    for (const std::string& name : names)
        requests.push_back({change, resource, name,
                            parse(name, adds(change) ? Dialect::documented : Dialect::tolerant),
                            cluster});
    // The words before the first name with a backslash continue a resource without quotes.
    const auto first = std::ranges::find_if(
        names, [](const std::string& name) { return name.find('\\') != name.npos; });
    if (first == names.begin() || first == names.end()) return requests;
    std::string meant = resource;
    for (auto word = names.begin(); word != first; ++word) meant += ' ' + *word;
    requests.front().meant_resource = std::move(meant);
    return requests;
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
        return Error(Errc::not_sent, "the result for the name before it is unknown");
    const Condition kind = condition(error);
    if (kind == Condition::unavailable || kind == Condition::timed_out ||
        error.code == Errc::authentication_failed || error.code == Errc::insecure_connection)
        return Error(error.code, "not asked, because the name before it failed with this error");
    return std::nullopt;
}

}  // namespace crypto_checkpoint::cli
