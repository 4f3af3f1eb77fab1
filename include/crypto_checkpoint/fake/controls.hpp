// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_CONTROLS_HPP
#define CRYPTO_CHECKPOINT_FAKE_CONTROLS_HPP

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>

#include <concepts>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>

namespace crypto_checkpoint {
inline namespace v0 {

/// How a new key container is created: by default as with CRYPT_MACHINE_KEYSET of CryptAcquireContext
/// and CRYPT_EXPORTABLE of CryptGenKey.
/// @par Source  Microsoft Learn, CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT, for what can be checkpointed
struct NewKey {
    bool exportable = true;     ///< otherwise it cannot be checkpointed
    bool machine_level = true;  ///< a container of a user cannot be checkpointed
    friend constexpr bool operator==(const NewKey&, const NewKey&) = default;
};

/// The commands of a fake cluster as functions, for clusters with `execute(FakeClusterCommand)`:
/// FakeCluster and JournaledFakeCluster.
///
/// Results are [[nodiscard]], because an error in the set-up of a test shows far from its cause:
/// `cluster.add_node("NODE1").value()` throws, `REQUIRE(cluster.add_node("NODE1"))` reports.
/// @par Units and encoding  Names are texts of any CodeUnit. ASCII case is ignored in those of a `node`, a
///              `resource`, a `group` of resources and a `provider` (a CSP). A `container` is a spec or a
///              checkpoint name of the documented dialect, an omitted provider name means the node's
///              default. A `setting` is one of #fake_cluster_settings.
/// @par Errors  object_not_found, object_already_exists, resource_not_found, invalid_value, syntax
///              errors of container names; restore errors if a resource is started; limit_exceeded: a
///              name is longer than #max_fake_name_bytes, and nothing was done
/// @par Thread safety  that of the cluster
/// @par Example
/// @snippet reference/cluster.cpp cluster
template <class Cluster>
class FakeClusterControls {
public:
    /// Adds a node, with the CSPs that Microsoft documents installed.
    /// @par Errors
    ///  * invalid_value, embedded_nul, ill_formed_text: the name is not valid
    ///  * object_already_exists: there is such a node
    [[nodiscard]] Result<void> add_node(detail::Utf8Argument node) {
        return apply(fake::AddNode{node.take()});
    }

    /// Stops a node without warning. Its groups move to the next node that is up.
    /// @par Errors  object_not_found: there is no such node. A key that cannot be restored is an event,
    ///              not an error.
    [[nodiscard]] Result<void> crash_node(detail::Utf8Argument node) {
        return apply(fake::CrashNode{node.take()});
    }

    /// Starts a node, and on it the groups that it owns or whose owner is down.
    /// @par Errors  as crash_node()
    [[nodiscard]] Result<void> start_node(detail::Utf8Argument node) {
        return apply(fake::StartNode{node.take()});
    }

    /// Installs a CSP on a node; the first of its type is its default there.
    /// @par Errors
    ///  * object_not_found: there is no such node
    ///  * object_already_exists: a CSP of that name is installed there
    ///  * provider_type_out_of_range: the type is not 1 to 999
    ///  * invalid_value, embedded_nul, ill_formed_text: the CSP's name is not valid
    [[nodiscard]] Result<void> install_provider(detail::Utf8Argument node, ProviderType type,
                                                detail::Utf8Argument provider) {
        return apply(fake::InstallProvider{node.take(), type, provider.take()});
    }
    /// Removes a CSP from a node. Its containers stay.
    /// @par Errors  object_not_found: the node, or the CSP
    [[nodiscard]] Result<void> remove_provider(detail::Utf8Argument node,
                                               detail::Utf8Argument provider) {
        return apply(fake::RemoveProvider{node.take(), provider.take()});
    }

    /// Sets the CSP that an omitted provider name means on a node.
    /// @par Errors  object_not_found: the node, or the CSP; provider_type_mismatch: that CSP has another
    ///              type
    [[nodiscard]] Result<void> set_default_provider(detail::Utf8Argument node, ProviderType type,
                                                    detail::Utf8Argument provider) {
        return apply(fake::SetDefaultProvider{node.take(), type, provider.take()});
    }

    /// Creates a key container with a new key.
    /// @par Errors
    ///  * object_not_found: there is no such node
    ///  * object_already_exists: there is such a container
    ///  * provider_not_found: the CSP is not installed there, or the type has no default there
    ///  * provider_type_mismatch: the CSP has another type there
    ///  * any of Condition::syntax: the container's name is not of the documented dialect
    [[nodiscard]] Result<void> create_key(detail::Utf8Argument node, CspSpecView container,
                                          NewKey key = {}) {
        return apply(
            fake::CreateKey{node.take(), container.to_owned(), key.exportable, key.machine_level});
    }
    /// The same, with the name as text.
    /// @par Errors  as create_key(std::string, CspSpecView, NewKey)
    [[nodiscard]] Result<void> create_key(detail::Utf8Argument node, std::string_view container,
                                          NewKey key = {}) {
        return with_spec(container,
                         [&](CspSpecView spec) { return create_key(node.take(), spec, key); });
    }
    /// The same, with a text or a spec of another character type.
    /// @par Errors  as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<void> create_key(detail::Utf8Argument node, const Name& container,
                                          NewKey key = {}) {
        return detail::with_text_of(container, [&](auto text) {
            return with_spec(text,
                             [&](CspSpecView spec) { return create_key(node.take(), spec, key); });
        });
    }

    /// Replaces the key in a machine-level container.
    /// @par Errors
    ///  * key_container_not_found: the node has no such container at machine level
    ///  * others: as create_key(std::string, CspSpecView, NewKey), but for object_already_exists
    [[nodiscard]] Result<void> change_key(detail::Utf8Argument node, std::string_view container) {
        return with_spec(container, [&](CspSpecView spec) {
            return apply(fake::ChangeKey{node.take(), spec.to_owned()});
        });
    }
    /// The same, with a text or a spec of another character type.
    /// @par Errors  as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<void> change_key(detail::Utf8Argument node, const Name& container) {
        return detail::with_text_of(container, [&](auto text) {
            return with_spec(text, [&](CspSpecView spec) {
                return change_key(node.take(), to_checkpoint_name(spec));
            });
        });
    }

