// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_REPORTED_RESOURCE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_REPORTED_RESOURCE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <concepts>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The state of a resource, with the numbers of MSCluster_Resource.State. A cluster may report others.
/// @par Source  Microsoft Learn, MSCluster_Resource; clusapi.h of mingw-w64 10.0.0 agrees.
enum class ResourceState : std::int32_t {
    unknown = -1,           ///< ClusterResourceStateUnknown
    inherited = 0,          ///< ClusterResourceInherited
    initializing = 1,       ///< ClusterResourceInitializing
    online = 2,             ///< ClusterResourceOnline
    offline = 3,            ///< ClusterResourceOffline
    failed = 4,             ///< ClusterResourceFailed
    pending = 128,          ///< ClusterResourcePending
    online_pending = 129,   ///< ClusterResourceOnlinePending
    offline_pending = 130,  ///< ClusterResourceOfflinePending
};

/// The display name of a state: `Online Pending`; `Unknown` for other numbers.
/// @return  English, ASCII, in static storage
/// @par Example
/// @snippet reference/cluster.cpp failover
[[nodiscard]] constexpr std::string_view to_string(ResourceState state) noexcept {
    switch (state) {
        case ResourceState::unknown: break;
        case ResourceState::inherited: return "Inherited";
        case ResourceState::initializing: return "Initializing";
        case ResourceState::online: return "Online";
        case ResourceState::offline: return "Offline";
        case ResourceState::failed: return "Failed";
        case ResourceState::pending: return "Pending";
        case ResourceState::online_pending: return "Online Pending";
        case ResourceState::offline_pending: return "Offline Pending";
    }
    return "Unknown";
}

/// An instance of MSCluster_Resource with the properties that concern checkpoints.
/// @par Units and encoding  UTF-8
/// @par Source  Microsoft Learn, MSCluster_Resource; OwnerNode and OwnerGroup since Windows Server
///              2012, so either may be empty.
/// @par Example
/// @snippet reference/serving.cpp service
struct ReportedResource {
    std::string name;                              ///< Name, the key of the class
    std::string owner_node;                        ///< OwnerNode; may be empty
    std::string owner_group;                       ///< OwnerGroup; may be empty
    ResourceState state = ResourceState::unknown;  ///< State; may be another number
    CheckpointList crypto_checkpoints;             ///< CryptoCheckpoints, in the cluster's order
    friend bool operator==(const ReportedResource&, const ReportedResource&) = default;
};

/// A backend that can also enumerate: `backend.resources()` returns all resources of the cluster as a
/// `Result<std::vector<ReportedResource>>`.
///
/// Retrying, Auditing and FaultInjecting are such backends if the backend that they wrap is one. AnyBackend
/// always is.
/// @par Errors  as those of CheckpointBackend; unsupported: this backend cannot enumerate after all
/// @par Thread safety  each backend documents its own
/// @par Example
/// @snippet reference/serving.cpp service
template <class T>
concept EnumeratingBackend = CheckpointBackend<T> && requires(T& backend) {
    { backend.resources() } -> std::same_as<Result<std::vector<ReportedResource>>>;
};

/// @cond
namespace detail {

/// `backend.resources()`; of a backend that cannot enumerate, unsupported with WBEM_E_NOT_SUPPORTED.
template <class Backend>
Result<std::vector<ReportedResource>> resources_of(Backend& backend) {
    if constexpr (EnumeratingBackend<Backend>)
        return backend.resources();
    else
        return std::unexpected(Error(Errc::unsupported,
                                     NativeCode{NativeDomain::hresult, 0x8004100C},
                                     "the backend cannot enumerate resources"));
}

inline void append_text(Text& text, ResourceState state) {
    text << to_string(state);
    if (to_string(state) == "Unknown" && state != ResourceState::unknown)
        text << " (" << static_cast<std::int32_t>(state) << ")";
}

/// `SQL: Online on NODE1, group G, [1\\K]`
inline void append_text(Text& text, const ReportedResource& resource) {
    text << resource.name << ": " << resource.state;
    if (!resource.owner_node.empty()) text << " on " << resource.owner_node;
    if (!resource.owner_group.empty()) text << ", group " << resource.owner_group;
    text << ", ";
    text.list(resource.crypto_checkpoints);
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
