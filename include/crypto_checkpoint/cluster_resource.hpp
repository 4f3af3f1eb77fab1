// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_HPP

#include <crypto_checkpoint/backend.hpp>
#include <crypto_checkpoint/detail/ensure_plan.hpp>
#include <crypto_checkpoint/detail/object_name.hpp>
#include <crypto_checkpoint/ensured.hpp>

namespace crypto_checkpoint {
inline namespace v0 {

/// A resource of a cluster: the object that the WMI class MSCluster_Resource models, as far as
/// cryptographic checkpoints go.
///
/// @tparam Backend   `Backend&` or `Backend`: deduced from how it is given.
/// @par Errors       Those of the backend, with the resource in Error::context. A name that the
///                   documented dialect refuses is never sent.
/// @par Thread safety  that of the backend
/// @par Source       Microsoft Learn, MSCluster_Resource; its only key is Name.
/// @par Example      examples/readme.cpp
template <HeldBackend Backend>
class ClusterResource {
public:
    /// @param name  the resource's name, UTF-8; checked when it is used
    ClusterResource(Backend&& backend, std::string name)
        : backend_(std::forward<Backend>(backend)), name_(std::move(name)) {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Adds a key container to the list of keys that are checkpointed for this resource. The
    /// container must exist on the node that owns the resource, at machine level, and its keys must
    /// be exportable.
    /// @par Errors  key_container_not_found, key_not_exportable (documented); syntax errors;
    ///              whatever else the cluster says
    [[nodiscard]] Result<void> add_crypto_checkpoint(CspSpecView spec) {
        return add_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    [[nodiscard]] Result<void> add_crypto_checkpoint(std::string_view checkpoint_name) {
        return send(checkpoint_name, Dialect::documented,
                    [this](CspSpecView spec) { return backend_.add(name_, spec); });
    }

    /// Takes a key container off the list, in whichever spelling of the tolerant dialect it is given.
    /// What a cluster reports that is no name in that dialect either cannot be named, so nor removed.
    /// @par Errors  checkpoint_not_found; syntax errors of the tolerant dialect
    [[nodiscard]] Result<void> remove_crypto_checkpoint(CspSpecView spec) {
        return remove_crypto_checkpoint(std::string_view(to_checkpoint_name(spec)));
    }
    [[nodiscard]] Result<void> remove_crypto_checkpoint(std::string_view checkpoint_name) {
        return send(checkpoint_name, Dialect::tolerant,
                    [this](CspSpecView spec) { return backend_.remove(name_, spec); });
    }

    /// The checkpoints of this resource, in the cluster's order.
    [[nodiscard]] Result<CheckpointList> crypto_checkpoints() {
        if (auto valid = detail::check_object_name(name_); !valid)
            return std::unexpected(with_context(std::move(valid.error())));
        auto listing = backend_.list(name_);
        if (!listing) return std::unexpected(with_context(std::move(listing.error())));
        return listing;
    }

    /// Sees to it that the resource has this checkpoint. Idempotent; an outcome that is unknown is
    /// settled by looking.
    /// @par Errors  as add_crypto_checkpoint(); outcome_unknown where looking did not settle it
    [[nodiscard]] Result<Ensured> ensure_crypto_checkpoint(CspSpecView spec) {
        return ensure(spec, Presence::present);
    }
    [[nodiscard]] Result<Ensured> ensure_crypto_checkpoint(std::string_view checkpoint_name) {
        const auto spec = check_checkpoint_name(checkpoint_name);
        if (!spec) return std::unexpected(with_context(spec.error()));
        return ensure_crypto_checkpoint(*spec);
    }

    /// Sees to it that the resource does not have this checkpoint. Idempotent, likewise.
    [[nodiscard]] Result<Ensured> ensure_no_crypto_checkpoint(CspSpecView spec) {
        return ensure(spec, Presence::absent);
    }
    [[nodiscard]] Result<Ensured> ensure_no_crypto_checkpoint(std::string_view checkpoint_name) {
        const auto spec = check_checkpoint_name(checkpoint_name, Dialect::tolerant);
        if (!spec) return std::unexpected(with_context(spec.error()));
        return ensure_no_crypto_checkpoint(*spec);
    }

private:
    template <class Act>
    Result<void> send(std::string_view checkpoint_name, Dialect dialect, Act act) {
        Result<void> outcome = detail::check_object_name(name_);
        if (outcome) {
            const auto spec = check_checkpoint_name(checkpoint_name, dialect);
            outcome = spec ? act(*spec) : std::unexpected(Error(spec.error()));
        }
        if (!outcome) return std::unexpected(with_context(std::move(outcome.error())));
        return outcome;
    }

    Result<Ensured> ensure(CspSpecView spec, Presence wanted) {
        detail::EnsurePlan plan(spec, wanted);
        for (;;) {
            if (auto end = plan.looked(crypto_checkpoints())) return *std::move(end);
            if (auto end = plan.changed(plan.adds() ? add_crypto_checkpoint(spec)
                                                    : remove_crypto_checkpoint(spec)))
                return *std::move(end);
        }
    }

    [[nodiscard]] Error with_context(Error error) const {
        if (error.context.empty()) error.context = "resource '" + name_ + "'";
        return error;
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
