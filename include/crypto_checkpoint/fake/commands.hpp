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

/// The operations on a fake cluster as values. The sequence of executed commands determines its state.
///
/// Each command has a stable name and ties its members, for serialization. The function of
/// FakeClusterControls with the same name documents its effect and its errors.
/// @par Units and encoding  texts are UTF-8
/// @par Example
/// @snippet reference/cluster.cpp commands
namespace fake {

/// FakeClusterControls::configure()
struct Configure {
    static constexpr std::string_view name = "configure";
    FakeClusterSettings settings;
    auto members() {
        return std::tie(settings.refuse_duplicate_add, settings.refuse_unknown_remove,
                        settings.compare_names_ignoring_case, settings.resolve_provider_name_on_add,
                        settings.require_online_to_change, settings.save_changed_keys,
                        settings.answer_bad_key_state);
    }
};

/// FakeClusterControls::add_node()
struct AddNode {
    static constexpr std::string_view name = "add_node";
    std::string node;
    auto members() { return std::tie(node); }
};

/// FakeClusterControls::crash_node()
struct CrashNode {
    static constexpr std::string_view name = "crash_node";
    std::string node;
    auto members() { return std::tie(node); }
};

/// FakeClusterControls::start_node()
struct StartNode {
    static constexpr std::string_view name = "start_node";
    std::string node;
    auto members() { return std::tie(node); }
};

/// FakeClusterControls::install_provider()
struct InstallProvider {
    static constexpr std::string_view name = "install_provider";
    std::string node;
    ProviderType type;
    std::string provider;
    auto members() { return std::tie(node, type, provider); }
};

/// FakeClusterControls::remove_provider()
struct RemoveProvider {
    static constexpr std::string_view name = "remove_provider";
    std::string node;
    std::string provider;
    auto members() { return std::tie(node, provider); }
};

/// FakeClusterControls::set_default_provider()
struct SetDefaultProvider {
    static constexpr std::string_view name = "set_default_provider";
    std::string node;
    ProviderType type;
    std::string provider;
    auto members() { return std::tie(node, type, provider); }
};

/// FakeClusterControls::create_key()
struct CreateKey {
    static constexpr std::string_view name = "create_key";
    std::string node;
    CspSpec container;
    bool exportable = true;
    bool machine_level = true;
    auto members() { return std::tie(node, container, exportable, machine_level); }
};

/// FakeClusterControls::change_key()
struct ChangeKey {
    static constexpr std::string_view name = "change_key";
    std::string node;
    CspSpec container;
    auto members() { return std::tie(node, container); }
};

/// FakeClusterControls::delete_key()
struct DeleteKey {
    static constexpr std::string_view name = "delete_key";
    std::string node;
    CspSpec container;
    auto members() { return std::tie(node, container); }
};

/// FakeClusterControls::add_resource()
struct AddResource {
    static constexpr std::string_view name = "add_resource";
    std::string resource;
    std::string group;
    std::string node;
    auto members() { return std::tie(resource, group, node); }
};

/// FakeClusterControls::delete_resource()
struct DeleteResource {
    static constexpr std::string_view name = "delete_resource";
    std::string resource;
    auto members() { return std::tie(resource); }
};

/// FakeClusterControls::bring_online()
struct BringOnline {
    static constexpr std::string_view name = "bring_online";
    std::string resource;
    auto members() { return std::tie(resource); }
};

/// FakeClusterControls::take_offline()
struct TakeOffline {
    static constexpr std::string_view name = "take_offline";
    std::string resource;
    auto members() { return std::tie(resource); }
};

/// FakeClusterControls::move_resource()
struct MoveResource {
    static constexpr std::string_view name = "move_resource";
    std::string resource;
    std::string node;
    auto members() { return std::tie(resource, node); }
};

/// FakeCluster::add()
struct AddCheckpoint {
    static constexpr std::string_view name = "add_checkpoint";
    std::string resource;
    CspSpec checkpoint;
    auto members() { return std::tie(resource, checkpoint); }
};

/// FakeCluster::remove()
struct RemoveCheckpoint {
    static constexpr std::string_view name = "remove_checkpoint";
    std::string resource;
    CspSpec checkpoint;
    auto members() { return std::tie(resource, checkpoint); }
};

/// FakeClusterControls::change_setting()
struct ChangeSetting {
    static constexpr std::string_view name = "change_setting";
    std::string setting;  ///< see fake_cluster_settings
    bool value = false;
    auto members() { return std::tie(setting, value); }
};

}  // namespace fake

/// Any of the commands.
/// @see FakeCluster::execute()
using FakeClusterCommand =
    std::variant<fake::Configure, fake::AddNode, fake::CrashNode, fake::StartNode,
                 fake::InstallProvider, fake::RemoveProvider, fake::SetDefaultProvider,
                 fake::CreateKey, fake::ChangeKey, fake::DeleteKey, fake::AddResource,
                 fake::DeleteResource, fake::BringOnline, fake::TakeOffline, fake::MoveResource,
                 fake::AddCheckpoint, fake::RemoveCheckpoint, fake::ChangeSetting>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
