// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_STATE_HPP
#define CRYPTO_CHECKPOINT_FAKE_STATE_HPP

#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The longest name that a fake cluster accepts, in bytes of UTF-8: of a node, a resource, a group or a
/// provider, and of a checkpoint or key container without its type. A longer one is limit_exceeded.
/// @par Source  chosen: no document read limits them. clusapi.dll and CryptoAPI may accept less.
inline constexpr std::size_t max_fake_name_bytes = 4096;

/// Keyed by names of Windows objects, which ignore ASCII case.
template <class Value>
using NameMap = std::map<std::string, Value, detail::LessIgnoringAsciiCase>;

/// The content of a key container. No cryptography is modelled: a key is a number, and two containers
/// hold the same key if they hold the same number.
struct FakeKey {
    std::uint64_t key = 0;  ///< 0: no key
    bool exportable = true;
    friend bool operator==(const FakeKey&, const FakeKey&) = default;
};

/// The identity of a container on a node: containers of different CSPs differ, and so do those of the
/// machine and of a user.
/// @par Units and encoding  UTF-8
/// @par Source  chosen: see FakeCluster
struct FakeContainerName {
    ProviderType provider_type;
    std::string provider_name;  ///< never omitted here
    std::string container;      ///< as spelled when it was created
    bool machine_level = true;
    friend bool operator==(const FakeContainerName&, const FakeContainerName&) = default;
};

/// Orders containers. ASCII case is ignored: file-based CSPs of Microsoft lower-case a container's name
/// before they hash it to a file name, and the registry finds CSPs in any case.
/// @par Source  for the names of CSPs chosen: see FakeCluster
struct LessContainerName {
    bool operator()(const FakeContainerName& left, const FakeContainerName& right) const noexcept {
        constexpr detail::LessIgnoringAsciiCase less;
        if (left.machine_level != right.machine_level) return left.machine_level;
        if (left.provider_type != right.provider_type)
            return left.provider_type < right.provider_type;
        if (less(left.provider_name, right.provider_name)) return true;
        if (less(right.provider_name, left.provider_name)) return false;
        return less(left.container, right.container);
    }
};

/// A node with its CSPs and keys.
/// @par Units and encoding  UTF-8
struct FakeNode {
    bool up = true;
    NameMap<ProviderType> providers;
    std::map<ProviderType, std::string> default_providers;  ///< of each type
    std::map<FakeContainerName, FakeKey, LessContainerName> containers;
    friend bool operator==(const FakeNode&, const FakeNode&) = default;
};

/// A checkpoint with the saved key.
/// @par Units and encoding  UTF-8
struct FakeCheckpoint {
    CspSpec spec;
    std::string name;  ///< the text of the spec, as stored and listed
    FakeKey saved;     ///< restored before the resource is online
    friend bool operator==(const FakeCheckpoint&, const FakeCheckpoint&) = default;
};

/// A resource with its checkpoints.
/// @par Units and encoding  UTF-8
struct FakeResource {
    std::string group;
    ResourceState state = ResourceState::offline;  ///< online, offline or failed
    bool wanted_online = false;  ///< a node that starts or takes over starts the resource
    std::vector<FakeCheckpoint> checkpoints;  ///< in the order of their addition
    friend bool operator==(const FakeResource&, const FakeResource&) = default;
};

/// A group of resources, which is always on one node.
/// @par Units and encoding  UTF-8
struct FakeGroup {
    std::string owner_node;  ///< may be down
    friend bool operator==(const FakeGroup&, const FakeGroup&) = default;
};

/// A kind of event of a fake cluster.
/// @par Source  chosen; see FakeEvent::windows_event
/// @par Example
/// @snippet reference/cluster.cpp events
enum class FakeEventKind {
    node_started,        ///< a node was added, or started
    node_stopped,        ///< a node stopped
    group_moved,         ///< a group moved to another node
    resource_online,     ///< a resource is online, its keys restored
    resource_offline,    ///< a resource is offline
    resource_failed,     ///< a resource failed: a key could not be restored
    resource_deleted,    ///< a resource was deleted with its checkpoints
    checkpoint_added,    ///< a checkpoint was added
    checkpoint_removed,  ///< a checkpoint was removed
    key_saved,           ///< a key was saved: its checkpoint was added, or it changed
    key_restored,        ///< a key was restored on the node
    key_restore_failed,  ///< a key could not be restored: event 1121 of Windows
};

