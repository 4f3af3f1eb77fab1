// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_SNAPSHOT_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_SNAPSHOT_HPP

#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/failover.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The state of a cluster as rows of a journal, in the form of its commands. A row refers only to rows
// before it. Stable: existing journals contain these names and arguments.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The first row of a snapshot. Its arguments: the number of rows that follow, then
/// FakeClusterState::revision, last_event and last_key.
inline constexpr std::string_view snapshot_begin = "snapshot";

/// The number of rows that follow the first one.
inline std::uint64_t snapshot_rows(const FakeClusterState& state) {
    std::uint64_t rows = fake_cluster_settings.size() + state.nodes.size() + state.groups.size() +
                         state.resources.size() + state.events.size();
    for (const auto& [name, node] : state.nodes)
        rows += node.providers.size() + node.default_providers.size() + node.containers.size();
    for (const auto& [name, resource] : state.resources) rows += resource.checkpoints.size();
    return rows;
}

/// The states that a resource of a fake cluster has.
inline constexpr auto snapshot_states =
    std::to_array<std::pair<ResourceState, std::string_view>>({{ResourceState::online, "online"},
                                                               {ResourceState::offline, "offline"},
                                                               {ResourceState::failed, "failed"}});

/// Calls @p write with each row of a snapshot until it fails.
template <class Write>
auto write_snapshot(const FakeClusterState& state, Write write)
    -> decltype(write(WrittenCommand())) {
    decltype(write(WrittenCommand())) outcome{};
    const auto row = [&](std::string_view name, const auto&... values) {
        if (outcome) outcome = write(WrittenCommand{std::string(name), {written(values)...}});
    };
    row(snapshot_begin, snapshot_rows(state), state.revision, state.last_event, state.last_key);
    for (const FakeClusterSetting& setting : fake_cluster_settings)
        row("state_setting", std::string(setting.name), state.settings.*setting.value);
    for (const auto& [name, node] : state.nodes) {
        row("state_node", name, node.up);
        for (const auto& [provider, type] : node.providers)
            row("state_provider", name, provider, type);
        for (const auto& [type, provider] : node.default_providers)
            row("state_default_provider", name, type, provider);
        for (const auto& [container, key] : node.containers)
            row("state_container", name, container.provider_type, container.provider_name,
                container.container, container.machine_level, key.key, key.exportable);
    }
    for (const auto& [name, group] : state.groups) row("state_group", name, group.owner_node);
    for (const auto& [name, resource] : state.resources) {
        const auto spelled = std::ranges::find(snapshot_states, resource.state,
                                               [](const auto& entry) { return entry.first; });
        row("state_resource", name, resource.group, std::string(spelled->second),
            resource.wanted_online);
        for (const auto& [spec, text, saved] : resource.checkpoints)
            row("state_checkpoint", name, spec.provider_type(),
                std::string(spec.provider_name().value_or(std::string_view())),
                std::string(spec.key_container()), saved.key, saved.exportable);
    }
    for (const FakeEvent& event : state.events)
        row("state_event", event.sequence, std::string(to_string(event.kind)), event.resource,
            event.node, event.checkpoint);
    return outcome;
}

/// Adds rows of a snapshot to a state. Rejects a row that would break what the model relies on:
/// whoever writes into the file can also calculate checksums.
class SnapshotReader {
public:
    explicit SnapshotReader(FakeClusterState& state) : state_(state) {}

    /// The number of rows that follow, or nullopt if this is not the first row of a snapshot.
    static std::optional<std::uint64_t> begin(const WrittenCommand& text, FakeClusterState& state) {
        std::uint64_t rows = 0;
        FakeClusterState begun;
        if (text.name != snapshot_begin ||
            !read_arguments(text.arguments, rows, begun.revision, begun.last_event,
                            begun.last_key) ||
            (std::max)({begun.revision, begun.last_event, begun.last_key}) > max_count)
            return std::nullopt;
        state = std::move(begun);
        return rows;
    }

    /// @return  whether it is a row of a snapshot, and was added
    bool add(const WrittenCommand& text) {
        const std::vector<std::string>& arguments = text.arguments;
        if (text.name == "state_setting") return add_setting(arguments);
        if (text.name == "state_node") return add_node(arguments);
        if (text.name == "state_provider") return add_provider(arguments);
        if (text.name == "state_default_provider") return add_default_provider(arguments);
        if (text.name == "state_container") return add_container(arguments);
        if (text.name == "state_group") return add_group(arguments);
        if (text.name == "state_resource") return add_resource(arguments);
        if (text.name == "state_checkpoint") return add_checkpoint(arguments);
        return text.name == "state_event" && add_event(arguments);
    }

private:
    using Arguments = std::vector<std::string>;

    /// So that there is always a next one.
    static constexpr std::uint64_t max_count = std::uint64_t{1} << 62;

