// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_FAKE_CLUSTER_HPP
#define CRYPTO_CHECKPOINT_FAKE_FAKE_CLUSTER_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/controls.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A request that a fake cluster was sent, and what it answered.
/// @par Thread safety  a value
struct RecordedCall {
    Call call;                  ///< what was asked
    std::optional<Errc> error;  ///< nothing where it succeeded
    /// Whether call and error are the same.
    friend bool operator==(const RecordedCall& left, const RecordedCall& right) {
        // Not as optionals: these ask whether an Errc is a std::error_code, and error/error_code.hpp, which
        // says that it is, would have to come first.
        return left.call == right.call && left.error.has_value() == right.error.has_value() &&
               (!left.error || *left.error == *right.error);
    }
};

/// What one command did to a fake cluster, whatever others did to it at the same time.
/// @par Thread safety  a value
struct ExecutionResult {
    Result<void> outcome;             ///< what it answered
    bool changed = false;             ///< a restore that failed is a change too
    std::vector<FakeEvent> events{};  ///< what happened, in order
};

/// How many calls a fake cluster remembers, the newest.
/// @par Source  chosen
inline constexpr std::size_t max_recorded_calls = 10'000;

class FakeClusterConnection;

/// A failover cluster in this process: nodes with key containers, resources that move between them,
/// and the checkpoints that make their keys move too. It is a backend like any other.
///
/// | behaviour                                                    | documented or chosen | source or reason |
/// |--------------------------------------------------------------|------------|------------------------------|
/// | ADD, container missing on the owner: NTE_BAD_KEYSET          | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT |
/// | ADD, keys not exportable: NTE_BAD_KEY                        | documented | the same page; answer_bad_key_state for CryptoAPI's own code |
/// | ADD, container of a user: as if missing                      | documented | the same page: machine-level keysets only; the code is chosen |
/// | the owner of the resource does the work                      | documented | ClusterResourceControl, hHostNode NULL |
/// | DELETE only what was added                                   | documented | MS-CMRP 3.1.4.3.1.25; the code is a setting |
/// | a listing keeps an omitted provider name omitted             | chosen     | setting resolve_provider_name_on_add |
/// | ADD of what is there: ERROR_ALREADY_EXISTS                   | chosen     | setting refuse_duplicate_add |
/// | names of checkpoints are compared to the letter              | chosen     | setting compare_names_ignoring_case |
/// | ADD and DELETE in any state of the resource                  | chosen     | setting require_online_to_change |
/// | keys are restored on the owner before the resource is online | documented | MS-CMRP 3.1.4.3.1.24 |
/// | a key changed while the resource is online is saved          | documented for registry keys, allowed for these | Checkpointing; MS-CMRP 3.1.4.3.1.24; setting save_changed_keys |
/// | a key changed while the resource is offline is overwritten   | documented | Checkpointing |
/// | a key that cannot be restored: event 1121                    | documented | Failover Clustering events, 1121 |
/// | ... and the resource fails, the other keys restored          | chosen     | a service without its key must not look well |
/// | deleting a resource deletes its checkpoints                  | documented | Checkpointing |
/// | two resources with one key overwrite each other              | documented | Checkpointing |
/// | ADD and DELETE need access "All", listing does not           | documented | MS-CMRP, ApiNodeResourceControl: the modify bit of the code |
/// | a change is visible through every node                       | documented | MS-CMRP 3.1.4.2 |
/// | CSP missing: NTE_KEYSET_NOT_DEF, of another type: NTE_PROV_TYPE_NO_MATCH | documented of CryptAcquireContext | that ADD passes them on is chosen |
/// | type without a default CSP: NTE_PROV_TYPE_NOT_DEF            | documented of CryptAcquireContext | likewise |
/// | the default CSP is each node's own                           | documented | CryptAcquireContext |
/// | which CSP is the default of a new node                       | chosen     | type 1: Strong, as seen on a host; others: the first documented |
/// | names of containers, CSPs, nodes, groups and resources ignore ASCII case | chosen | file-based CSPs lower-case container names; the rest is looked up in the registry |
/// | unknown resource: ERROR_RESOURCE_NOT_FOUND; owner down: ERROR_HOST_NODE_NOT_AVAILABLE | chosen | the codes' names |
/// | no node up: cluster_unreachable                              | chosen     | nobody is there to answer |
/// | a restored key is exportable as the saved one was            | chosen     | it must be, to be saved again |
/// | a group on a stopped node moves to the first node up, by name | chosen    | deterministic |
/// | moving is refused to a node that is down                     | chosen     | ERROR_HOST_NODE_NOT_AVAILABLE |
///
/// Not modelled: dependencies between resources, preferred owners, pending states, quorum, and the
/// cryptography itself. Nor what no document read settles, where it is no setting:
///  * whether leaving the provider out and naming the default make one checkpoint: here, two, or one
///    with resolve_provider_name_on_add
///  * how long a name may be and what it may not hold: here, whatever the grammar allows
///  * CNG keys: a key storage provider has no type, so no checkpoint name could say it
///  * which of a container's two keys, AT_KEYEXCHANGE and AT_SIGNATURE, moves: here it has one
///
/// Whether a cluster accepts `1\K`, leading zeros or more backslashes cannot be asked here either: a
/// backend is given a spec, which has one spelling.
/// @par Errors  with Windows' code in Error::native where there is one
///  * cluster_unreachable: no node is up
///  * resource_not_found: there is no such resource
///  * node_unavailable: ADD, DELETE: the owner of the resource is down
///  * invalid_resource_state: ADD, DELETE: it is not online, with the setting require_online_to_change
///  * key_container_not_found: ADD: the owner has no such container at machine level
///  * key_not_exportable: ADD: the key may not leave the owner
///  * provider_not_found: ADD: the owner lacks that CSP, or a default of that type
///  * provider_type_mismatch: ADD: the CSP has another type there
///  * provider_type_out_of_range: ADD: the type is not 1 to 999
///  * checkpoint_already_exists: ADD: it is listed, with the setting refuse_duplicate_add
///  * checkpoint_not_found: DELETE: it is not listed, with the setting refuse_unknown_remove
/// @par Complexity  a call is logarithmic in what the cluster has, linear in the resource's checkpoints
/// @par Thread safety  safe: each call is one step, seen whole or not at all
/// @par Source  Microsoft Learn and MS-CMRP; row by row in the table
/// @par Example
/// @snippet reference/cluster.cpp cluster
/// @snippet reference/cluster.cpp failover
/// @see FakeClusterControls for what can be done to it, Journaled to keep it in a file
class FakeCluster : public FakeClusterControls<FakeCluster> {
public:
    /// An empty cluster: no node, no resource.
    FakeCluster() = default;
    /// An empty cluster that answers otherwise where no document says how.
    /// @par Example
    /// @snippet reference/cluster.cpp settings
    explicit FakeCluster(FakeClusterSettings settings) { (void)configure(settings); }