/// The stable name of a kind of event, equal to its enumerator.
/// @par Example
/// @snippet reference/cluster.cpp events
[[nodiscard]] constexpr std::string_view to_string(FakeEventKind kind) noexcept {
    switch (kind) {
        case FakeEventKind::node_started: return "node_started";
        case FakeEventKind::node_stopped: return "node_stopped";
        case FakeEventKind::group_moved: return "group_moved";
        case FakeEventKind::resource_online: return "resource_online";
        case FakeEventKind::resource_offline: return "resource_offline";
        case FakeEventKind::resource_failed: return "resource_failed";
        case FakeEventKind::resource_deleted: return "resource_deleted";
        case FakeEventKind::checkpoint_added: return "checkpoint_added";
        case FakeEventKind::checkpoint_removed: return "checkpoint_removed";
        case FakeEventKind::key_saved: return "key_saved";
        case FakeEventKind::key_restored: return "key_restored";
        case FakeEventKind::key_restore_failed: return "key_restore_failed";
    }
    return "unknown";
}

/// The event that Windows writes when a key cannot be restored, CP_CRYPTO_CKPT_RESTORE_FAILED.
/// @par Source  Microsoft Learn, Failover Clustering system log events, 1121.
inline constexpr std::uint32_t crypto_checkpoint_restore_failed_event = 1121;

/// A fake cluster keeps this many of its newest events.
/// @par Source  chosen
inline constexpr std::size_t max_fake_events = 10'000;

/// An entry of the event log.
/// @par Units and encoding  UTF-8
struct FakeEvent {
    std::uint64_t sequence = 0;  ///< from 1
    FakeEventKind kind{};
    std::optional<std::uint32_t> windows_event;  ///< the event that Windows writes, if any
    std::string resource;                        ///< or the group; may be empty
    std::string node;
    std::string checkpoint;  ///< may be empty
    friend bool operator==(const FakeEvent&, const FakeEvent&) = default;
};

/// The whole state of a fake cluster: a copy is a snapshot.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/cluster.cpp failover
struct FakeClusterState {
    FakeClusterSettings settings;
    NameMap<FakeNode> nodes;
    NameMap<FakeGroup> groups;
    NameMap<FakeResource> resources;
    std::deque<FakeEvent> events;  ///< the newest max_fake_events
    std::uint64_t last_event = 0;  ///< the sequence of the newest event
    std::uint64_t last_key = 0;    ///< the newest key
    std::uint64_t revision = 0;    ///< counts changes
    friend bool operator==(const FakeClusterState&, const FakeClusterState&) = default;
};

/// The result of one command on a fake cluster, without the effects of concurrent ones.
struct ExecutionResult {
    Result<void> outcome;
    bool changed = false;             ///< whether the state changed: also by a restore that failed
    std::vector<FakeEvent> events{};  ///< of this command, in order
    friend bool operator==(const ExecutionResult&, const ExecutionResult&) = default;
};

/// @cond
namespace detail {

inline void append_text(Text& text, const FakeKey& key) {
    if (key.key == 0)
        text << "no key";
    else
        text << "key " << key.key << (key.exportable ? "" : ", not exportable");
}

inline void append_text(Text& text, const FakeContainerName& name) {
    text << name.provider_type.value() << "\\" << name.provider_name << "\\" << name.container
         << (name.machine_level ? "" : " of a user");
}

inline void append_text(Text& text, const FakeNode& node) {
    text << (node.up ? "up, " : "down, ");
    text.count(node.providers.size(), "provider") << ", ";
    text.count(node.containers.size(), "key container");
}

inline void append_text(Text& text, const FakeCheckpoint& checkpoint) {
    text << checkpoint.name << " (" << checkpoint.saved << ")";
}

inline void append_text(Text& text, const FakeResource& resource) {
    text << resource.state << ", group " << resource.group << ", ";
    text.list(resource.checkpoints);
}

inline void append_text(Text& text, const FakeGroup& group) { text << "on " << group.owner_node; }

inline void append_text(Text& text, FakeEventKind kind) { text << to_string(kind); }

/// `7 key_restore_failed 'SQL' on NODE1: 1\\K (event 1121)`
inline void append_text(Text& text, const FakeEvent& event) {
    text << event.sequence << " " << event.kind;
    if (!event.resource.empty()) text << " '" << event.resource << "'";
    if (!event.node.empty()) text << " on " << event.node;
    if (!event.checkpoint.empty()) text << ": " << event.checkpoint;
    if (event.windows_event) text << " (event " << *event.windows_event << ")";
}

inline void append_text(Text& text, const FakeClusterState& state) {
    text.count(state.nodes.size(), "node") << ", ";
    text.count(state.groups.size(), "group") << ", ";
    text.count(state.resources.size(), "resource") << ", ";
    text.count(state.events.size(), "event") << ", revision " << state.revision;
}

template <std::same_as<ExecutionResult> T>
void append_text(Text& text, const T& result) {
    if (result.outcome)
        text << "success";
    else
        text << result.outcome.error();
    text << (result.changed ? ", changed " : ", unchanged ");
    text.list(result.events);
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
