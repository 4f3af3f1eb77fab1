// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change.hpp"

#include "checkpoints/change_report.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>

namespace crypto_checkpoint::cli {
namespace {

std::vector<std::string> hints_for(Session& session, const ChangeRequest& request,
                                   const Error& error, Sandbox& sandbox) {
    const auto spec = check_checkpoint_name(std::string_view(request.name), Dialect::tolerant);
    const auto state = sandbox.state();
    if (!spec || !state) return {};
    return hints_for_checkpoint(session, error, request.resource, spec->to_owned(), *state);
}

}  // namespace

Result<Ensured> predict_change(Change change, const Result<CheckpointList>& listing,
                               CspSpecView spec) {
    if (!listing) return std::unexpected(listing.error());
    const bool is_there = presence_in(*listing, spec) == Presence::present;
    if (is_there != adds(change)) return Ensured::changed;
    if (change == Change::add) return std::unexpected(Error(Errc::checkpoint_already_exists));
    if (change == Change::remove) return std::unexpected(Error(Errc::checkpoint_not_found));
    return Ensured::unchanged;
}

Result<Ensured> execute(AnyBackend& backend, Change change, const std::string& resource,
                        std::string_view name) {
    ClusterResource target(backend, resource);
    const auto changed = [](const Result<void>& done) -> Result<Ensured> {
        if (!done) return std::unexpected(done.error());
        return Ensured::changed;
    };
    switch (change) {
        case Change::add: return changed(target.add_crypto_checkpoint(name));
        case Change::remove: return changed(target.remove_crypto_checkpoint(name));
        case Change::ensure: return target.ensure_crypto_checkpoint(name);
        case Change::ensure_absent: return target.ensure_no_crypto_checkpoint(name);
    }
    return std::unexpected(Error(Errc::unsupported));
}

ExitStatus change_checkpoints(Session& session, Change change, const std::string& resource,
                              const std::vector<std::string>& names) {
    auto sandbox = Sandbox::open_existing(session);
    if (!sandbox) return print_sandbox_error(session, sandbox.error());
    AnyBackend backend(*sandbox);
    ExitStatus status = ExitStatus::well;
    for (const std::string& name : names) {
        const ChangeRequest request{change, resource, name};
        const Result<Ensured> outcome = execute(backend, change, resource, name);
        std::vector<std::string> hints;
        if (!outcome) hints = hints_for(session, request, outcome.error(), *sandbox);
        status = worst(status, tell(session, request, outcome, hints));
    }
    return status;
}

}  // namespace crypto_checkpoint::cli
