// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_BACKENDS_FAKE_SETTINGS_HPP
#define CRYPTO_CHECKPOINT_BACKENDS_FAKE_SETTINGS_HPP

#include <crypto_checkpoint/config.hpp>

namespace crypto_checkpoint {
inline namespace v0 {

/// What no document settles about a cluster: one setting each. The defaults are choices of this
/// library, with their reasons; a test that must not depend on one runs under both.
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

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
