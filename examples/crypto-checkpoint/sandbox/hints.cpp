// SPDX-License-Identifier: BSL-1.0
#include "sandbox/hints.hpp"

#include "console/text.hpp"
#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

using Hints = std::vector<std::string>;

/// nullptr if there is none: another process may have deleted it after the error.
const auto* find_named(const auto& entries, std::string_view name) {
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : &found->second;
}

Hints try_command(const Context& context, std::string_view arguments,
                  std::initializer_list<std::string_view> words) {
    return {"try: " + context.command(arguments, words)};
}

bool is_meant(const CspSpec& name, const FakeContainerName& container) {
    return name.provider_type() == container.provider_type &&
           detail::equals_ignoring_ascii_case(name.key_container(), container.container) &&
           (!name.provider_name() ||
            detail::equals_ignoring_ascii_case(*name.provider_name(), container.provider_name));
}

Hints hints_for_missing_key(const Context& context, const std::string& owner, const CspSpec& name,
                            const FakeClusterState& state) {
    Hints hints;
    for (const auto& [node_name, node] : state.nodes)
        for (const auto& [container, key] : node.containers) {
            if (!is_meant(name, container)) continue;
            if (!container.machine_level && node_name == owner)
                hints.push_back(fmt::format("{} has it for a user only, not for the machine",
                                            shell_quoted(owner)));
            else if (container.machine_level && node_name == owner)
                hints.push_back(fmt::format("{} has it in another provider: {}",
                                            shell_quoted(owner),
                                            shell_quoted(container.provider_name)));
            else if (container.machine_level)
                hints.push_back(fmt::format("it is on {}, but the resource is on {}",
                                            shell_quoted(node_name), shell_quoted(owner)));
        }
    if (const Hints known = hints_for_name(Errc::key_container_not_found, name); !known.empty())
        hints.insert(hints.end(), known.begin(), known.end());
    else
        hints.push_back("try: " +
                        context.command("sandbox key create", {owner, to_checkpoint_name(name)}));
    return hints;
}

}  // namespace

CspSpec new_container(const FakeNode& node) {
    for (int number = 1;; ++number) {
        CspSpec name(unchecked, ProviderType(1), std::nullopt,
                     number == 1 ? "MyKey" : fmt::format("MyKey{}", number));
        if (std::ranges::none_of(node.containers, [&](const auto& container) {
                return is_meant(name, container.first);
            }))
            return name;
    }
}

CspSpec name_of(const FakeContainerName& container, const FakeNode& node) {
    const auto chosen = node.default_providers.find(container.provider_type);
    const bool is_default =
        chosen != node.default_providers.end() &&
        detail::equals_ignoring_ascii_case(chosen->second, container.provider_name);
    return {unchecked, container.provider_type,
            is_default ? std::nullopt : std::optional(container.provider_name),
            container.container};
}

Hints hints_for_unknown_name(std::string_view word, const std::vector<std::string>& existing,
                             std::string_view kind) {
    if (const std::string similar = nearest(word, existing); !similar.empty())
        return {fmt::format("did you mean {}?", quoted_name(similar))};
    constexpr std::size_t most = 8;
    std::string list;
    for (std::size_t i = 0; i != std::min(most, existing.size()); ++i)
        list += (i == 0 ? "" : ", ") + quoted_name(existing[i]);
    if (existing.size() > most) list += fmt::format(" and {} more", existing.size() - most);
    return {fmt::format("{}: {}", kind, list)};
}

Hints hints_for_missing_checkpoint(std::string_view resource, const CspSpec& name,
                                   const std::vector<std::string>& existing) {
    if (existing.empty())
        return {fmt::format("{} has no checkpoints at all", quoted_name(resource))};
    return hints_for_unknown_name(to_checkpoint_name(name), existing, "checkpoints");
}

