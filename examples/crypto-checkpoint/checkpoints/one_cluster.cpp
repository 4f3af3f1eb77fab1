// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/one_cluster.hpp"

#include "checkpoints/change_report.hpp"
#include "checkpoints/cluster_hints.hpp"
#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/cluster/resource_pattern.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <memory>

namespace crypto_checkpoint::cli {
namespace {

std::vector<std::string> sandbox_hints(const Context& context, const Error& error,
                                       std::string_view resource, const CspSpec* checkpoint,
                                       const FakeClusterState& state) {
    if (checkpoint != nullptr)
        return hints_for_checkpoint(context, error, resource, *checkpoint, state);
    return error.code == Errc::resource_not_found
               ? hints_for_missing_resource(context, resource, state)
               : hints_for_unreachable(context, state);
}

Result<Ensured> make_change(AnyBackend& backend, const ChangeRequest& request) {
    ClusterResource target(backend, request.resource);
    const auto changed = [](const Result<void>& done) -> Result<Ensured> {
        if (!done) return std::unexpected(done.error());
        return Ensured::changed;
    };
    switch (request.change) {
        case Change::add: return changed(target.add_crypto_checkpoint(request.name));
        case Change::remove: return changed(target.remove_crypto_checkpoint(request.name));
        case Change::ensure: return target.ensure_crypto_checkpoint(request.name);
        case Change::ensure_absent: return target.ensure_no_crypto_checkpoint(request.name);
    }
    return std::unexpected(Error(Errc::unsupported));
}

Result<Ensured> predict(AnyBackend& backend, const ChangeRequest& request) {
    if (!request.spec) return std::unexpected(Error(request.spec.error()));
    return predict_change(request, backend.list(request.resource));
}

std::unexpected<Error> missing_resource(std::string_view name) {
    Error error(Errc::resource_not_found);
    error.resource = name;
    return std::unexpected(std::move(error));
}

Result<Resources> list(OneCluster& cluster, std::string_view pattern) {
    if (!cluster.connection) return std::unexpected(cluster.connection.error());
    // The sandbox enumerates for a single name, too, which gives the name in its own spelling.
    if (!has_wildcard(pattern) && !cluster.is_sandbox())
        return listing_of(pattern, cluster.connection->backend.list(pattern));
    auto found = matching(cluster.connection->resources(), pattern);
    if (found && found->empty() && !has_wildcard(pattern)) return missing_resource(pattern);
    return found;
}

}  // namespace

OneCluster open_native_cluster(const NativeAddress& address) {
    const bool is_local = address.cluster.empty();
    OneCluster cluster{
        .connection = open_native_backend(address),
        .label = {.name = is_local ? std::string(local_cluster) : address.cluster,
                  .shown = is_local ? "the local cluster" : printable(address.cluster)}};
    cluster.hints = [read = cluster.connection ? cluster.connection->resources : nullptr](
                        const Error& error, std::string_view resource, const CspSpec* checkpoint) {
        Resources resources;
        if (read && needs_resources(error)) resources = read().value_or(Resources());
        return cluster_hints(error, resource, checkpoint, resources);
    };
    return cluster;
}

Result<OneCluster> open_sandbox(const Context& context, bool to_change) {
    auto opened =
        to_change ? Sandbox::open_named_or_default(context) : Sandbox::open_to_look(context);
    if (!opened) return std::unexpected(std::move(opened.error()));
    const auto sandbox = std::make_shared<Sandbox>(*std::move(opened));
    std::string if_empty;
    if (!to_change) {
        const auto state = sandbox->state();
        if (!state) return std::unexpected(state.error());
        if (state->nodes.empty()) if_empty = how_to_fill(context);
    }
    return OneCluster{
        .connection = Connection{sandbox->backend(), [sandbox] { return sandbox->resources(); }},
        .if_empty = std::move(if_empty),
        .how_to_add =
            [sandbox, &context](std::string_view resource) {
                const auto now = sandbox->state();
                return now ? how_to_add(context, resource, *now) : std::string();
            },
        .hints =
            [sandbox, &context](const Error& error, std::string_view resource,
                                const CspSpec* checkpoint) {
                const auto now = sandbox->state();
                return now ? sandbox_hints(context, error, resource, checkpoint, *now)
                           : std::vector<std::string>();
            }};
}

ExitStatus change_checkpoints(Context& context, OneCluster& cluster, Change change,
                              const std::string& resource, const std::vector<std::string>& names) {
    const bool predicts = context.dry_run && !cluster.is_sandbox();
    bool would_change = false;
    std::optional<Error> skip_reason;
    ExitStatus status = ExitStatus::success;
    for (const ChangeRequest& request :
         change_requests(change, resource, names, cluster.label.name)) {
        std::vector<std::string> hints;
        Result<Ensured> result;
        if (skip_reason) {
            result = std::unexpected(*skip_reason);
        } else {
            if (cluster.connection)
                result = predicts ? predict(cluster.connection->backend, request)
                                  : make_change(cluster.connection->backend, request);
            else
                result = std::unexpected(cluster.connection.error());
            if (!result) {
                if (cluster.hints && request.spec)
                    hints = cluster.hints(result.error(), resource, &*request.spec);
                skip_reason = skip_reason_after(result.error());
            }
        }
        would_change = would_change || result == Ensured::changed;
        status = worst(status, print_change(context, request, result, hints));
    }
    if (predicts && would_change) print_unchecked(context, change);
    return status;
}

Result<Resources> read_resources(OneCluster& cluster, const std::vector<std::string>& names) {
    if (!cluster.connection) return std::unexpected(cluster.connection.error());
    if (cluster.connection->resources) return cluster.connection->resources();
    Resources found;
    for (const std::string& name : names) {
        auto listing = listing_of(name, cluster.connection->backend.list(name));
        if (listing)
            found.push_back(std::move(listing->front()));
        else if (listing.error().code != Errc::resource_not_found)
            return listing;
    }
    return found;
}

ExitStatus list_checkpoints(Context& context, OneCluster& cluster, std::string_view pattern) {
    if (!cluster.if_empty.empty()) {
        if (!context.json) context.out.print("{}\n", cluster.if_empty);
        return ExitStatus::success;
    }
    auto listing = list(cluster, pattern);
    std::vector<std::string> hints;
    if (!listing && cluster.hints) hints = cluster.hints(listing.error(), pattern, nullptr);
    ExitStatus status = ExitStatus::success;
    (void)print_listing(context, cluster.label, pattern, std::move(listing), status, hints,
                        cluster.how_to_add);
    return status;
}

}  // namespace crypto_checkpoint::cli