    /// Carries out one command. FakeClusterControls has them as functions.
    /// @par Errors  as FakeClusterControls; of checkpoints as the class
    [[nodiscard]] Result<void> apply(const FakeClusterCommand& command) {
        const std::lock_guard lock(mutex_);
        return model_.apply(command);
    }

    /// Likewise, and tells what came of it.
    /// @par Errors  as apply(), in ExecutionResult::outcome
    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command) {
        const std::lock_guard lock(mutex_);
        const FakeClusterState& state = model_.state();
        const std::uint64_t revision = state.revision;
        const std::uint64_t last_event = state.last_event;  // of those before it
        ExecutionResult done{model_.apply(command), false};
        done.changed = state.revision != revision;
        const std::size_t events =
            (std::min)(state.events.size(), std::size_t(state.last_event - last_event));
        done.events.assign(state.events.end() - std::ptrdiff_t(events), state.events.end());
        return done;
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return add_with({}, resource, spec);
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return remove_with({}, resource, spec);
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return list_with({}, resource);
    }

    /// All resources, in the order of their names.
    /// @par Errors  cluster_unreachable: no node is up
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        const std::lock_guard lock(mutex_);
        return model_.resources();
    }

    /// The whole cluster as it is now, copied.
    [[nodiscard]] FakeClusterState state() const {
        const std::lock_guard lock(mutex_);
        return model_.state();
    }

    /// Becomes the cluster that was copied: something can be tried there, and nothing happens here.
    /// @pre @p state came from a fake cluster.
    /// @see state()
    void set_state(FakeClusterState state) {
        const std::lock_guard lock(mutex_);
        model_.set_state(std::move(state));
    }

    /// How many changes there have been: cheaper than comparing states.
    [[nodiscard]] std::uint64_t revision() const {
        const std::lock_guard lock(mutex_);
        return model_.state().revision;
    }

    /// The key in a machine-level container of a node, as CryptoAPI would find it there.
    /// @param node       its name, UTF-8
    /// @param container  where it leaves the CSP out, the node's default is meant
    /// @par Errors
    ///  * object_not_found: there is no such node
    ///  * key_container_not_found: it has no such container at machine level
    ///  * provider_not_found, provider_type_mismatch, provider_type_out_of_range: as the class, of ADD
    [[nodiscard]] Result<FakeKey> key_in(std::string_view node, CspSpecView container) const {
        const std::lock_guard lock(mutex_);
        const auto found = model_.state().nodes.find(node);
        if (found == model_.state().nodes.end())
            return std::unexpected(Error(Errc::object_not_found, "the node"));
        const auto key = detail::find_container(found->second, container);
        if (!key) return std::unexpected(key.error());
        return (*key)->second;
    }

    /// The newest calls to add, remove and list that arrived, oldest first.
    [[nodiscard]] std::vector<RecordedCall> calls() const {
        const std::lock_guard lock(mutex_);
        return {calls_.begin(), calls_.end()};
    }

    /// A way in as somebody with access "Read": see FakeClusterConnection.
    [[nodiscard]] FakeClusterConnection connect_read_only();
    /// A way in through one @p node (its name, UTF-8), which need not exist yet: see
    /// FakeClusterConnection.
    [[nodiscard]] FakeClusterConnection connect_through(std::string node);

