// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_CLUSTER_RESOURCE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_CLUSTER_RESOURCE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/ensure_plan.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>

#include <concepts>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// A resource of a cluster: the part of the WMI class MSCluster_Resource that concerns cryptographic
/// checkpoints.
///
/// Each function takes a spec, or its text as `checkpoint_name`, in any character type.
///
/// @par Units and encoding  UTF-8, UTF-16 or UTF-32: see CodeUnit. The place in a syntax error counts code
///                 units of the text that was passed.
/// @tparam Backend   `Backend&` or `Backend`, deduced
/// @par Errors       Those of the backend, with Error::resource. A name that the dialect
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
    /// @param name     the resource's name; each function returns the error of check_resource_name()
    ClusterResource(Backend&& backend, std::string name)
        : backend_(std::forward<Backend>(backend)),
          name_(std::move(name)),
          name_check_(check_resource_name(name_)) {}
    /// The same with a view as the @p name, or with one in another encoding.
    template <detail::AnyText Name>
        requires(!std::convertible_to<const Name&, std::string>)
    ClusterResource(Backend&& backend, const Name& name)
        : backend_(std::forward<Backend>(backend)),
          name_(detail::transcode<char>(detail::view_of(name))),
          name_check_(check_resource_name(name)) {}

    /// The resource's name, UTF-8. Ill-formed parts of a name in another encoding are U+FFFD.
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
        return add(checkpoint_name);
    }
    /// The same, with a @p name that is a text or a spec of another character type.
    /// @par Errors   as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<void> add_crypto_checkpoint(const Name& name) {
        return detail::with_text_of(name, [&](auto text) { return add(text); });
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
        return remove(checkpoint_name);
    }
    /// The same, with a @p name that is a text or a spec of another character type.
    /// @par Errors   as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<void> remove_crypto_checkpoint(const Name& name) {
        return detail::with_text_of(name, [&](auto text) { return remove(text); });
    }

    /// The checkpoints of this resource, in the cluster's order.
    /// @par Errors  invalid_value, embedded_nul, ill_formed_text: the resource's name is not valid;
    ///              limit_exceeded: it is longer than 4,096 bytes; resource_not_found; other errors of
    ///              the cluster and of the transport
    /// @par Source  Microsoft Learn, MSCluster_Resource, property CryptoCheckpoints
    /// @par Example
    /// @snippet reference/cluster.cpp listing
    [[nodiscard]] Result<CheckpointList> crypto_checkpoints() {
        if (!name_check_) return about<CheckpointList>(std::unexpected(name_check_.error()));
        return about(backend_.list(name_));
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
    /// The same, with a @p name that is a text or a spec of another character type.
    /// @par Errors   as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<Ensured> ensure_crypto_checkpoint(const Name& name) {
        return detail::with_text_of(name,
                                    [&](auto text) { return ensure(text, Presence::present); });
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
    /// The same, with a @p name that is a text or a spec of another character type.
    /// @par Errors   as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<Ensured> ensure_no_crypto_checkpoint(const Name& name) {
        return detail::with_text_of(name,
                                    [&](auto text) { return ensure(text, Presence::absent); });
    }

private:
    template <class Char>
    Result<void> add(std::basic_string_view<Char> name) {
        const auto spec = checked(name, Dialect::documented);
        if (!spec) return std::unexpected(spec.error());
        return about(backend_.add(name_, *spec));
    }

    template <class Char>
    Result<void> remove(std::basic_string_view<Char> name) {
        const auto spec = checked(name, Dialect::tolerant);
        if (!spec) return std::unexpected(spec.error());
        return about(backend_.remove(name_, *spec));
    }

    template <class Char>
    Result<Ensured> ensure(std::basic_string_view<Char> name, Presence wanted) {
        const bool adds = wanted == Presence::present;
        const auto spec = checked(name, adds ? Dialect::documented : Dialect::tolerant);
        if (!spec) return std::unexpected(spec.error());
        return about(detail::run(detail::EnsurePlan(*spec, wanted), backend_, name_, *spec));
    }

    /// The spec in @p name, of which a CspSpecView is a view. Checks the resource's name, too.
    template <class Char>
    auto checked(std::basic_string_view<Char> name, Dialect dialect) const {
        using Spec = std::conditional_t<std::same_as<Char, char>, CspSpecView, CspSpec>;
        if (!name_check_) return about<Spec>(std::unexpected(name_check_.error()));
        const auto spec = parse_checkpoint_name(name, dialect);
        if (!spec) return about<Spec>(std::unexpected(spec.error()));
        if constexpr (std::same_as<Char, char>)
            return Result<Spec>(*spec);
        else
            return Result<Spec>(detail::spec_in_utf8(*spec));
    }

    template <class T>
    [[nodiscard]] Result<T> about(Result<T> result) const {
        return detail::about_resource(name_, std::move(result));
    }

    Backend backend_;
    std::string name_;
    Result<void> name_check_;
};

template <class Backend, class Name>
ClusterResource(Backend&&, const Name&) -> ClusterResource<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