    /// Deletes a machine-level container.
    /// @par Errors  as change_key()
    [[nodiscard]] Result<void> delete_key(detail::Utf8Argument node, std::string_view container) {
        return with_spec(container, [&](CspSpecView spec) {
            return apply(fake::DeleteKey{node.take(), spec.to_owned()});
        });
    }
    /// The same, with a text or a spec of another character type.
    /// @par Errors  as above
    template <detail::OtherName Name>
    [[nodiscard]] Result<void> delete_key(detail::Utf8Argument node, const Name& container) {
        return detail::with_text_of(container, [&](auto text) {
            return with_spec(text, [&](CspSpecView spec) {
                return delete_key(node.take(), to_checkpoint_name(spec));
            });
        });
    }

    /// The key in a machine-level container of a node, by a text or a spec of another character type.
    /// @return      a `Result<FakeKey>`
    /// @par Errors  as FakeCluster::key_in(); any of Condition::syntax: @p container is not of the documented
    ///              dialect
    template <class Name>
        requires(detail::AnyText<Name> || detail::is_other_spec<Name>)
    [[nodiscard]] auto key_in(detail::Utf8Argument node, const Name& container) {
        const auto found = [&](CspSpecView spec) {
            return static_cast<Cluster&>(*this).key_in(node.take(), spec);
        };
        if constexpr (detail::AnyText<Name>)
            return with_spec(detail::view_of(container), found);
        else
            return found(detail::spec_in_utf8(container));
    }

    /// Adds a resource, offline, in a group of its own.
    /// @par Errors
    ///  * object_not_found: there is no such node
    ///  * object_already_exists: there is such a resource
    ///  * invalid_value, embedded_nul, ill_formed_text: a name is not valid
    ///  * invalid_value: there is a group of that name, on another node
    [[nodiscard]] Result<void> add_resource(detail::Utf8Argument resource,
                                            detail::Utf8Argument node) {
        std::string name = resource.take();
        return apply(fake::AddResource{name, name, node.take()});
    }
    /// Adds a resource, offline, to a group, which is created if it does not exist.
    /// @par Errors  as above
    [[nodiscard]] Result<void> add_resource(detail::Utf8Argument resource,
                                            detail::Utf8Argument group, detail::Utf8Argument node) {
        return apply(fake::AddResource{resource.take(), group.take(), node.take()});
    }

    /// Deletes a resource and its checkpoints.
    /// @par Errors  resource_not_found: there is no such resource
    [[nodiscard]] Result<void> delete_resource(detail::Utf8Argument resource) {
        return apply(fake::DeleteResource{resource.take()});
    }

    /// Restores the resource's keys on its owner and brings it online.
    /// @par Errors
    ///  * resource_not_found: there is no such resource
    ///  * node_unavailable: its owner is down
    ///  * restore_failed: a key could not be restored, and the resource has failed
    [[nodiscard]] Result<void> bring_online(detail::Utf8Argument resource) {
        return apply(fake::BringOnline{resource.take()});
    }
    /// Takes a resource offline. Its keys stay where they are.
    /// @par Errors  resource_not_found: there is no such resource
    [[nodiscard]] Result<void> take_offline(detail::Utf8Argument resource) {
        return apply(fake::TakeOffline{resource.take()});
    }

    /// Moves the group of a resource to a node and starts there what should be online.
    /// @par Errors
    ///  * resource_not_found, object_not_found: the resource, the node
    ///  * node_unavailable: the node is down
    ///  * restore_failed: a key could not be restored there, and its resource has failed
    [[nodiscard]] Result<void> move_resource(detail::Utf8Argument resource,
                                             detail::Utf8Argument node) {
        return apply(fake::MoveResource{resource.take(), node.take()});
    }

    /// Sets all settings.
    /// @par Errors  none
    [[nodiscard]] Result<void> configure(FakeClusterSettings settings) {
        return apply(fake::Configure{settings});
    }

    /// Sets one setting.
    /// @par Errors  object_not_found: there is no such setting
    [[nodiscard]] Result<void> change_setting(detail::Utf8Argument setting, bool value) {
        return apply(fake::ChangeSetting{setting.take(), value});
    }

private:
    FakeClusterControls() = default;
    friend Cluster;

    Result<void> apply(const FakeClusterCommand& command) {
        return static_cast<Cluster&>(*this).execute(command).outcome;
    }

    template <class Char, class Action>
    static std::invoke_result_t<Action, CspSpecView> with_spec(std::basic_string_view<Char> name,
                                                               Action action) {
        const auto spec = parse_checkpoint_name(name);
        if (!spec) return std::unexpected(Error(spec.error()));
        if constexpr (std::same_as<Char, char>)
            return action(*spec);
        else
            return action(detail::spec_in_utf8(*spec));
    }
};

/// @cond
namespace detail {

inline void append_text(Text& text, const NewKey& key) {
    text << (key.exportable ? "exportable" : "not exportable")
         << (key.machine_level ? ", of the machine" : ", of a user");
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
