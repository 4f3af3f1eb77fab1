// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/fake/state.hpp>

#include <sstream>
#include <string>

namespace test_support {

/// The text of a state without its revision, for comparison and readable differences.
inline std::string described(const crypto_checkpoint::FakeClusterState& state) {
    std::ostringstream text;
    const auto key = [&](const crypto_checkpoint::FakeKey& held) {
        text << held.key << (held.exportable ? "" : " fixed") << '\n';
    };
    const auto& settings = state.settings;
    text << "settings " << settings.refuse_duplicate_add << settings.refuse_unknown_remove
         << settings.compare_names_ignoring_case << settings.resolve_provider_name_on_add
         << settings.require_online_to_change << settings.save_changed_keys
         << settings.answer_bad_key_state << '\n';
    for (const auto& [name, node] : state.nodes) {
        text << "node " << name << (node.up ? " up" : " down") << '\n';
        for (const auto& [provider, type] : node.providers)
            text << "  provider " << type.value() << ' ' << provider << '\n';
        for (const auto& [type, provider] : node.default_providers)
            text << "  default " << type.value() << ' ' << provider << '\n';
        for (const auto& [container, held] : node.containers) {
            text << "  container " << container.provider_type.value() << '\\'
                 << container.provider_name << '\\' << container.container
                 << (container.machine_level ? " " : " of a user ");
            key(held);
        }
    }
    for (const auto& [name, group] : state.groups)
        text << "group " << name << " on " << group.owner_node << '\n';
    for (const auto& [name, resource] : state.resources) {
        text << "resource " << name << " in " << resource.group << ' ' << to_string(resource.state)
             << (resource.wanted_online ? " wanted" : "") << '\n';
        for (const auto& checkpoint : resource.checkpoints) {
            text << "  checkpoint " << checkpoint.name << " = "
                 << to_checkpoint_name(checkpoint.spec) << ' ';
            key(checkpoint.saved);
        }
    }
    for (const auto& event : state.events) {
        text << event.sequence << ' ' << to_string(event.kind) << ' ' << event.resource << ", "
             << event.node << ", " << event.checkpoint;
        if (event.windows_event) text << " (" << *event.windows_event << ')';
        text << '\n';
    }
    text << state.last_event << " events, " << state.last_key << " keys\n";
    return text.str();
}

}  // namespace test_support
