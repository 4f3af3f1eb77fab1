// SPDX-License-Identifier: BSL-1.0
#include "native_cluster.hpp"

#include "change_report.hpp"
#include "dry_run.hpp"
#include "hopeless.hpp"
#include "listing_report.hpp"
#include "option_value.hpp"
#include "password.hpp"
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

/// A resource by its name is asked for directly; for a pattern all are.
Result<std::vector<ReportedResource>> look(OpenedCluster& opened, std::string_view pattern) {
    if (has_wildcard(pattern)) {
        auto all = opened.resources();
        if (all)
            std::erase_if(*all, [&](const ReportedResource& resource) {
                return !matches_wildcard(resource.name, pattern);
            });
        return all;
    }
    auto listing = opened.backend.list(pattern);
    if (!listing) return std::unexpected(std::move(listing.error()));
    std::vector<ReportedResource> found(1);
    found.front().name = pattern;
    found.front().crypto_checkpoints = *std::move(listing);
    return found;
}

}  // namespace

std::expected<NativeCluster, UsageError> native_cluster_of(const Words& words,
                                                           BackendChoice choice) {
    if (words.all("--cluster").size() > 1)
        return usage_fault(fmt::format("--backend {} takes one --cluster", to_string(choice)));
    NativeCluster cluster{.way = choice == BackendChoice::clusapi ? NativeCluster::Way::clusapi
                                                                  : NativeCluster::Way::wmi,
                          .cluster = words.one("--cluster"),
                          .node = words.one("--node"),
                          .user = words.one("--user")};
    if (cluster.cluster == local) cluster.cluster.clear();
    if (cluster.cluster.find("://") != std::string::npos)
        return usage_fault(fmt::format("--backend {} takes a name, not {}", to_string(choice),
                                       shell_quoted(cluster.cluster)),
                           {"a URL is for --backend wsman"});
    if (cluster.user.empty()) {
        if (words.has("--password-file")) return usage_fault("--password-file needs --user");
        return cluster;
    }
    if (cluster.cluster.empty())
        return usage_fault("--user needs --cluster",
                           {"here WMI takes nobody but who runs this program"});
    auto password = password_of(words, "--user");
    if (!password) return std::unexpected(std::move(password.error()));
    cluster.password = *std::move(password);
    return cluster;
}

ExitStatus change_on_native_cluster(Session& session, const NativeCluster& cluster, Change change,
                                    const std::string& resource,
                                    const std::vector<std::string>& names) {
    auto opened = open_cluster(cluster);
    AnyBackend* backend = opened ? &opened->backend : nullptr;
    std::optional<AnyBackend> looking;
    if (opened && session.dry_run) backend = &looking.emplace(DryRun(opened->backend));
    std::optional<Error> fate;
    ExitStatus status = ExitStatus::well;
    for (const std::string& name : names) {
        const ChangeRequest request{change, resource, name, listed(cluster).name};
        Result<Ensured> outcome = !opened ? std::unexpected(opened.error())
                                  : fate  ? std::unexpected(*fate)
                                          : carry_out(*backend, change, resource, name);
        if (!outcome && !fate) fate = fate_of_the_rest(outcome.error());
        status = worst(status, tell(session, request, outcome));
    }
    return status;
}

ExitStatus list_on_native_cluster(Session& session, const NativeCluster& cluster,
                                  std::string_view pattern) {
    auto opened = open_cluster(cluster);
    if (opened && has_wildcard(pattern) && !opened->resources) {
        complain(session, "this way to a cluster lists one resource at a time",
                 {fmt::format("name it: {} list RESOURCE --backend clusapi", program_name())});
        return ExitStatus::usage;
    }
    ExitStatus status = ExitStatus::well;
    auto listing = opened ? look(*opened, pattern) : std::unexpected(opened.error());
    (void)tell_listing(session, listed(cluster), pattern, std::move(listing), status);
    return status;
}

}  // namespace crypto_checkpoint::cli
