// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BACKENDS_FAKE_CONTROLS_HPP
#define CRYPTO_CHECKPOINT_BACKENDS_FAKE_CONTROLS_HPP

#include <crypto_checkpoint/backend.hpp>
#include <crypto_checkpoint/backends/fake/commands.hpp>

namespace crypto_checkpoint {
inline namespace v0 {

/// How a new key container is made: as CryptAcquireContext with CRYPT_MACHINE_KEYSET and CryptGenKey
/// with CRYPT_EXPORTABLE would, or without one of them.
struct NewKey {
    bool exportable = true;
    bool machine_level = true;
};

/// The commands of a fake cluster as functions, for whatever has `apply(FakeClusterCommand)`: the
/// cluster in memory and the one that is kept in a file.
///
/// Containers are given as specs or as checkpoint names; an omitted provider name means the node's
/// default. A result must be looked at, or a slip in the set-up of a test shows far from where it
/// was made: `cluster.add_node("NODE1").value()` throws, `REQUIRE(cluster.add_node("NODE1"))` tells.
/// @par Errors  object_not_found, object_already_exists, resource_not_found, invalid_value, syntax
///              errors of container names; those of restoring keys where a resource is started
template <class Cluster>
class FakeClusterControls {
public:
    /// Adds a node, with the CSPs that Microsoft documents installed.
    [[nodiscard]] Result<void> add_node(std::string node) {
        return apply(fake::AddNode{std::move(node)});
    }

    /// Stops a node without warning. What it ran is started on the next node that is up.
    [[nodiscard]] Result<void> crash_node(std::string node) {
        return apply(fake::CrashNode{std::move(node)});
    }

    [[nodiscard]] Result<void> start_node(std::string node) {
        return apply(fake::StartNode{std::move(node)});
    }

    [[nodiscard]] Result<void> install_provider(std::string node, ProviderType type,
                                                std::string provider) {
        return apply(fake::InstallProvider{std::move(node), type, std::move(provider)});
    }
    [[nodiscard]] Result<void> remove_provider(std::string node, std::string provider) {
        return apply(fake::RemoveProvider{std::move(node), std::move(provider)});
    }

    /// Says which CSP an omitted provider name means on a node.
    [[nodiscard]] Result<void> set_default_provider(std::string node, ProviderType type,
                                                    std::string provider) {
        return apply(fake::SetDefaultProvider{std::move(node), type, std::move(provider)});
    }

    /// Makes a key container with a new key in it.
    [[nodiscard]] Result<void> create_key(std::string node, CspSpecView container,
                                          NewKey key = {}) {
        return apply(fake::CreateKey{std::move(node), container.to_owned(), key.exportable,
                                     key.machine_level});
    }
    [[nodiscard]] Result<void> create_key(std::string node, std::string_view container,
                                          NewKey key = {}) {
        return with_spec(container,
                         [&](CspSpecView spec) { return create_key(std::move(node), spec, key); });
    }

    /// Replaces the key in a machine-level container.
    [[nodiscard]] Result<void> change_key(std::string node, std::string_view container) {
        return with_spec(container, [&](CspSpecView spec) {
            return apply(fake::ChangeKey{std::move(node), spec.to_owned()});
        });
    }

    /// Deletes a machine-level container.
    [[nodiscard]] Result<void> delete_key(std::string node, std::string_view container) {
        return with_spec(container, [&](CspSpecView spec) {
            return apply(fake::DeleteKey{std::move(node), spec.to_owned()});
        });
    }

    /// Adds a resource, offline, in a group of its own.
    [[nodiscard]] Result<void> add_resource(std::string resource, std::string node) {
        std::string group = resource;
        return add_resource(std::move(resource), std::move(group), std::move(node));
    }
    /// Adds a resource, offline, to a group, which is made where it does not exist.
    [[nodiscard]] Result<void> add_resource(std::string resource, std::string group,
                                            std::string node) {
        return apply(fake::AddResource{std::move(resource), std::move(group), std::move(node)});
    }

    /// Deletes a resource and its checkpoints.
    [[nodiscard]] Result<void> delete_resource(std::string resource) {
        return apply(fake::DeleteResource{std::move(resource)});
    }

    /// Restores the resource's keys on its owner and brings it online.
    [[nodiscard]] Result<void> bring_online(std::string resource) {
        return apply(fake::BringOnline{std::move(resource)});
    }
    [[nodiscard]] Result<void> take_offline(std::string resource) {
        return apply(fake::TakeOffline{std::move(resource)});
    }

    /// Moves the group of a resource to a node; what was online there is online here after.
    [[nodiscard]] Result<void> move_resource(std::string resource, std::string node) {
        return apply(fake::MoveResource{std::move(resource), std::move(node)});
    }

    [[nodiscard]] Result<void> configure(FakeClusterSettings settings) {
        return apply(fake::Configure{settings});
    }

    /// Sets one setting, by its name in FakeClusterSettings, and leaves the others as they are.
    [[nodiscard]] Result<void> change_setting(std::string setting, bool value) {
        return apply(fake::ChangeSetting{std::move(setting), value});
    }

private:
    Result<void> apply(FakeClusterCommand command) {
        return static_cast<Cluster&>(*this).apply(command);
    }

    template <class Act>
    static Result<void> with_spec(std::string_view name, Act act) {
        const auto spec = check_checkpoint_name(name);
        if (!spec) return std::unexpected(Error(spec.error()));
        return act(*spec);
    }
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