    static bool is_name(std::string_view text) {
        const char* const end = text.data() + text.size();
        for (const char* at = text.data(); at != end;) {
            const MeasuredCharacter character = measure_character(at, end);
            if (!character.well_formed || *at == '\0') return false;
            at += character.length;
        }
        return !text.empty();
    }

    bool add_key(const FakeKey& key) {
        if (key.key > max_count) return false;
        state_.last_key = (std::max)(state_.last_key, key.key);
        return true;
    }

    bool add_setting(const Arguments& arguments) {
        std::string name;
        bool value = false;
        if (!read_arguments(arguments, name, value)) return false;
        const FakeClusterSetting* const setting = find_fake_cluster_setting(name);
        if (setting == nullptr) return false;
        state_.settings.*setting->value = value;
        return true;
    }

    bool add_node(const Arguments& arguments) {
        std::string name;
        FakeNode node;
        return read_arguments(arguments, name, node.up) && is_name(name) &&
               state_.nodes.try_emplace(std::move(name), std::move(node)).second;
    }

    FakeNode* find_node(const std::string& name) {
        const auto found = state_.nodes.find(name);
        return found == state_.nodes.end() ? nullptr : &found->second;
    }

    bool add_provider(const Arguments& arguments) {
        std::string node_name;
        std::string provider;
        ProviderType type;
        if (!read_arguments(arguments, node_name, provider, type)) return false;
        FakeNode* const node = find_node(node_name);
        return node != nullptr && is_name(provider) && type.is_valid() &&
               node->providers.try_emplace(std::move(provider), type).second;
    }

    bool add_default_provider(const Arguments& arguments) {
        std::string node_name;
        std::string provider;
        ProviderType type;
        if (!read_arguments(arguments, node_name, type, provider)) return false;
        FakeNode* const node = find_node(node_name);
        return node != nullptr && node->providers.contains(provider) &&
               node->default_providers.try_emplace(type, std::move(provider)).second;
    }

    bool add_container(const Arguments& arguments) {
        std::string node_name;
        FakeContainerName name;
        FakeKey key;
        if (!read_arguments(arguments, node_name, name.provider_type, name.provider_name,
                            name.container, name.machine_level, key.key, key.exportable))
            return false;
        FakeNode* const node = find_node(node_name);
        return node != nullptr && name.provider_type.is_valid() && is_name(name.provider_name) &&
               is_name(name.container) && add_key(key) &&
               node->containers.try_emplace(std::move(name), key).second;
    }

    bool add_group(const Arguments& arguments) {
        std::string name;
        FakeGroup group;
        if (!read_arguments(arguments, name, group.owner_node)) return false;
        const auto owner = state_.nodes.find(group.owner_node);
        // The model compares the names of owners as they are spelled.
        return is_name(name) && owner != state_.nodes.end() && owner->first == group.owner_node &&
               state_.groups.try_emplace(std::move(name), std::move(group)).second;
    }

    bool add_resource(const Arguments& arguments) {
        std::string name;
        std::string spelled;
        FakeResource resource;
        if (!read_arguments(arguments, name, resource.group, spelled, resource.wanted_online))
            return false;
        const auto* const known = std::ranges::find(snapshot_states, spelled,
                                                    [](const auto& entry) { return entry.second; });
        if (known == snapshot_states.end() || !is_name(name) ||
            !state_.groups.contains(resource.group))
            return false;
        resource.state = known->first;
        return state_.resources.try_emplace(std::move(name), std::move(resource)).second;
    }

    bool add_checkpoint(const Arguments& arguments) {
        std::string resource_name;
        ProviderType type;
        std::string provider;  // empty: omitted
        std::string container;
        FakeKey saved;
        if (!read_arguments(arguments, resource_name, type, provider, container, saved.key,
                            saved.exportable))
            return false;
        const auto resource = state_.resources.find(resource_name);
        if (resource == state_.resources.end() || !is_name(container) ||
            (!provider.empty() && !is_name(provider)) || !add_key(saved))
            return false;
        CspSpec spec(unchecked, type,
                     provider.empty() ? std::nullopt : std::optional(std::move(provider)),
                     std::move(container));
        std::string text = to_checkpoint_name(spec);
        resource->second.checkpoints.push_back({std::move(spec), std::move(text), saved});
        return true;
    }

    bool add_event(const Arguments& arguments) {
        FakeEvent event;
        std::string kind;
        if (!read_arguments(arguments, event.sequence, kind, event.resource, event.node,
                            event.checkpoint))
            return false;
        const auto known = fake_event_kind(kind);
        if (!known || event.sequence > max_count || state_.events.size() == max_fake_events ||
            (!state_.events.empty() && event.sequence <= state_.events.back().sequence))
            return false;
        state_.last_event = (std::max)(state_.last_event, event.sequence);
        event.kind = *known;
        event.windows_event = windows_event_of(event.kind);
        state_.events.push_back(std::move(event));
        return true;
    }

    FakeClusterState& state_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
