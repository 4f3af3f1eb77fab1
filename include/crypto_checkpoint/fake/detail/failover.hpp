// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_FAILOVER_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_FAILOVER_HPP

#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/state.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The event that Windows writes, if any.
constexpr std::optional<std::uint32_t> windows_event_of(FakeEventKind kind) noexcept {
    if (kind == FakeEventKind::key_restore_failed) return crypto_checkpoint_restore_failed_event;
    return std::nullopt;
}

/// The inverse of to_string().
constexpr std::optional<FakeEventKind> fake_event_kind(std::string_view name) noexcept {
    for (int kind = 0; kind <= static_cast<int>(FakeEventKind::key_restore_failed); ++kind)
        if (to_string(static_cast<FakeEventKind>(kind)) == name)
            return static_cast<FakeEventKind>(kind);
    return std::nullopt;
}

/// Whether a command starts resources, and so changes many things one after the other.
inline bool starts_resources(const FakeClusterCommand& command) {
    return std::holds_alternative<fake::CrashNode>(command) ||
           std::holds_alternative<fake::StartNode>(command) ||
           std::holds_alternative<fake::BringOnline>(command) ||
           std::holds_alternative<fake::MoveResource>(command);
}

/// Starts, stops and moves resources with their keys, and logs the events.
class FakeFailover {
public:
    /// @param logged  receives the events, too
    FakeFailover(FakeClusterState& state, std::vector<FakeEvent>& logged)
        : state_(state), logged_(logged) {}

    void log_event(FakeEventKind kind, std::string_view resource, std::string_view node,
                   std::string_view checkpoint = {}) {
        FakeEvent event;
        event.sequence = state_.last_event + 1;
        event.kind = kind;
        event.windows_event = windows_event_of(kind);
        event.resource = resource;
        event.node = node;
        event.checkpoint = checkpoint;
        logged_.push_back(event);
        state_.events.push_back(std::move(event));
        ++state_.last_event;
    }

    /// Restores the keys of a resource on its owner before the resource is online.
    Result<void> start(NameMap<FakeResource>::value_type& entry, const std::string& owner) {
        auto& [name, resource] = entry;
        FakeNode& node = state_.nodes.find(owner)->second;
        std::optional<Error> failure;
        for (const FakeCheckpoint& checkpoint : resource.checkpoints) {
            auto container = resolve_container(node, checkpoint.spec);
            if (container) {
                node.containers.insert_or_assign(std::move(*container), checkpoint.saved);
                log_event(FakeEventKind::key_restored, name, owner, checkpoint.name);
                continue;
            }
            log_event(FakeEventKind::key_restore_failed, name, owner, checkpoint.name);
            if (failure) continue;
            failure = Error(Errc::restore_failed, checkpoint.name + " on the node '" + owner + "'");
            failure->native = container.error().native;
        }
        resource.state = failure ? ResourceState::failed : ResourceState::online;
        log_event(failure ? FakeEventKind::resource_failed : FakeEventKind::resource_online, name,
                  owner);
        if (failure) return std::unexpected(std::move(*failure));
        return {};
    }

    void stop(NameMap<FakeResource>::value_type& entry, const std::string& owner) {
        log_event(FakeEventKind::resource_offline, entry.first, owner);
        entry.second.state = ResourceState::offline;
    }

    void stop_all(NameMap<FakeGroup>::value_type& group) {
        for (auto& entry : state_.resources)
            if (equals_ignoring_ascii_case(entry.second.group, group.first) &&
                entry.second.state == ResourceState::online)
                stop(entry, group.second.owner_node);
    }

    /// Moves a group to a node and starts there every resource that should run. Returns the first
    /// error after all have been tried.
    /// @pre  No resource of the group is online.
    Result<void> take_over(NameMap<FakeGroup>::value_type& group, const std::string& node) {
        if (group.second.owner_node != node) {
            group.second.owner_node = node;
            log_event(FakeEventKind::group_moved, group.first, node);
        }
        Result<void> outcome;
        for (auto& entry : state_.resources) {
            const FakeResource& resource = entry.second;
            if (!equals_ignoring_ascii_case(resource.group, group.first) || !resource.wanted_online)
                continue;
            Result<void> started = start(entry, node);
            if (outcome) outcome = std::move(started);
        }
        return outcome;
    }

    /// Saves a changed key for every resource that is online on the node with a checkpoint of the
    /// container.
    void save_changed_key(const std::string& node_name, const FakeContainerName& container,
                          const FakeKey& key) {
        constexpr LessContainerName less;
        std::vector<FakeCheckpoint*> saving;
        const FakeNode& node = state_.nodes.find(node_name)->second;
        for (auto& [name, resource] : state_.resources) {
            const std::string& owner = state_.groups.find(resource.group)->second.owner_node;
            if (resource.state != ResourceState::online || owner != node_name) continue;
            for (FakeCheckpoint& checkpoint : resource.checkpoints) {
                const auto resolved = resolve_container(node, checkpoint.spec);
                if (!resolved || less(*resolved, container) || less(container, *resolved)) continue;
                saving.push_back(&checkpoint);
                log_event(FakeEventKind::key_saved, name, node_name, checkpoint.name);
            }
        }
        for (FakeCheckpoint* checkpoint : saving) checkpoint->saved = key;
    }

private:
    FakeClusterState& state_;
    std::vector<FakeEvent>& logged_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
