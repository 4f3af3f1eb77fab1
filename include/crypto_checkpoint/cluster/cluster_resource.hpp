// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_CLUSTER_RESOURCE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_CLUSTER_RESOURCE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/ensure_plan.hpp>
#include <crypto_checkpoint/cluster/detail/object_name.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// A resource of a cluster: the part of the WMI class MSCluster_Resource that concerns cryptographic
/// checkpoints.
///
/// Each function takes a spec, or its text as `checkpoint_name`.
///
/// @par Units and encoding  all texts are UTF-8
/// @tparam Backend   `Backend&` or `Backend`, deduced
/// @par Errors       Those of the backend, with the resource in Error::context. A name that the dialect
///                   of the function rejects is never sent.
/// @par Thread safety  that of the backend
/// @par Source       Microsoft Learn, MSCluster_Resource; its only key is Name.
/// @par Example
/// @snippet readme.cpp program
template <BackendOrReference Backend>
class ClusterResource {
public:
    /// Sends nothing yet.
    /// @param backend  reaches the cluster; see BackendOrReference
    /// @param name     the resource's name, UTF-8; checked by each function
    ClusterResource(Backend&& backend, std::string name)
        : backend_(std::forward<Backend>(backend)), name_(std::move(name)) {}

    /// The resource's name, UTF-8.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Adds a key container to the list of keys that are checkpointed for this resource. The
    /// container must exist on the node that owns the resource, at machine level, and its keys must
    /// be exportable.
    /// @par Errors
    ///  * any of Condition::syntax: the name is not of the documented dialect; nothing was sent
    ///  * invalid_value, embedded_nul, ill_formed_text: the resource's name is not valid; nothing was
    ///    sent
    ///  * limit_exceeded: it is longer than 4,096 bytes; nothing was sent
    ///  * resource_not_found: the cluster has no such resource
    ///  * key_container_not_found, key_not_exportable: documented, see the source
    ///  * checkpoint_already_exists: it is listed already; some clusters succeed instead
    ///  * outcome_unknown: it may have been added
    ///  * other errors of the cluster and of the transport
    /// @par Source  Microsoft Learn, MSCluster_Resource.AddCryptoCheckpoint;
    ///              CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT for NTE_BAD_KEYSET and NTE_BAD_KEY
    /// @see ensure_crypto_checkpoint(), which succeeds if the checkpoint exists
    [[nodiscard]] Result<void> add_crypto_checkpoint(CspSpecView spec) {
        return add_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    /// The same, with the name as text.
    /// @par Grammar  checkpoint-name of the documented dialect
    /// @par Errors   as add_crypto_checkpoint(CspSpecView)
    [[nodiscard]] Result<void> add_crypto_checkpoint(std::string_view checkpoint_name) {
        const auto spec = checked(checkpoint_name, Dialect::documented);
        if (!spec) return std::unexpected(spec.error());
        return with_context(backend_.add(name_, *spec));
    }

    /// Removes a key container from the list. An entry that is not a name of the tolerant dialect
    /// cannot be removed.
    /// @par Errors
    ///  * any of Condition::syntax: the name is not of the tolerant dialect; nothing was sent
    ///  * checkpoint_not_found: it is not listed; some clusters succeed instead
    ///  * resource_not_found, outcome_unknown and others: as add_crypto_checkpoint()
    /// @par Source  Microsoft Learn, MSCluster_Resource.RemoveCryptoCheckpoint;
    ///              CLUSCTL_RESOURCE_DELETE_CRYPTO_CHECKPOINT
    [[nodiscard]] Result<void> remove_crypto_checkpoint(CspSpecView spec) {
        return remove_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    /// The same, with the name as text.
    /// @par Grammar  checkpoint-name of the tolerant dialect
    /// @par Errors   as remove_crypto_checkpoint(CspSpecView)
    [[nodiscard]] Result<void> remove_crypto_checkpoint(std::string_view checkpoint_name) {
        const auto spec = checked(checkpoint_name, Dialect::tolerant);
        if (!spec) return std::unexpected(spec.error());
        return with_context(backend_.remove(name_, *spec));
    }

    /// The checkpoints of this resource, in the cluster's order.
    /// @par Errors  invalid_value, embedded_nul, ill_formed_text: the resource's name is not valid;
    ///              limit_exceeded: it is longer than 4,096 bytes; resource_not_found; other errors of
    ///              the cluster and of the transport
    /// @par Source  Microsoft Learn, MSCluster_Resource, property CryptoCheckpoints
    /// @par Example
    /// @snippet reference/cluster.cpp listing
    [[nodiscard]] Result<CheckpointList> crypto_checkpoints() {
        if (auto valid = detail::check_object_name(name_); !valid)
            return std::unexpected(with_context(std::move(valid.error())));
        return with_context(backend_.list(name_));
    }

    /// Adds the checkpoint unless the resource has it. Idempotent; lists again if the outcome of the
    /// change is unknown.
    /// @par Errors  as add_crypto_checkpoint(), except checkpoint_already_exists; outcome_unknown if
    ///              listings did not settle it
    /// @par Complexity  a listing; if needed up to three changes, each followed by a listing at most
    /// @par Example
    /// @snippet reference/cluster.cpp ensure
    [[nodiscard]] Result<Ensured> ensure_crypto_checkpoint(CspSpecView spec) {
        return ensure_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    /// The same, with the name as text.
    /// @par Grammar  checkpoint-name of the documented dialect
    /// @par Errors   as ensure_crypto_checkpoint(CspSpecView)
    [[nodiscard]] Result<Ensured> ensure_crypto_checkpoint(std::string_view checkpoint_name) {
        return ensure(checkpoint_name, Presence::present);
    }

    /// Removes the checkpoint if the resource has it: the counterpart of ensure_crypto_checkpoint().
    /// @par Errors  as remove_crypto_checkpoint(), except checkpoint_not_found; outcome_unknown if
    ///              listings did not settle it
    [[nodiscard]] Result<Ensured> ensure_no_crypto_checkpoint(CspSpecView spec) {
        return ensure_no_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    /// The same, with the name as text.
    /// @par Grammar  checkpoint-name of the tolerant dialect
    /// @par Errors   as ensure_no_crypto_checkpoint(CspSpecView)
    [[nodiscard]] Result<Ensured> ensure_no_crypto_checkpoint(std::string_view checkpoint_name) {
        return ensure(checkpoint_name, Presence::absent);
    }

private:
    /// The spec in @p checkpoint_name, which it refers to. Checks the resource's name, too.
    Result<CspSpecView> checked(std::string_view checkpoint_name, Dialect dialect) const {
        if (auto valid = detail::check_object_name(name_); !valid)
            return std::unexpected(with_context(std::move(valid.error())));
        const auto spec = parse_checkpoint_name(checkpoint_name, dialect);
        if (!spec) return std::unexpected(with_context(spec.error()));
        return *spec;
    }

    Result<Ensured> ensure(std::string_view checkpoint_name, Presence wanted) {
        const bool adds = wanted == Presence::present;
        const auto spec = checked(checkpoint_name, adds ? Dialect::documented : Dialect::tolerant);
        if (!spec) return std::unexpected(spec.error());
        return with_context(detail::run(detail::EnsurePlan(*spec, wanted), backend_, name_, *spec));
    }

    [[nodiscard]] Error with_context(Error error) const {
        if (error.context.empty()) error.context = "resource '" + name_ + "'";
        return error;
    }
    template <class T>
    [[nodiscard]] Result<T> with_context(Result<T> result) const {
        if (!result) return std::unexpected(with_context(std::move(result.error())));
        return result;
    }

    Backend backend_;
    std::string name_;
};

template <class Backend>
ClusterResource(Backend&&, std::string) -> ClusterResource<Backend>;
template <class Backend>
ClusterResource(Backend&&, const char*) -> ClusterResource<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