Hints hints_for_name(const Error& error, const CspSpec& name) {
    const AdviceList advice = advise(name);
    // The meaning of the first of these pieces that the name gets.
    const auto first_of = [&](std::initializer_list<AdviceCode> codes) -> Hints {
        for (const AdviceCode code : codes)
            if (advice.find(code)) return {std::string(meaning(code))};
        return {};
    };
    if (error.code == Errc::key_not_exportable)
        return {"a key is made exportable when it is created: create another container"};
    if (error.code == Errc::key_container_not_found)
        return first_of(
            {AdviceCode::key_container_is_file_name, AdviceCode::key_container_is_provider_name});
    if (error.code == Errc::provider_not_found) {
        if (advice.find(AdviceCode::provider_is_key_storage))
            return {
                "it is a key storage provider of CNG, and a checkpoint takes a CSP of CryptoAPI"};
        const Advice* const unknown = advice.find(AdviceCode::provider_name_unknown);
        if (unknown && unknown->provider)
            return {fmt::format("did you mean {}?", shell_quoted(unknown->provider->name))};
        return first_of({AdviceCode::several_names});
    }
    if (const Advice* const mismatch = advice.find(AdviceCode::provider_type_mismatch);
        mismatch && error.code == Errc::provider_type_mismatch)
        return {fmt::format(
            "write {}", shell_quoted(to_checkpoint_name(CspSpec(
                            unchecked, mismatch->provider->type, std::string(*name.provider_name()),
                            std::string(name.key_container())))))};
    return {};
}

const std::string* owner_of(std::string_view resource, const FakeClusterState& state) {
    const FakeResource* const found = find_named(state.resources, resource);
    return found ? &state.groups.find(found->group)->second.owner_node : nullptr;
}

std::string how_to_fill(const Context& context) {
    return "the sandbox is empty; to fill it: " + context.command("sandbox create");
}

Hints hints_for_unreachable(const Context& context, const FakeClusterState& state) {
    if (state.nodes.empty()) return {how_to_fill(context)};
    return try_command(context, "sandbox start", {state.nodes.begin()->first});
}

std::string how_to_add(const Context& context, std::string_view resource,
                       const FakeClusterState& state) {
    const auto add = [&](const CspSpec& name) {
        return context.command("add", {resource, to_checkpoint_name(name)});
    };
    const std::string* const owner = owner_of(resource, state);
    if (!owner) return {};
    const FakeNode& node = state.nodes.find(*owner)->second;
    for (const auto& [container, key] : node.containers) {
        if (!container.machine_level || !key.exportable) continue;
        return add(name_of(container, node));
    }
    const CspSpec name = new_container(node);
    return context.command("sandbox key create", {*owner, to_checkpoint_name(name)}) + " && " +
           add(name);
}

Hints hints_for_missing_resource(const Context& context, std::string_view resource,
                                 const FakeClusterState& state) {
    if (state.nodes.empty()) return {how_to_fill(context)};
    if (state.resources.empty())
        return try_command(context, "sandbox resource add", {resource, state.nodes.begin()->first});
    return hints_for_unknown_name(resource, names_of(state.resources), "resources");
}

Hints hints_for_missing_node(const Context& context, std::string_view node,
                             const FakeClusterState& state, std::string_view except) {
    if (state.nodes.empty()) return {how_to_fill(context)};
    std::vector<std::string> names = names_of(state.nodes);
    if (names.size() > 1) std::erase(names, except);
    return hints_for_unknown_name(node, names, "nodes");
}

