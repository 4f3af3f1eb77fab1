// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_COMMANDS_HPP
#define CRYPTO_CHECKPOINT_FAKE_COMMANDS_HPP

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <concepts>
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
    static auto members(auto& self) {
        return std::tie(self.settings.refuse_duplicate_add, self.settings.refuse_unknown_remove,
                        self.settings.compare_names_ignoring_case,
                        self.settings.resolve_provider_name_on_add,
                        self.settings.require_online_to_change, self.settings.save_changed_keys,
                        self.settings.answer_bad_key_state);
    }
};

/// FakeClusterControls::add_node()
struct AddNode {
    static constexpr std::string_view name = "add_node";
    std::string node;
    static auto members(auto& self) { return std::tie(self.node); }
};

/// FakeClusterControls::crash_node()
struct CrashNode {
    static constexpr std::string_view name = "crash_node";
    std::string node;
    static auto members(auto& self) { return std::tie(self.node); }
};

/// FakeClusterControls::start_node()
struct StartNode {
    static constexpr std::string_view name = "start_node";
    std::string node;
    static auto members(auto& self) { return std::tie(self.node); }
};

/// FakeClusterControls::install_provider()
struct InstallProvider {
    static constexpr std::string_view name = "install_provider";
    std::string node;
    ProviderType type;
    std::string provider;
    static auto members(auto& self) { return std::tie(self.node, self.type, self.provider); }
};

/// FakeClusterControls::remove_provider()
struct RemoveProvider {
    static constexpr std::string_view name = "remove_provider";
    std::string node;
    std::string provider;
    static auto members(auto& self) { return std::tie(self.node, self.provider); }
};

/// FakeClusterControls::set_default_provider()
struct SetDefaultProvider {
    static constexpr std::string_view name = "set_default_provider";
    std::string node;
    ProviderType type;
    std::string provider;
    static auto members(auto& self) { return std::tie(self.node, self.type, self.provider); }
};

/// FakeClusterControls::create_key()
struct CreateKey {
    static constexpr std::string_view name = "create_key";
    std::string node;
    CspSpec container;
    bool exportable = true;
    bool machine_level = true;
    static auto members(auto& self) {
        return std::tie(self.node, self.container, self.exportable, self.machine_level);
    }
};

/// FakeClusterControls::change_key()
struct ChangeKey {
    static constexpr std::string_view name = "change_key";
    std::string node;
    CspSpec container;
    static auto members(auto& self) { return std::tie(self.node, self.container); }
};

/// FakeClusterControls::delete_key()
struct DeleteKey {
    static constexpr std::string_view name = "delete_key";
    std::string node;
    CspSpec container;
    static auto members(auto& self) { return std::tie(self.node, self.container); }
};

/// FakeClusterControls::add_resource()
struct AddResource {
    static constexpr std::string_view name = "add_resource";
    std::string resource;
    std::string group;
    std::string node;
    static auto members(auto& self) { return std::tie(self.resource, self.group, self.node); }
};

/// FakeClusterControls::delete_resource()
struct DeleteResource {
    static constexpr std::string_view name = "delete_resource";
    std::string resource;
    static auto members(auto& self) { return std::tie(self.resource); }
};

/// FakeClusterControls::bring_online()
struct BringOnline {
    static constexpr std::string_view name = "bring_online";
    std::string resource;
    static auto members(auto& self) { return std::tie(self.resource); }
};

/// FakeClusterControls::take_offline()
struct TakeOffline {
    static constexpr std::string_view name = "take_offline";
    std::string resource;
    static auto members(auto& self) { return std::tie(self.resource); }
};

/// FakeClusterControls::move_resource()
struct MoveResource {
    static constexpr std::string_view name = "move_resource";
    std::string resource;
    std::string node;
    static auto members(auto& self) { return std::tie(self.resource, self.node); }
};

/// FakeCluster::add()
struct AddCheckpoint {
    static constexpr std::string_view name = "add_checkpoint";
    std::string resource;
    CspSpec checkpoint;
    static auto members(auto& self) { return std::tie(self.resource, self.checkpoint); }
};

/// FakeCluster::remove()
struct RemoveCheckpoint {
    static constexpr std::string_view name = "remove_checkpoint";
    std::string resource;
    CspSpec checkpoint;
    static auto members(auto& self) { return std::tie(self.resource, self.checkpoint); }
};

/// FakeClusterControls::change_setting()
struct ChangeSetting {
    static constexpr std::string_view name = "change_setting";
    std::string setting;  ///< see fake_cluster_settings
    bool value = false;
    static auto members(auto& self) { return std::tie(self.setting, self.value); }
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

/// @cond
namespace detail {

template <class T, class... Types>
consteval bool is_alternative(const std::variant<Types...>*) {
    return (std::same_as<T, Types> || ...);
}
template <class T>
concept FakeCommand = is_alternative<T>(static_cast<const FakeClusterCommand*>(nullptr));

/// `create_key NODE1 1\\K true true`
template <FakeCommand T>
void append_text(Text& text, const T& command) {
    text << T::name;
    const auto append = [&](const auto& member) {
        if constexpr (std::same_as<decltype(member), const bool&>)
            text << (member ? " true" : " false");
        else
            text << " " << member;
    };
    if constexpr (requires { command.settings; })
        append(command.settings);
    else
        std::apply([&](const auto&... members) { (append(members), ...); }, T::members(command));
}

}  // namespace detail
/// @endcond

namespace fake {

/// Compares the members.
template <detail::FakeCommand T>
[[nodiscard]] bool operator==(const T& left, const T& right) {
    return T::members(left) == T::members(right);
}

}  // namespace fake

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
