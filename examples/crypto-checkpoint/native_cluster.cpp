// SPDX-License-Identifier: BSL-1.0
#include "native_cluster.hpp"

#include "change_report.hpp"
#include "fate_of_the_rest.hpp"
#include "listing_report.hpp"
#include "option_value.hpp"
#include "program_name.hpp"
#include "text.hpp"
#include <crypto_checkpoint/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// The local cluster, as programs for clusters write it.
/// @par Source  Microsoft Learn, Add-ClusterCheckpoint, parameter Cluster
constexpr std::string_view local = ".";

ListedCluster listed(const NativeCluster& cluster) {
    if (cluster.cluster.empty()) return {std::string(local), "the local cluster"};
    return {cluster.cluster, printable(cluster.cluster)};
}

Result<Ensured> change_one(AnyBackend& backend, Change change, const std::string& resource,
                           const std::string& name, bool is_dry_run) {
    if (!is_dry_run) return carry_out(backend, change, resource, name);
    const auto spec = check_checkpoint_name(std::string_view(name), dialect_of(change));
    if (!spec) return std::unexpected(Error(spec.error()));
    return foreseen(change, backend.list(resource), *spec);
}

}  // namespace

std::expected<NativeCluster, UsageError> native_cluster_of(const Words& words) {
    if (words.all("--cluster").size() > 1)
        return usage_fault("--backend clusapi takes one --cluster");
    NativeCluster cluster{.cluster = words.one("--cluster"), .node = words.one("--node")};
    if (cluster.cluster == local) cluster.cluster.clear();
    if (cluster.cluster.find("://") != std::string::npos)
        return usage_fault(
            fmt::format("--backend clusapi takes a name, not {}", shell_quoted(cluster.cluster)),
            {"a URL is for --backend wsman"});
    return cluster;
}

ExitStatus change_on_native_cluster(Session& session, const NativeCluster& cluster, Change change,
                                    const std::string& resource,
                                    const std::vector<std::string>& names) {
    auto opened = open_cluster(cluster);
    std::optional<Error> fate;
    ExitStatus status = ExitStatus::well;
    for (const std::string& name : names) {
        const ChangeRequest request{change, resource, name, listed(cluster).name};
        const Result<Ensured> outcome =
            !opened ? std::unexpected(opened.error())
            : fate  ? std::unexpected(*fate)
                    : change_one(*opened, change, resource, name, session.dry_run);
        if (!outcome && !fate) fate = fate_of_the_rest(outcome.error());
        status = worst(status, tell(session, request, outcome));
    }
    return status;
}

ExitStatus list_on_native_cluster(Session& session, const NativeCluster& cluster,
                                  std::string_view pattern) {
    if (has_wildcard(pattern)) {
        complain(session, "ClusAPI lists one resource at a time",
                 {fmt::format("name it: {} list RESOURCE --backend clusapi", program_name())});
        return ExitStatus::usage;
    }
    auto opened = open_cluster(cluster);
    auto checkpoints = opened ? opened->list(pattern) : std::unexpected(opened.error());
    Result<std::vector<ReportedResource>> listing;
    if (checkpoints) {
        ReportedResource& resource = listing->emplace_back();
        resource.name = pattern;
        resource.crypto_checkpoints = *std::move(checkpoints);
    } else {
        listing = std::unexpected(std::move(checkpoints.error()));
    }
    ExitStatus status = ExitStatus::well;
    (void)tell_listing(session, listed(cluster), pattern, std::move(listing), status);
    return status;
}

}  // namespace crypto_checkpoint::cli