namespace {

Hints hints_for_stopped_node(const Context& context, std::string_view node) {
    return {shell_quoted(node) +
            " is down; to start it: " + context.command("sandbox start", {node})};
}

Hints hints_for_missing_container(const Context& context, const std::string& node,
                                  const CspSpec& name, const FakeClusterState& state) {
    const FakeNode* const found = find_named(state.nodes, node);
    if (!found) return {};
    for (const auto& [container, key] : found->containers) {
        if (!is_meant(name, container)) continue;
        if (!container.machine_level)
            return {fmt::format("{} has it for a user only; a user's key can be created here, "
                                "and that is all",
                                shell_quoted(node))};
        return {fmt::format("{} has it in another provider: {}", shell_quoted(node),
                            shell_quoted(container.provider_name))};
    }
    if (Hints hints = hints_for_name(Errc::key_container_not_found, name); !hints.empty())
        return hints;
    return {"what there is: " + context.command("sandbox status")};
}

Hints hints_for_missing_provider(const Context& context, const std::string& node,
                                 const CspSpec& name, const FakeClusterState& state) {
    if (!name.provider_name())
        return {fmt::format("{} has no default provider of type {}", shell_quoted(node),
                            name.provider_type().value())};
    if (Hints hints = hints_for_name(Errc::provider_not_found, name); !hints.empty()) return hints;
    const FakeNode* const found = find_named(state.nodes, node);
    if (!found) return {};
    if (const std::string similar = nearest(*name.provider_name(), names_of(found->providers));
        !similar.empty())
        return {fmt::format("did you mean {}?", shell_quoted(similar))};
    return try_command(context, "sandbox provider install",
                       {node, std::to_string(name.provider_type().value()), *name.provider_name()});
}

Hints hints_for_failed_resource(const Context& context, std::string_view resource,
                                const FakeClusterState& state) {
    const FakeResource* const found = find_named(state.resources, resource);
    if (!found) return {};
    const std::string& owner = *owner_of(resource, state);
    const FakeNode& node = state.nodes.find(owner)->second;
    Hints hints;
    for (const FakeCheckpoint& checkpoint : found->checkpoints) {
        const auto provider = checkpoint.spec.provider_name();
        if (!provider || node.providers.contains(*provider)) continue;
        hints.push_back(
            "try: " +
            context.command(
                "sandbox provider install",
                {owner, std::to_string(checkpoint.spec.provider_type().value()), *provider}));
    }
    if (!hints.empty()) hints.push_back("then: " + context.command("sandbox online", {resource}));
    return hints;
}

template <class Command>
Hints hints_for(const Context& context, const Error& error, const Command& command,
                const FakeClusterState& state) {
    // NOLINTNEXTLINE(misc-const-correctness): it changes if a command names a resource
    std::string owner;
    if constexpr (requires { command.resource; }) {
        if (error.code == Errc::resource_not_found)
            return hints_for_missing_resource(context, command.resource, state);
        if (error.code == Errc::restore_failed)
            return hints_for_failed_resource(context, command.resource, state);
        if constexpr (requires { command.checkpoint; })
            return hints_for_checkpoint(context, error, command.resource, command.checkpoint,
                                        state);
        if (const std::string* const found = owner_of(command.resource, state)) owner = *found;
    }
    if constexpr (requires { command.node; }) {
        if (error.code == Errc::object_not_found && !state.nodes.contains(command.node))
            return hints_for_missing_node(context, command.node, state, owner);
        if (error.code == Errc::node_unavailable)
            return hints_for_stopped_node(context, command.node);
        if constexpr (requires { command.container; }) {
            if (error.code == Errc::provider_not_found)
                return hints_for_missing_provider(context, command.node, command.container, state);
            if (error.code == Errc::key_container_not_found)
                return hints_for_missing_container(context, command.node, command.container, state);
        }
        if constexpr (requires { command.group; }) {
            const auto group = state.groups.find(command.group);
            if (error.code == Errc::invalid_value && group != state.groups.end())
                return {fmt::format("write {} instead of {}, or another --group",
                                    shell_quoted(group->second.owner_node),
                                    shell_quoted(command.node))};
        }
        if constexpr (requires { command.provider; })
            if (error.code == Errc::object_not_found)
                return {"try: " + context.command("sandbox provider list", {command.node})};
    } else if (error.code == Errc::node_unavailable && !owner.empty()) {
        return hints_for_stopped_node(context, owner);
    }
    return {};
}

}  // namespace

Hints hints_for_command(const Context& context, const Error& error,
                        const FakeClusterCommand& command, const FakeClusterState& state) {
    return std::visit([&](const auto& one) { return hints_for(context, error, one, state); },
                      command);
}

Hints hints_for_checkpoint(const Context& context, const Error& error, std::string_view resource,
                           const CspSpec& name, const FakeClusterState& state) {
    const std::string* const owner = owner_of(resource, state);
    switch (error.code) {
        case Errc::resource_not_found: return hints_for_missing_resource(context, resource, state);
        case Errc::key_container_not_found:
            if (owner) return hints_for_missing_key(context, *owner, name, state);
            return {};
        case Errc::provider_not_found:
            if (owner) return hints_for_missing_provider(context, *owner, name, state);
            return {};
        case Errc::checkpoint_already_exists:
            return {"if it may exist already: " +
                    context.command("ensure", {resource, to_checkpoint_name(name)})};
        case Errc::checkpoint_not_found:
            if (const FakeResource* const found = find_named(state.resources, resource)) {
                std::vector<std::string> existing;
                for (const FakeCheckpoint& checkpoint : found->checkpoints)
                    existing.push_back(checkpoint.name);
                return hints_for_missing_checkpoint(resource, name, existing);
            }
            return {};
        case Errc::node_unavailable:
            if (owner) return hints_for_stopped_node(context, *owner);
            return {};
        case Errc::invalid_resource_state:
            return try_command(context, "sandbox online", {resource});
        case Errc::cluster_unreachable: return hints_for_unreachable(context, state);
        default: return hints_for_name(error, name);
    }
}

}  // namespace crypto_checkpoint::cli
