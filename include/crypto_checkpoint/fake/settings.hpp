// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_SETTINGS_HPP
#define CRYPTO_CHECKPOINT_FAKE_SETTINGS_HPP

#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/text.hpp>

#include <array>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// Behaviour of a cluster that no document settles, one setting each. A test that must not depend on
/// a default runs with both values.
/// @par Source  at each setting: the default is documented, or chosen with a reason
/// @par Example
/// @snippet reference/cluster.cpp settings
struct FakeClusterSettings {
    /// Whether a second ADD of a name fails with ERROR_ALREADY_EXISTS, as documented for the registry
    /// sibling CLUSCTL_RESOURCE_ADD_REGISTRY_CHECKPOINT. Otherwise its key is saved again.
    bool refuse_duplicate_add = true;

    /// Whether DELETE of a name that was not added fails with ERROR_FILE_NOT_FOUND, as documented for
    /// the registry sibling; MS-CMRP 3.1.4.3.1.25 requires that the name was added before.
    bool refuse_unknown_remove = true;

    /// Whether two names that differ only in ASCII case are one checkpoint. No: no document says that
    /// the cluster interprets the text.
    bool compare_names_ignoring_case = false;

    /// Whether ADD replaces an omitted provider name by the owner's default. No: according to
    /// CLUSCTL_RESOURCE_GET_CRYPTO_CHECKPOINTS it may be omitted in a listing.
    bool resolve_provider_name_on_add = false;

    /// Whether ADD and DELETE require the resource to be online. No: MS-CMRP mentions only the state of
    /// the protocol server.
    bool require_online_to_change = false;

    /// Whether a key that changes while the resource is online is saved again. Yes: Microsoft Learn,
    /// Checkpointing, documents it for registry keys, and MS-CMRP 3.1.4.3.1.24 allows it for these.
    bool save_changed_keys = true;

    /// Whether a key that is not exportable gives NTE_BAD_KEY_STATE, as CryptoAPI does. No: the control
    /// code documents NTE_BAD_KEY.
    bool answer_bad_key_state = false;

    friend constexpr bool operator==(const FakeClusterSettings&,
                                     const FakeClusterSettings&) = default;
};

/// A setting and its name.
struct FakeClusterSetting {
    std::string_view name;  ///< ASCII; stable, because journals contain it
    bool FakeClusterSettings::* value;
    friend constexpr bool operator==(const FakeClusterSetting&,
                                     const FakeClusterSetting&) = default;
};

/// All settings, in order.
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
/// @param name  one of #fake_cluster_settings, ASCII, case-sensitive
/// @par Example
/// @snippet reference/cluster.cpp setting
[[nodiscard]] constexpr const FakeClusterSetting* find_fake_cluster_setting(
    std::string_view name) noexcept {
    for (const FakeClusterSetting& setting : fake_cluster_settings)
        if (setting.name == name) return &setting;
    return nullptr;
}

/// @cond
namespace detail {

/// The settings that are true.
inline void append_text(Text& text, const FakeClusterSettings& settings) {
    std::string_view separator = "[";
    for (const FakeClusterSetting& setting : fake_cluster_settings) {
        if (!(settings.*setting.value)) continue;
        text << separator << setting.name;
        separator = ", ";
    }
    text << (separator == "[" ? "[]" : "]");
}

inline void append_text(Text& text, const FakeClusterSetting& setting) { text << setting.name; }

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