private:
    friend class FakeClusterConnection;

    /// What somebody who asks may do, and the node he asks; none in particular where it is empty.
    struct Access {
        bool may_modify = true;
        std::string node = {};
    };

    Result<void> add_with(const Access& access, std::string_view resource, CspSpecView spec) {
        return recorded(access, Operation::add, resource, to_checkpoint_name(spec), [&] {
            return model_.apply(fake::AddCheckpoint{std::string(resource), spec.to_owned()});
        });
    }
    Result<void> remove_with(const Access& access, std::string_view resource, CspSpecView spec) {
        return recorded(access, Operation::remove, resource, to_checkpoint_name(spec), [&] {
            return model_.apply(fake::RemoveCheckpoint{std::string(resource), spec.to_owned()});
        });
    }
    Result<CheckpointList> list_with(const Access& access, std::string_view resource) {
        return recorded(access, Operation::list, resource, {},
                        [&] { return model_.list(resource); });
    }

    template <class Act>
    std::invoke_result_t<Act> recorded(const Access& access, Operation operation,
                                       std::string_view resource, std::string checkpoint, Act act) {
        const std::lock_guard lock(mutex_);
        if (!access.node.empty()) {
            const auto node = model_.state().nodes.find(access.node);
            if (node == model_.state().nodes.end() || !node->second.up)
                return std::unexpected(
                    Error(Errc::cluster_unreachable, "node '" + access.node + "'"));
        }
        std::invoke_result_t<Act> outcome = std::unexpected(error_with_native(Errc::access_denied));
        if (access.may_modify || operation == Operation::list) outcome = act();
        RecordedCall record{{operation, std::string(resource), std::move(checkpoint)}, {}};
        if (!outcome) record.error = outcome.error().code;
        calls_.push_back(std::move(record));
        if (calls_.size() > max_recorded_calls) calls_.pop_front();
        return outcome;
    }

    mutable std::mutex mutex_;
    detail::FakeClusterModel model_;
    std::deque<RecordedCall> calls_;
};

static_assert(EnumeratingBackend<FakeCluster>);

/// A backend that sees a fake cluster with the rights of somebody, or through one node. Refers to
/// the cluster, which must outlive it.
///
/// With access "Read", ADD and DELETE are denied (ERROR_ACCESS_DENIED). Through a node that is down,
/// nothing is reached.
/// @par Errors  as FakeCluster; access_denied for a change by who may only read; cluster_unreachable
///              through a node that is down
/// @par Thread safety  as FakeCluster
/// @par Source  MS-CMRP, ApiNodeResourceControl, access level "All" to modify
/// @par Example
/// @snippet reference/cluster.cpp rights
class FakeClusterConnection {
public:
    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return cluster_->add_with(access_, resource, spec);
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return cluster_->remove_with(access_, resource, spec);
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return cluster_->list_with(access_, resource);
    }

private:
    friend class FakeCluster;

    FakeClusterConnection(FakeCluster& cluster, FakeCluster::Access access)
        : cluster_(&cluster), access_(std::move(access)) {}

    FakeCluster* cluster_;
    FakeCluster::Access access_;
};

static_assert(CheckpointBackend<FakeClusterConnection>);

inline FakeClusterConnection FakeCluster::connect_read_only() {
    return {*this, {.may_modify = false}};
}
inline FakeClusterConnection FakeCluster::connect_through(std::string node) {
    return {*this, {.node = std::move(node)}};
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
