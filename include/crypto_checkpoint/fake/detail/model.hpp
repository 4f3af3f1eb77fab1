// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_MODEL_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_MODEL_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/rollback.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/detail/failover.hpp>
#include <crypto_checkpoint/fake/detail/listed_names.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The effect of each command on the state of a fake cluster. Deterministic. A command that fails leaves
/// the state unchanged, except those that start resources: a key that cannot be restored fails its
/// resource. So does one that throws, except those; the others log their events before the change, and
/// nothing after the first change throws. fake_cluster.hpp lists what of this is documented and what is
/// chosen.
///
/// Names keep their first spelling; every lookup goes through maps that ignore case.
class FakeClusterModel {
public:
    [[nodiscard]] const FakeClusterState& state() const noexcept { return state_; }
    void set_state(FakeClusterState state) { state_to_load() = std::move(state); }
    /// For SnapshotReader.
    [[nodiscard]] FakeClusterState& state_to_load() noexcept {
        listed_names_.forget();
        return state_;
    }

    ExecutionResult execute(const FakeClusterCommand& command) {
        const std::uint64_t revision = state_.revision;
        const std::uint64_t last_event = state_.last_event;
        ExecutionResult result;
        logged_.clear();
        detail::Rollback events([this, last_event]() noexcept {
            for (; state_.last_event != last_event; --state_.last_event) state_.events.pop_back();
        });
        result.outcome = std::visit([this](const auto& chosen) { return apply(chosen); }, command);
        events.commit();
        result.changed = state_.revision != revision;
        result.events = std::exchange(logged_, {});
        while (state_.events.size() > max_fake_events) state_.events.pop_front();
        return result;
    }

    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) const {
        if (any_node_up() == nullptr) return std::unexpected(no_node_up());
        const auto found = state_.resources.find(resource);
        if (found == state_.resources.end())
            return std::unexpected(error_with_native(Errc::resource_not_found));
        return checkpoints_of(found->second);
    }

    [[nodiscard]] Result<std::vector<ReportedResource>> resources() const {
        if (any_node_up() == nullptr) return std::unexpected(no_node_up());
        std::vector<ReportedResource> reported;
        for (const auto& [name, resource] : state_.resources)
            reported.push_back({name, state_.groups.find(resource.group)->second.owner_node,
                                resource.group, resource.state, checkpoints_of(resource)});
        return reported;
    }

