// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_STATE_HPP
#define CRYPTO_CHECKPOINT_FAKE_STATE_HPP

#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

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

/// Names of Windows objects, compared without regard to ASCII case.
template <class Value>
using NameMap = std::map<std::string, Value, detail::LessIgnoringAsciiCase>;

/// What a key container holds. No cryptography is modelled: a key is a number, and two containers
/// hold the same key when they hold the same number.
/// @par Thread safety  a value
struct FakeKey {
    std::uint64_t key = 0;   ///< which key; 0 is none
    bool exportable = true;  ///< whether it may leave the node
    friend bool operator==(const FakeKey&, const FakeKey&) = default;
};

/// Which container of a node: containers of different CSPs are different ones, and so are those of
/// the machine and of a user.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
/// @par Source  chosen: see FakeCluster
struct FakeContainerName {
    ProviderType provider_type;  ///< the CSP's type
    std::string provider_name;   ///< the CSP, never left out here
    std::string container;       ///< its own name, as it was made
    bool machine_level = true;   ///< whether it is the machine's
    friend bool operator==(const FakeContainerName&, const FakeContainerName&) = default;
};

/// File-based CSPs of Microsoft lower-case a container's name before they hash it to a file name,
/// and CSPs are looked up in the registry: neither tells case apart.
/// @par Thread safety  none needed
/// @par Source  that case does not matter of CSPs is chosen: see FakeCluster
struct LessContainerName {
    /// Whether @p left stands before @p right.
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

/// A node: its CSPs, and the keys that are there.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct FakeNode {
    bool up = true;                                         ///< whether it runs
    NameMap<ProviderType> providers;                        ///< installed CSPs
    std::map<ProviderType, std::string> default_providers;  ///< what an omitted name means here
    std::map<FakeContainerName, FakeKey, LessContainerName> containers;  ///< with their keys
};

/// A checkpoint as the cluster keeps it, with the key that it saved.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct FakeCheckpoint {
    CspSpec spec;      ///< which container
    std::string name;  ///< the spec's text, as the cluster stores it
    FakeKey saved;     ///< what is restored
};

/// A resource: in a group, in a state, with checkpoints.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct FakeResource {
    std::string group;                             ///< which moves as a whole
    ResourceState state = ResourceState::offline;  ///< online, offline or failed: never half way
    bool wanted_online = false;  ///< what a node that starts or takes over works towards
    std::vector<FakeCheckpoint> checkpoints;  ///< in the order in which they were added
};

/// A group of resources, which are always on one node.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct FakeGroup {
    std::string owner_node;  ///< where they are, or would be
};

/// What can happen in a fake cluster.
/// @par Source  chosen; which of it Windows writes an event for, and which, FakeEvent::windows_event says
/// @par Example
/// @snippet reference/cluster.cpp events
enum class FakeEventKind {
    node_started,        ///< a node joined, or came back
    node_stopped,        ///< a node stopped
    group_moved,         ///< a group went to another node
    resource_online,     ///< a resource is online, its keys restored
    resource_offline,    ///< a resource is offline
    resource_failed,     ///< a resource failed: a key could not be restored
    resource_deleted,    ///< a resource and its checkpoints are gone
    checkpoint_added,    ///< a checkpoint was added
    checkpoint_removed,  ///< a checkpoint was removed
    key_saved,           ///< a key was saved, when it was added or changed
    key_restored,        ///< a key was restored on the node
    key_restore_failed,  ///< a key could not be restored: event 1121 of Windows
};

/// The stable name of a kind of event, as its enumerator is spelled.
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

/// How many events a fake cluster remembers: a log is never unbounded.
/// @par Source  chosen
inline constexpr std::size_t max_fake_events = 10'000;

/// Something that happened, in order. Windows writes an event of its own for some of it.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
struct FakeEvent {
    std::uint64_t sequence = 0;                  ///< counted from 1
    FakeEventKind kind{};                        ///< what happened
    std::optional<std::uint32_t> windows_event;  ///< the number of the event that Windows writes
    std::string resource;                        ///< or the group; empty where none is concerned
    std::string node;                            ///< where
    std::string checkpoint;                      ///< empty where none is concerned
    friend bool operator==(const FakeEvent&, const FakeEvent&) = default;
};

/// All of a fake cluster, as a value: a copy is a snapshot. Every listing is in the order of names.
/// @par Units and encoding  UTF-8
/// @par Thread safety  a value
/// @par Example
/// @snippet reference/cluster.cpp failover
struct FakeClusterState {
    FakeClusterSettings settings;     ///< how it answers where no document says
    NameMap<FakeNode> nodes;          ///< by name
    NameMap<FakeGroup> groups;        ///< by name
    NameMap<FakeResource> resources;  ///< by name
    std::deque<FakeEvent> events;     ///< the newest max_fake_events
    std::uint64_t last_event = 0;     ///< the sequence of the newest
    std::uint64_t last_key = 0;       ///< the key that was made last
    std::uint64_t revision = 0;       ///< how many changes have led here
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
