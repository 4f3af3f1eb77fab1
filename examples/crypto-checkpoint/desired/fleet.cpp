// SPDX-License-Identifier: BSL-1.0
#include "desired/fleet.hpp"

#include "checkpoints/connection_hints.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <utility>
#include <variant>

namespace crypto_checkpoint::cli {

Fleet::Fleet(Target target) : target_(std::move(target)) {
    if (const auto* const one = std::get_if<OneCluster>(&target_)) {
        labels_.push_back(one->label);
        labels_.back().heading = one->is_sandbox() ? "the sandbox:\n" : one->label.shown + ":\n";
        return;
    }
    const auto& addresses = std::get<Clusters>(target_).addresses;
    for (const ClusterAddress& address : addresses) {
        const std::string shown = printable(address.url);
        labels_.emplace_back(address.url, shown, shown + ":\n");
    }
}

std::vector<Result<Resources>> Fleet::read(Context& context,
                                           const std::vector<std::string>& names) {
    std::vector<Result<Resources>> states(size());
    if (auto* const one = std::get_if<OneCluster>(&target_))
        states.front() = read_resources(*one, names);
    else
        read_resources(context, std::get<Clusters>(target_),
                       [&](std::size_t index, Result<Resources> resources) {
                           states[index] = std::move(resources);
                       });
    return states;
}

std::vector<std::string> Fleet::hints(std::size_t index, const Error& error) const {
    if (const auto* const clusters = std::get_if<Clusters>(&target_))
        return connection_hints(error, clusters->addresses[index]);
    const auto& one = std::get<OneCluster>(target_);
    return one.hints ? one.hints(error, {}, nullptr) : std::vector<std::string>();
}

void Fleet::apply(
    Context& context, const std::vector<PlanFor>& plans, OnFailure on_failure,
    const std::function<void(std::size_t index, const std::string& resource,
                             const PlannedCheckpoint&, const Result<Ensured>&)>& on_change,
    const std::function<void(std::size_t index, const Applied&)>& on_end) {
    if (auto* const one = std::get_if<OneCluster>(&target_)) {
        for (const PlanFor& each : plans)
            on_end(each.index,
                   crypto_checkpoint::apply(
                       one->connection->backend, each.plan, on_failure,
                       [&](const std::string& resource, const PlannedCheckpoint& checkpoint,
                           const Result<Ensured>& result) {
                           on_change(each.index, resource, checkpoint, result);
                           context.out.flush();
                       }));
        return;
    }
    Clusters clusters = std::get<Clusters>(target_);
    std::vector<ClusterAddress> addresses;
    std::vector<Plan> each_plan;
    for (const PlanFor& each : plans) {
        addresses.push_back(clusters.addresses[each.index]);
        each_plan.push_back(each.plan);
    }
    clusters.addresses = std::move(addresses);
    apply_plans(
        context, clusters, each_plan, on_failure,
        [&](std::size_t i, const std::string& resource, const PlannedCheckpoint& checkpoint,
            const Result<Ensured>& result) {
            on_change(plans[i].index, resource, checkpoint, result);
        },
        [&](std::size_t i, const Applied& applied) { on_end(plans[i].index, applied); });
}

}  // namespace crypto_checkpoint::cli
