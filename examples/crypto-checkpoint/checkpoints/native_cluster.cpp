// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/native_cluster.hpp"

#include "checkpoints/change_report.hpp"
#include "checkpoints/listing_report.hpp"
#include "checkpoints/password.hpp"
#include "checkpoints/skip_after_failure.hpp"
#include "cli/option_value.hpp"
#include "cli/program_name.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

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
    if (!is_dry_run) return execute(backend, change, resource, name);
    const auto spec = check_checkpoint_name(std::string_view(name), dialect_of(change));
    if (!spec) return std::unexpected(Error(spec.error()));
    return predict_change(change, backend.list(resource), *spec);
}

Result<std::vector<ReportedResource>> matching(Result<std::vector<ReportedResource>> all,
                                               std::string_view pattern) {
    if (all)
        std::erase_if(*all, [&](const ReportedResource& resource) {
            return !matches_wildcard(resource.name, pattern);
        });
    return all;
}

Result<std::vector<ReportedResource>> one_resource(const NativeCluster& cluster,
                                                   std::string_view name) {
    auto opened = open_cluster(cluster);
    auto checkpoints = opened ? opened->list(name) : std::unexpected(opened.error());
    if (!checkpoints) return std::unexpected(std::move(checkpoints.error()));
    ReportedResource resource;
    resource.name = name;
    resource.crypto_checkpoints = *std::move(checkpoints);
    return std::vector{std::move(resource)};
}

}  // namespace

std::expected<NativeCluster, UsageError> native_cluster_of(const Words& words,
                                                           BackendChoice choice) {
    const std::string way = fmt::format("--backend {}", to_string(choice));
    if (words.all("--cluster").size() > 1) return usage_fault(way + " takes one --cluster");
    NativeCluster cluster{.cluster = words.one("--cluster")};
    if (cluster.cluster == local) cluster.cluster.clear();
    if (cluster.cluster.find("://") != std::string::npos)
        return usage_fault(
            fmt::format("{} takes a name, not {}", way, shell_quoted(cluster.cluster)),
            {"a URL is for --backend wsman"});
    if (choice == BackendChoice::clusapi) {
        cluster.node = words.one("--node");
        return cluster;
    }
    cluster.way = NativeCluster::Way::wmi;
    cluster.wmi_namespace = words.one("--namespace");
    cluster.user = words.one("--user");
    if (!cluster.user.empty() && cluster.cluster.empty())
        return usage_fault("WMI takes no --user for this machine",
                           {"add: --cluster HOST, or leave --user out"});
    const auto seconds = number_of(words, "--timeout", 60, 3600);
    if (!seconds) return std::unexpected(seconds.error());
    cluster.timeout = std::chrono::seconds(*seconds);
    if (cluster.user.empty()) {
        if (words.has("--password-file")) return usage_fault("--password-file needs --user");
        return cluster;
    }
    auto password = password_of(words, "--user");
    if (!password) return std::unexpected(password.error());
    cluster.password = *std::move(password);
    return cluster;
}

ExitStatus change_on_native_cluster(Session& session, const NativeCluster& cluster, Change change,
                                    const std::string& resource,
                                    const std::vector<std::string>& names) {
    auto opened = open_cluster(cluster);
    std::optional<Error> fate;
    bool would_change = false;
    ExitStatus status = ExitStatus::well;
    for (const std::string& name : names) {
        const ChangeRequest request{change, resource, name, listed(cluster).name};
        const Result<Ensured> outcome =
            !opened ? std::unexpected(opened.error())
            : fate  ? std::unexpected(*fate)
                    : change_one(*opened, change, resource, name, session.dry_run);
        if (!outcome && !fate) fate = skip_reason_after(outcome.error());
        would_change = would_change || outcome == Ensured::changed;
        status = worst(status, tell(session, request, outcome));
    }
    if (would_change) tell_what_was_not_asked(session, change);
    return status;
}

ExitStatus list_on_native_cluster(Session& session, const NativeCluster& cluster,
                                  std::string_view pattern) {
    const bool is_pattern = has_wildcard(pattern);
    if (is_pattern && cluster.way == NativeCluster::Way::clusapi) {
        print_error(session, "ClusAPI lists one resource at a time",
                    {fmt::format("name it: {} list RESOURCE --backend clusapi", program_name())});
        return ExitStatus::usage;
    }
    Result<std::vector<ReportedResource>> listing =
        is_pattern ? matching(resources_of(cluster), pattern) : one_resource(cluster, pattern);
    ExitStatus status = ExitStatus::well;
    (void)tell_listing(session, listed(cluster), pattern, std::move(listing), status);
    return status;
}

}  // namespace crypto_checkpoint::cli
