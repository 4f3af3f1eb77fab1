// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BACKENDS_FAKE_STATE_HPP
#define CRYPTO_CHECKPOINT_BACKENDS_FAKE_STATE_HPP

#include <crypto_checkpoint/backends/fake/settings.hpp>
#include <crypto_checkpoint/csp_spec.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/reported_resource.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Names of Windows objects, compared without regard to ASCII case.
template <class Value>
using NameMap = std::map<std::string, Value, detail::LessIgnoringAsciiCase>;

/// What a key container holds. No cryptography is modelled: a key is a number, and two containers
/// hold the same key when they hold the same number.
struct FakeKey {
    std::uint64_t key = 0;
    bool exportable = true;
    friend bool operator==(const FakeKey&, const FakeKey&) = default;
};

/// Which container of a node: containers of different CSPs are different ones, and so are those of
/// the machine and of a user.
struct FakeContainerName {
    ProviderType provider_type;
    std::string provider_name;
    std::string container;
    bool machine_level = true;
    friend bool operator==(const FakeContainerName&, const FakeContainerName&) = default;
};

/// File-based CSPs of Microsoft lower-case a container's name before they hash it to a file name,
/// and CSPs are looked up in the registry: neither tells case apart.
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

struct FakeNode {
    bool up = true;
    NameMap<ProviderType> providers;                        ///< installed CSPs
    std::map<ProviderType, std::string> default_providers;  ///< what an omitted name means here
    std::map<FakeContainerName, FakeKey, LessContainerName> containers;
};

struct FakeCheckpoint {
    CspSpec spec;
    std::string name;  ///< the spec's text, as the cluster stores it
    FakeKey saved;     ///< what is restored
};

struct FakeResource {
    std::string group;
    ResourceState state = ResourceState::offline;  ///< online, offline or failed: never half way
    bool wanted_online = false;  ///< what a node that starts or takes over works towards
    std::vector<FakeCheckpoint> checkpoints;
};

struct FakeGroup {
    std::string owner_node;
};

enum class FakeEventKind {
    node_started,
    node_stopped,
    group_moved,
    resource_online,
    resource_offline,
    resource_failed,
    resource_deleted,
    checkpoint_added,
    checkpoint_removed,
    key_saved,
    key_restored,
    key_restore_failed,
};

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
inline constexpr std::size_t most_fake_events = 10'000;

/// Something that happened, in order. Windows writes an event of its own for some of it.
struct FakeEvent {
    std::uint64_t sequence = 0;  ///< counted from 1
    FakeEventKind kind{};
    std::optional<std::uint32_t> windows_event;
    std::string resource;  ///< or the group; empty where none is concerned
    std::string node;
    std::string checkpoint;  ///< empty where none is concerned
    friend bool operator==(const FakeEvent&, const FakeEvent&) = default;
};

/// All of a fake cluster, as a value: a copy is a snapshot. Every listing is in the order of names.
struct FakeClusterState {
    FakeClusterSettings settings;
    NameMap<FakeNode> nodes;
    NameMap<FakeGroup> groups;
    NameMap<FakeResource> resources;
    std::deque<FakeEvent> events;  ///< the newest most_fake_events
    std::uint64_t last_event = 0;
    std::uint64_t last_key = 0;
    std::uint64_t revision = 0;  ///< how many changes have led here
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
