// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_BACKEND_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_BACKEND_HPP

#include <crypto_checkpoint/cluster/checkpoint_list.hpp>  // IWYU pragma: export
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace crypto_checkpoint {
inline namespace v0 {

/// A way to change and list checkpoints, on a real cluster or a fake one.
///
/// | expression                       | result                   | meaning                              |
/// |----------------------------------|--------------------------|--------------------------------------|
/// | `backend.add(resource, spec)`    | `Result<void>`           | AddCryptoCheckpoint on that resource |
/// | `backend.remove(resource, spec)` | `Result<void>`           | RemoveCryptoCheckpoint               |
/// | `backend.list(resource)`         | `Result<CheckpointList>` | the property CryptoCheckpoints       |
///
/// `resource` is a `std::string_view` (the resource's name, UTF-8), `spec` a `CspSpecView`. Success
/// means that the cluster has acknowledged the change. A change that may have been made although no
/// response arrived fails with outcome_unknown and nothing else: a backend must not return unavailable
/// or timed_out for it, because programs decide by condition(). A listing changes nothing: one without
/// a response fails with unavailable or timed_out, never with outcome_unknown.
/// testing/backend_contract.hpp checks what this concept cannot.
/// @par Thread safety  each backend documents its own
/// @par Source  Microsoft Learn, MSCluster_Resource, for the two methods and the property
/// @par Example  a backend of one's own:
/// @snippet own_backend.cpp backend
template <class T>
concept CheckpointBackend = requires(T& backend, std::string_view resource, CspSpecView spec) {
    { backend.add(resource, spec) } -> std::same_as<Result<void>>;
    { backend.remove(resource, spec) } -> std::same_as<Result<void>>;
    { backend.list(resource) } -> std::same_as<Result<CheckpointList>>;
};

/// A backend as a class template stores it: `Backend&` for an lvalue, which must live longer;
/// `Backend` for an rvalue, which is moved in. A backend that cannot be moved is kept in a variable.
/// @par Example  a stored backend and a referenced one:
/// @snippet reference/cluster.cpp any
template <class T>
concept BackendOrReference = CheckpointBackend<std::remove_reference_t<T>>;

/// An operation of a backend.
/// @par Source  Microsoft Learn, MSCluster_Resource
/// @par Example  operations in a log:
/// @snippet reference/cluster.cpp auditing
/// @see CheckpointBackend
enum class Operation {
    add,        ///< AddCryptoCheckpoint
    remove,     ///< RemoveCryptoCheckpoint
    list,       ///< the property CryptoCheckpoints
    resources,  ///< all instances: see EnumeratingBackend
};

/// The stable name of an operation, equal to its enumerator.
/// @par Example
/// @snippet reference/cluster.cpp auditing
[[nodiscard]] constexpr std::string_view to_string(Operation operation) noexcept {
    switch (operation) {
        case Operation::add: return "add";
        case Operation::remove: return "remove";
        case Operation::list: return "list";
        case Operation::resources: return "resources";
    }
    return "unknown";
}

/// One request to a backend, for code that observes or disturbs it.
/// @par Units and encoding  UTF-8
struct Call {
    Operation operation{};
    std::string resource;    ///< empty for Operation::resources
    std::string checkpoint;  ///< canonical name; empty for a listing and for Operation::resources
    friend auto operator<=>(const Call&, const Call&) = default;
};

/// Whether ensuring something changed the cluster.
/// @par Example
/// @snippet reference/cluster.cpp ensure
/// @see ClusterResource::ensure_crypto_checkpoint()
enum class Ensured {
    unchanged,  ///< the cluster had the requested state already
    changed,    ///< this call changed it
};

/// Whether a request that failed with this code was certainly not executed and may succeed later.
/// @par Source  chosen
/// @par Example
/// @snippet reference/cluster.cpp codes
[[nodiscard]] constexpr bool is_retryable(Errc code) noexcept {
    return condition(code) == Condition::unavailable || condition(code) == Condition::timed_out;
}

/// Replaces a code that does not fit the operation: only remove can miss a checkpoint, and only add can
/// find it already there. For the other operations the cluster means another object.
/// @par Source  chosen: a code of Windows does not say which object it is about
/// @par Example
/// @snippet reference/cluster.cpp codes
[[nodiscard]] constexpr Errc refine_for(Operation operation, Errc code) noexcept {
    if (code == Errc::checkpoint_not_found && operation != Operation::remove)
        return Errc::object_not_found;
    if (code == Errc::checkpoint_already_exists && operation != Operation::add)
        return Errc::object_already_exists;
    return code;
}

/// @cond
namespace detail {

inline void append_text(Text& text, Operation operation) { text << to_string(operation); }
inline void append_text(Text& text, Ensured ensured) {
    text << (ensured == Ensured::changed ? "changed" : "unchanged");
}

/// `add 1\\K to 'SQL'`
inline void append_text(Text& text, const Call& call) {
    text << call.operation;
    if (call.operation == Operation::resources) return;
    text << " ";
    if (call.operation != Operation::list)
        text << call.checkpoint << (call.operation == Operation::add ? " to " : " from ");
    text << "'" << call.resource << "'";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

/// Hashes the members.
template <>
struct std::hash<crypto_checkpoint::Call> {
    [[nodiscard]] std::size_t operator()(const crypto_checkpoint::Call& call) const noexcept {
        constexpr std::size_t spread = 31;
        std::size_t seed = static_cast<std::size_t>(call.operation);
        seed = seed * spread + std::hash<std::string>()(call.resource);
        return seed * spread + std::hash<std::string>()(call.checkpoint);
    }
};

#endif