private:
    using NamedNode = NameMap<FakeNode>::value_type;
    using NamedResource = NameMap<FakeResource>::value_type;

    Result<void> apply(const fake::Configure& command) {
        if (state_.settings == command.settings) return {};
        state_.settings = command.settings;
        return changed();
    }

    Result<void> apply(const fake::ChangeSetting& command) {
        const FakeClusterSetting* const setting = find_fake_cluster_setting(command.setting);
        if (setting == nullptr)
            return std::unexpected(
                Error(Errc::object_not_found, "setting '" + command.setting + "'"));
        bool& value = state_.settings.*setting->value;
        if (value == command.value) return {};
        value = command.value;
        return changed();
    }

    Result<void> apply(const fake::AddNode& command) {
        if (auto valid = check_resource_name(command.node); !valid) return valid;
        if (state_.nodes.contains(command.node)) return already_exists("node", command.node);
        failover().log_event(FakeEventKind::node_started, {}, command.node);
        state_.nodes.try_emplace(command.node, new_fake_node());
        return changed();
    }

    Result<void> apply(const fake::CrashNode& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        auto& [name, crashed] = **node;
        if (!crashed.up) return {};
        crashed.up = false;
        failover().log_event(FakeEventKind::node_stopped, {}, name);
        const NamedNode* const survivor = any_node_up();
        for (auto& group : state_.groups) {
            if (group.second.owner_node != name) continue;
            failover().stop_all(group);
            // A failed restore is reported by its event only.
            if (survivor != nullptr) (void)failover().take_over(group, survivor->first);
        }
        return changed();
    }

    Result<void> apply(const fake::StartNode& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        auto& [name, started] = **node;
        if (started.up) return {};
        started.up = true;
        failover().log_event(FakeEventKind::node_started, {}, name);
        for (auto& group : state_.groups) {
            const std::string& owner = group.second.owner_node;
            if (owner == name || !state_.nodes.find(owner)->second.up)
                (void)failover().take_over(group, name);
        }
        return changed();
    }

    Result<void> apply(const fake::InstallProvider& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        if (auto valid = check_resource_name(command.provider); !valid) return valid;
        if (!command.type.is_valid()) return refused(Errc::provider_type_out_of_range);
        NameMap<ProviderType> added{{command.provider, command.type}};
        auto& [up, providers, default_providers, containers] = (*node)->second;
        if (providers.contains(command.provider))
            return already_exists("provider", command.provider);
        default_providers.try_emplace(command.type, command.provider);
        providers.merge(added);
        return changed();
    }

    Result<void> apply(const fake::RemoveProvider& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        const auto provider = find_named((*node)->second.providers, "provider", command.provider);
        if (!provider) return std::unexpected(provider.error());
        const std::string name = (*provider)->first;
        std::erase_if((*node)->second.default_providers,
                      [&](const auto& entry) { return entry.second == name; });
        (*node)->second.providers.erase(name);
        return changed();
    }

    Result<void> apply(const fake::SetDefaultProvider& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        const auto provider = find_named((*node)->second.providers, "provider", command.provider);
        if (!provider) return std::unexpected(provider.error());
        if ((*provider)->second != command.type) return refused(Errc::provider_type_mismatch);
        auto& default_providers = (*node)->second.default_providers;
        const auto chosen = default_providers.find(command.type);
        if (chosen != default_providers.end() && chosen->second == (*provider)->first) return {};
        default_providers.insert_or_assign(command.type, (*provider)->first);
        return changed();
    }

    Result<void> apply(const fake::CreateKey& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        const std::string name = to_checkpoint_name(command.container);
        if (const auto valid = parse_checkpoint_name(name); !valid)
            return std::unexpected(Error(valid.error()));
        auto container = resolve_container((*node)->second, command.container);
        if (!container) return std::unexpected(std::move(container.error()));
        container->machine_level = command.machine_level;
        const FakeKey key{state_.last_key + 1, command.exportable};
        if (!(*node)->second.containers.emplace(std::move(*container), key).second)
            return already_exists("key container", command.container.key_container());
        ++state_.last_key;
        return changed();
    }

    Result<void> apply(const fake::ChangeKey& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        const auto container = find_container((*node)->second, command.container);
        if (!container) return std::unexpected(container.error());
        const auto& [name, key] = **container;
        const FakeKey changed_key{state_.last_key + 1, key.exportable};
        if (state_.settings.save_changed_keys)
            failover().save_changed_key((*node)->first, name, changed_key);
        (*node)->second.containers.find(name)->second = changed_key;
        ++state_.last_key;
        return changed();
    }

    Result<void> apply(const fake::DeleteKey& command) {
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        const auto container = find_container((*node)->second, command.container);
        if (!container) return std::unexpected(container.error());
        (*node)->second.containers.erase((*node)->second.containers.find((*container)->first));
        return changed();
    }

    Result<void> apply(const fake::AddResource& command) {
        for (const std::string& name : {command.resource, command.group})
            if (auto valid = check_resource_name(name); !valid) return valid;
        const auto node = find_named(state_.nodes, "node", command.node);
        if (!node) return std::unexpected(node.error());
        if (state_.resources.contains(command.resource))
            return already_exists("resource", command.resource);
        const auto group = state_.groups.find(command.group);
        const bool is_new = group == state_.groups.end();
        if (!is_new && group->second.owner_node != (*node)->first)
            return std::unexpected(Error(Errc::invalid_value, "the group '" + group->first +
                                                                  "' is on the node '" +
                                                                  group->second.owner_node + "'"));
        NameMap<FakeResource> added;
        added[command.resource].group = is_new ? command.group : group->first;
        if (is_new) state_.groups.try_emplace(command.group, FakeGroup{(*node)->first});
        state_.resources.merge(added);
        return changed();
    }

    Result<void> apply(const fake::DeleteResource& command) {
        const auto resource = find_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        failover().log_event(FakeEventKind::resource_deleted, (*resource)->first,
                             owner_of(**resource).first);
        state_.resources.erase(state_.resources.find(command.resource));
        listed_names_.forget();
        return changed();
    }

    Result<void> apply(const fake::BringOnline& command) {
        const auto resource = find_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        const auto& owner = owner_of(**resource);
        if (!owner.second.up) return refused(Errc::node_unavailable);
        if ((*resource)->second.state == ResourceState::online) return {};
        (*resource)->second.wanted_online = true;
        return changed(failover().start(**resource, owner.first));
    }

    Result<void> apply(const fake::TakeOffline& command) {
        const auto resource = find_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        auto& found = (*resource)->second;
        if (found.state == ResourceState::offline && !found.wanted_online) return {};
        failover().stop(**resource, owner_of(**resource).first);
        found.wanted_online = false;
        return changed();
    }

    Result<void> apply(const fake::MoveResource& command) {
        const auto resource = find_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        const auto target = find_named(state_.nodes, "node", command.node);
        if (!target) return std::unexpected(target.error());
        if (!(*target)->second.up) return refused(Errc::node_unavailable);
        auto& group = *state_.groups.find((*resource)->second.group);
        if (group.second.owner_node == (*target)->first) return {};
        failover().stop_all(group);
        return changed(failover().take_over(group, (*target)->first));
    }

    Result<void> apply(const fake::AddCheckpoint& command) {
        const auto resource = find_modifiable_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        const auto& [owner, node] = owner_of(**resource);
        const auto container = find_container(node, command.checkpoint);
        if (!container) return std::unexpected(container.error());
        const auto& [container_name, key] = **container;

        CspSpec spec = command.checkpoint;
        if (state_.settings.resolve_provider_name_on_add && !spec.provider_name())
            spec = CspSpec(unchecked, spec.provider_type(), container_name.provider_name,
                           std::string(spec.key_container()));
        std::string name = to_checkpoint_name(spec);
        auto& checkpoints = (*resource)->second.checkpoints;
        auto checkpoint = listed_names_.find(state_, checkpoints, name);
        if (checkpoint != checkpoints.end() && state_.settings.refuse_duplicate_add)
            return refused(Errc::checkpoint_already_exists);
        if (!key.exportable) return not_exportable();

        const auto log = [&](FakeEventKind kind, std::string_view listed) {
            failover().log_event(kind, (*resource)->first, owner, listed);
        };
        if (checkpoint != checkpoints.end()) {
            log(FakeEventKind::key_saved, checkpoint->name);
            checkpoint->saved = key;
        } else {
            log(FakeEventKind::checkpoint_added, name);
            log(FakeEventKind::key_saved, name);
            listed_names_.add(name);
            checkpoints.push_back({std::move(spec), std::move(name), key});
        }
        return changed();
    }

    Result<void> apply(const fake::RemoveCheckpoint& command) {
        const auto resource = find_modifiable_resource(command.resource);
        if (!resource) return std::unexpected(resource.error());
        auto& checkpoints = (*resource)->second.checkpoints;
        const auto checkpoint =
            listed_names_.find(state_, checkpoints, to_checkpoint_name(command.checkpoint));
        if (checkpoint == checkpoints.end())
            return state_.settings.refuse_unknown_remove ? refused(Errc::checkpoint_not_found)
                                                         : Result<void>();
        failover().log_event(FakeEventKind::checkpoint_removed, (*resource)->first,
                             owner_of(**resource).first, checkpoint->name);
        listed_names_.remove(checkpoint->name);
        checkpoints.erase(checkpoint);
        return changed();
    }

    Result<void> changed(Result<void> outcome = {}) {
        ++state_.revision;
        return outcome;
    }
    [[nodiscard]] Result<void> not_exportable() const {
        constexpr NativeCode bad_key_state{NativeDomain::hresult, 0x8009000B};
        if (state_.settings.answer_bad_key_state)
            return std::unexpected(Error(Errc::key_not_exportable, bad_key_state));
        return refused(Errc::key_not_exportable);
    }

    FakeFailover failover() { return FakeFailover(state_, logged_); }

    static CheckpointList checkpoints_of(const FakeResource& resource) {
        CheckpointList listing;
        for (const FakeCheckpoint& checkpoint : resource.checkpoints)
            listing.push_back({checkpoint.name, checkpoint.spec});
        return listing;
    }

    /// The first node that is up, or nullptr.
    [[nodiscard]] const NamedNode* any_node_up() const {
        for (const NamedNode& node : state_.nodes)
            if (node.second.up) return &node;
        return nullptr;
    }

    [[nodiscard]] const NamedNode& owner_of(const NamedResource& resource) const {
        return *state_.nodes.find(state_.groups.find(resource.second.group)->second.owner_node);
    }

    Result<NamedResource*> find_resource(std::string_view name) {
        const auto resource = state_.resources.find(name);
        if (resource == state_.resources.end())
            return std::unexpected(error_with_native(Errc::resource_not_found));
        return &*resource;
    }

    /// A resource whose owner is up.
    Result<NamedResource*> find_modifiable_resource(std::string_view name) {
        if (any_node_up() == nullptr) return std::unexpected(no_node_up());
        auto resource = find_resource(name);
        if (!resource) return resource;
        if (!owner_of(**resource).second.up)
            return std::unexpected(error_with_native(Errc::node_unavailable));
        if (state_.settings.require_online_to_change &&
            (*resource)->second.state != ResourceState::online)
            return std::unexpected(error_with_native(Errc::invalid_resource_state));
        return resource;
    }

    FakeClusterState state_;
    ListedNames listed_names_;
    std::vector<FakeEvent> logged_;  // by the command that is executed
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
