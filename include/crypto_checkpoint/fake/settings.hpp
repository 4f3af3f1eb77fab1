// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_SETTINGS_HPP
#define CRYPTO_CHECKPOINT_FAKE_SETTINGS_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <array>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// What no document settles about a cluster: one setting each. The defaults are choices of this
/// library, with their reasons; a test that must not depend on one runs under both.
/// @par Thread safety  a value
/// @par Source  at each setting: what it is unless set is documented, or chosen with a reason
/// @par Example
/// @snippet reference/cluster.cpp settings
struct FakeClusterSettings {
    /// A second ADD of the same name. Refused with ERROR_ALREADY_EXISTS: the registry sibling
    /// CLUSCTL_RESOURCE_ADD_REGISTRY_CHECKPOINT documents that. Otherwise its key is saved again.
    bool refuse_duplicate_add = true;

    /// DELETE of a name that was not added. Refused with ERROR_FILE_NOT_FOUND: the registry sibling
    /// documents that, and MS-CMRP 3.1.4.3.1.25 demands that the name was added before.
    bool refuse_unknown_remove = true;

    /// Whether two names that differ only in ASCII case are one checkpoint. No: the cluster is given
    /// text, and nothing read says that it looks into it.
    bool compare_names_ignoring_case = false;

    /// Whether an omitted provider name is replaced by the owner's default when it is added. No:
    /// the page of CLUSCTL_RESOURCE_GET_CRYPTO_CHECKPOINTS says that it may be omitted in a listing.
    bool resolve_provider_name_on_add = false;

    /// Whether ADD and DELETE need the resource to be online. No: MS-CMRP speaks only of the state
    /// of the protocol server.
    bool require_online_to_change = false;

    /// Whether a key that changes while the resource is online is saved again. Yes: Microsoft Learn,
    /// Checkpointing, says so of registry keys, and MS-CMRP 3.1.4.3.1.24 allows it for these.
    bool save_changed_keys = true;

    /// Which code a key that is not exportable gives. NTE_BAD_KEY is what the page of the control
    /// code documents; CryptoAPI itself says NTE_BAD_KEY_STATE.
    bool answer_bad_key_state = false;

    friend constexpr bool operator==(const FakeClusterSettings&,
                                     const FakeClusterSettings&) = default;
};

/// A setting by its name.
/// @par Units and encoding  ASCII
/// @par Thread safety  a value
struct FakeClusterSetting {
    std::string_view name;              ///< stable: journals hold it
    bool FakeClusterSettings::* value;  ///< where it stands
};

/// All of them, in their order.
inline constexpr auto fake_cluster_settings = std::to_array<FakeClusterSetting>({
    {"refuse_duplicate_add", &FakeClusterSettings::refuse_duplicate_add},
    {"refuse_unknown_remove", &FakeClusterSettings::refuse_unknown_remove},
    {"compare_names_ignoring_case", &FakeClusterSettings::compare_names_ignoring_case},
    {"resolve_provider_name_on_add", &FakeClusterSettings::resolve_provider_name_on_add},
    {"require_online_to_change", &FakeClusterSettings::require_online_to_change},
    {"save_changed_keys", &FakeClusterSettings::save_changed_keys},
    {"answer_bad_key_state", &FakeClusterSettings::answer_bad_key_state},
});

/// The setting of this name, or nullptr.
/// @param name  one of #fake_cluster_settings, in ASCII, compared to the letter
/// @par Example
/// @snippet reference/cluster.cpp setting
[[nodiscard]] constexpr const FakeClusterSetting* find_fake_cluster_setting(
    std::string_view name) noexcept {
    for (const FakeClusterSetting& setting : fake_cluster_settings)
        if (setting.name == name) return &setting;
    return nullptr;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
