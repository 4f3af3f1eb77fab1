// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_COMMANDS_HPP
#define CRYPTO_CHECKPOINT_FAKE_COMMANDS_HPP

#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <string>
#include <string_view>
#include <tuple>
#include <variant>

namespace crypto_checkpoint {
inline namespace v0 {

/// Everything that can be done to a fake cluster, as values: the model is what they add up to, so
/// whoever keeps them in order keeps the cluster.
///
/// Each has a stable name and ties its members, so that it can be written down and read again. What each
/// does, and how it fails, is said at the function of FakeClusterControls that is called like it.
/// @par Units and encoding  texts are UTF-8
/// @par Thread safety  values
/// @par Example
/// @snippet reference/cluster.cpp commands
namespace fake {

/// Sets all settings.
struct Configure {
    static constexpr std::string_view name = "configure";
    FakeClusterSettings settings;  ///< all of them, as they will be
    auto members() {
        return std::tie(settings.refuse_duplicate_add, settings.refuse_unknown_remove,
                        settings.compare_names_ignoring_case, settings.resolve_provider_name_on_add,
                        settings.require_online_to_change, settings.save_changed_keys,
                        settings.answer_bad_key_state);
    }
};

/// A node joins, with the documented CSPs installed.
struct AddNode {
    static constexpr std::string_view name = "add_node";
    std::string node;  ///< its name, UTF-8
    auto members() { return std::tie(node); }
};

/// A node stops without a word; what it ran moves to the next node that is up.
struct CrashNode {
    static constexpr std::string_view name = "crash_node";
    std::string node;  ///< its name, UTF-8
    auto members() { return std::tie(node); }
};

/// A node comes back; what waited for one, or was its own, is started there.
struct StartNode {
    static constexpr std::string_view name = "start_node";
    std::string node;  ///< its name, UTF-8
    auto members() { return std::tie(node); }
};

/// A CSP is installed on a node.
struct InstallProvider {
    static constexpr std::string_view name = "install_provider";
    std::string node;      ///< its name, UTF-8
    ProviderType type;     ///< the CSP's type
    std::string provider;  ///< the CSP's name
    auto members() { return std::tie(node, type, provider); }
};

/// A CSP is taken off a node.
struct RemoveProvider {
    static constexpr std::string_view name = "remove_provider";
    std::string node;      ///< its name, UTF-8
    std::string provider;  ///< the CSP's name
    auto members() { return std::tie(node, provider); }
};

/// Says which CSP an omitted provider name means on a node.
struct SetDefaultProvider {
    static constexpr std::string_view name = "set_default_provider";
    std::string node;      ///< its name, UTF-8
    ProviderType type;     ///< the CSP's type
    std::string provider;  ///< the CSP's name
    auto members() { return std::tie(node, type, provider); }
};

/// A key container with a new key is made on a node.
struct CreateKey {
    static constexpr std::string_view name = "create_key";
    std::string node;           ///< its name, UTF-8
    CspSpec container;          ///< which container; an omitted provider name is the node's default
    bool exportable = true;     ///< as NewKey::exportable
    bool machine_level = true;  ///< as NewKey::machine_level
    auto members() { return std::tie(node, container, exportable, machine_level); }
};

/// Puts a new key into a container that exists.
struct ChangeKey {
    static constexpr std::string_view name = "change_key";
    std::string node;   ///< its name, UTF-8
    CspSpec container;  ///< which container; an omitted provider name is the node's default
    auto members() { return std::tie(node, container); }
};

/// A key container is deleted on a node.
struct DeleteKey {
    static constexpr std::string_view name = "delete_key";
    std::string node;   ///< its name, UTF-8
    CspSpec container;  ///< which container; an omitted provider name is the node's default
    auto members() { return std::tie(node, container); }
};

/// A resource joins, offline, in a group; a group that does not exist is made on that node.
struct AddResource {
    static constexpr std::string_view name = "add_resource";
    std::string resource;  ///< its name, UTF-8
    std::string group;     ///< the group's name
    std::string node;      ///< its name, UTF-8
    auto members() { return std::tie(resource, group, node); }
};

/// A resource goes, and its checkpoints with it.
struct DeleteResource {
    static constexpr std::string_view name = "delete_resource";
    std::string resource;  ///< its name, UTF-8
    auto members() { return std::tie(resource); }
};

/// A resource is started on its owner, its keys restored before.
struct BringOnline {
    static constexpr std::string_view name = "bring_online";
    std::string resource;  ///< its name, UTF-8
    auto members() { return std::tie(resource); }
};

/// A resource is stopped.
struct TakeOffline {
    static constexpr std::string_view name = "take_offline";
    std::string resource;  ///< its name, UTF-8
    auto members() { return std::tie(resource); }
};

/// Moves the group of a resource, all of it, to another node.
struct MoveResource {
    static constexpr std::string_view name = "move_resource";
    std::string resource;  ///< its name, UTF-8
    std::string node;      ///< its name, UTF-8
    auto members() { return std::tie(resource, node); }
};

/// A key container is put on the list of a resource, and its key saved.
struct AddCheckpoint {
    static constexpr std::string_view name = "add_checkpoint";
    std::string resource;  ///< its name, UTF-8
    CspSpec checkpoint;    ///< which key container
    auto members() { return std::tie(resource, checkpoint); }
};

/// A key container is taken off the list of a resource.
struct RemoveCheckpoint {
    static constexpr std::string_view name = "remove_checkpoint";
    std::string resource;  ///< its name, UTF-8
    CspSpec checkpoint;    ///< which key container
    auto members() { return std::tie(resource, checkpoint); }
};

/// Sets one setting and leaves the others to those who set them.
struct ChangeSetting {
    static constexpr std::string_view name = "change_setting";
    std::string setting;  ///< its name, UTF-8: see fake_cluster_settings
    bool value = false;   ///< what it will be
    auto members() { return std::tie(setting, value); }
};

}  // namespace fake

/// Any of the commands.
/// @see FakeCluster::apply()
using FakeClusterCommand =
    std::variant<fake::Configure, fake::AddNode, fake::CrashNode, fake::StartNode,
                 fake::InstallProvider, fake::RemoveProvider, fake::SetDefaultProvider,
                 fake::CreateKey, fake::ChangeKey, fake::DeleteKey, fake::AddResource,
                 fake::DeleteResource, fake::BringOnline, fake::TakeOffline, fake::MoveResource,
                 fake::AddCheckpoint, fake::RemoveCheckpoint, fake::ChangeSetting>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
