// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_FAKE_CLUSTER_HPP
#define CRYPTO_CHECKPOINT_FAKE_FAKE_CLUSTER_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/mutex.hpp>
#include <crypto_checkpoint/detail/rollback.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/controls.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/name_limit.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/settings.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A call of add, remove or list on a fake cluster, with its result.
struct RecordedCall {
    Call call;
    std::optional<Errc> error;  ///< nullopt if the call succeeded
    friend bool operator==(const RecordedCall& left, const RecordedCall& right) {
        return left.call == right.call && detail::are_equal(left.error, right.error);
    }
};

/// A fake cluster keeps this many of its newest calls.
/// @par Source  chosen
inline constexpr std::size_t max_recorded_calls = 10'000;

class FakeClusterConnection;

/// A failover cluster in this process: nodes with key containers, resources that move between them,
/// and the checkpoints that move their keys along. It is a CheckpointBackend.
///
/// | behaviour                                                    | documented or chosen | source or reason |
/// |--------------------------------------------------------------|------------|------------------------------|
/// | ADD, container missing on the owner: NTE_BAD_KEYSET          | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT |
/// | ADD, keys not exportable: NTE_BAD_KEY                        | documented | the same page; answer_bad_key_state for CryptoAPI's own code |
/// | ADD, container of a user: as if missing                      | documented | the same page: machine-level keysets only; the code is chosen |
/// | the owner of the resource executes ADD and DELETE            | documented | ClusterResourceControl, hHostNode NULL |
/// | DELETE only what was added                                   | documented | MS-CMRP 3.1.4.3.1.25; the code is a setting |
/// | a listing keeps an omitted provider name omitted             | chosen     | setting resolve_provider_name_on_add |
/// | ADD of a listed checkpoint: ERROR_ALREADY_EXISTS             | chosen     | setting refuse_duplicate_add |
/// | names of checkpoints are case-sensitive                      | chosen     | setting compare_names_ignoring_case |
/// | ADD and DELETE in any state of the resource                  | chosen     | setting require_online_to_change; MS-CMRP 3.1.4.3.1.24 names a state of the server only |
/// | keys are restored on the owner before the resource is online | documented | MS-CMRP 3.1.4.3.1.24 |
/// | a key changed while the resource is online is saved          | documented for registry keys, allowed for these | Checkpointing; MS-CMRP 3.1.4.3.1.24; setting save_changed_keys |
/// | a key changed while the resource is offline is overwritten   | documented | Checkpointing |
/// | a key that cannot be restored: event 1121                    | documented | Failover Clustering events, 1121 |
/// | ... and the resource fails, the other keys restored          | chosen     | a service without its key must not look healthy |
/// | deleting a resource deletes its checkpoints                  | documented | Checkpointing |
/// | two resources with one key overwrite each other              | documented | Checkpointing |
/// | ADD and DELETE need access "All", listing does not           | documented | MS-CMRP, ApiNodeResourceControl: the modify bit of the code |
/// | a change is visible through every node                       | documented | MS-CMRP 3.1.4.2 |
/// | CSP missing: NTE_KEYSET_NOT_DEF, of another type: NTE_PROV_TYPE_NO_MATCH | documented of CryptAcquireContext | that ADD returns them is chosen |
/// | type without a default CSP: NTE_PROV_TYPE_NOT_DEF            | documented of CryptAcquireContext | that ADD returns it is chosen |
/// | the default CSP is each node's own                           | documented | CryptAcquireContext |
/// | which CSP is the default of a new node                       | chosen     | type 1: Strong, as seen on a host; others: the first documented |
/// | names of containers, CSPs, nodes, groups and resources ignore ASCII case | chosen | file-based CSPs lower-case container names; the rest is looked up in the registry |
/// | unknown resource: ERROR_RESOURCE_NOT_FOUND; owner down: ERROR_HOST_NODE_NOT_AVAILABLE | chosen | the codes' names |
/// | no node up: cluster_unreachable                              | chosen     | no node can respond |
/// | a restored key is exportable as the saved one was            | chosen     | otherwise it could not be saved again |
/// | a group on a stopped node moves to the first node up, by name | chosen    | deterministic |
/// | moving to a node that is down fails                          | chosen     | ERROR_HOST_NODE_NOT_AVAILABLE |
///
/// Not modelled: dependencies between resources, preferred owners, pending states, quorum, and the
/// cryptography itself. Not settled by any document read:
///  * whether a name without provider and one with the default provider are one checkpoint: here two.
///    With resolve_provider_name_on_add, ADD completes the name and DELETE does not (chosen): DELETE
///    needs the name that is listed
///  * the longest name: here #max_fake_name_bytes
///  * the characters a name may contain: here, what the grammar allows
///  * CNG keys: a key storage provider has no type, and a checkpoint name needs one
///  * which of a container's two keys, AT_KEYEXCHANGE and AT_SIGNATURE, moves: here it has one
///  * whether a cluster accepts `1\K`, leading zeros or more backslashes: a backend receives a spec,
///    which has one spelling
/// @par Errors  with Windows' code in Error::native if there is one, and Error::resource
///  * cluster_unreachable: no node is up
///  * resource_not_found: there is no such resource
///  * node_unavailable: ADD, DELETE: the owner of the resource is down
///  * invalid_resource_state: ADD, DELETE: it is not online, with the setting require_online_to_change
///  * key_container_not_found: ADD: the owner has no such container at machine level
///  * key_not_exportable: ADD: the key is not exportable
///  * provider_not_found: ADD: the owner lacks that CSP, or a default of that type
///  * provider_type_mismatch: ADD: the CSP has another type there
///  * provider_type_out_of_range: ADD: the type is not 1 to 999
///  * checkpoint_already_exists: ADD: it is listed, with the setting refuse_duplicate_add
///  * checkpoint_not_found: DELETE: it is not listed, with the setting refuse_unknown_remove
///  * limit_exceeded: a name is longer than #max_fake_name_bytes; nothing was done
///  * others of check_resource_name(): the resource's name is not valid; nothing was done
///
/// An exception, that is std::bad_alloc, changes nothing.
/// @par Complexity  a call is logarithmic in what the cluster has, linear in the resource's checkpoints;
///                  a command that starts resources or changes a key is linear in the cluster
/// @par Thread safety  safe: each call is atomic
/// @par Source  Microsoft Learn and MS-CMRP; row by row in the table
/// @par Example
/// @snippet reference/cluster.cpp cluster
/// @snippet reference/cluster.cpp failover
/// @see FakeClusterControls for its commands, JournaledFakeCluster to store it in a file
class FakeCluster : public FakeClusterControls<FakeCluster>,
                    public detail::OtherTextCalls<FakeCluster> {
public:
    using Calls =
        detail::OtherTextCalls<FakeCluster>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;
    using FakeClusterControls::key_in;

    /// An empty cluster: no node, no resource.
    FakeCluster() = default;
    /// An empty cluster with other settings.
    /// @par Example
    /// @snippet reference/cluster.cpp settings
    explicit FakeCluster(FakeClusterSettings settings) { (void)configure(settings); }
    /// Moves the cluster with its calls. @p other becomes empty, and a connection stays with it.
    FakeCluster(FakeCluster&& other) : FakeCluster() { *this = std::move(other); }
    /// As the constructor.
    FakeCluster& operator=(FakeCluster&& other) {
        if (this == &other) return *this;
        detail::FakeClusterModel model;
        std::deque<RecordedCall> calls;
        {
            const detail::Lock lock(other.mutex_);
            std::swap(model, other.model_);
            std::swap(calls, other.calls_);
        }
        const detail::Lock lock(mutex_);
        model_ = std::move(model);
        calls_ = std::move(calls);
        return *this;
    }
    ~FakeCluster() = default;

    /// Executes one command. FakeClusterControls has the commands as functions.
    /// @par Errors  as FakeClusterControls; of checkpoints as the class; in ExecutionResult::outcome
    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command) {
        return detail::about_resource_of(command, [&] { return executed(command); });
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
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() { return resources_with({}); }

    /// A copy of the current state.
    [[nodiscard]] FakeClusterState state() const {
        const detail::Lock lock(mutex_);
        return model_.state();
    }

    /// Replaces the state, such as that of a copy on which to try commands.
    /// @pre @p state came from state() of a fake cluster.
    /// @see state()
    void set_state(FakeClusterState state) {
        const detail::Lock lock(mutex_);
        model_.set_state(std::move(state));
    }

    /// Counts changes: cheaper than comparing states.
    [[nodiscard]] std::uint64_t revision() const {
        const detail::Lock lock(mutex_);
        return model_.state().revision;
    }

    /// The key in a machine-level container of a node.
    /// @param node       its name
    /// @param container  an omitted CSP means the node's default
    /// @par Errors
    ///  * object_not_found: there is no such node
    ///  * key_container_not_found: it has no such container at machine level
    ///  * provider_not_found, provider_type_mismatch, provider_type_out_of_range: as the class for ADD
    [[nodiscard]] Result<FakeKey> key_in(detail::Utf8Argument node, CspSpecView container) const {
        const detail::Lock lock(mutex_);
        return detail::find_key(model_.state(), node.take(), container);
    }

    /// The newest calls of add, remove and list, oldest first, but for those with an invalid name.
    [[nodiscard]] std::vector<RecordedCall> calls() const {
        const detail::Lock lock(mutex_);
        return {calls_.begin(), calls_.end()};
    }

    /// A connection with access "Read".
    [[nodiscard]] FakeClusterConnection connect_read_only();
    /// A connection through one @p node (its name), which may be added later.
    [[nodiscard]] FakeClusterConnection connect_through(detail::Utf8Argument node);

private:
    friend class FakeClusterConnection;

    struct Access {
        bool may_modify = true;
        std::string node = {};  // empty: any
    };

    ExecutionResult executed(const FakeClusterCommand& command) {
        if (auto short_enough = detail::check_name_sizes_of(command); !short_enough)
            return {std::move(short_enough)};
        const detail::Lock lock(mutex_);
        if (!detail::starts_resources(command)) return model_.execute(command);
        detail::FakeClusterModel copy = model_;
        ExecutionResult result = copy.execute(command);
        model_ = std::move(copy);
        return result;
    }

    Result<void> add_with(const Access& access, std::string_view resource, CspSpecView spec) {
        if (auto valid = detail::check_call(resource, spec); !valid) return valid;
        return recorded(access, Operation::add, resource, to_checkpoint_name(spec), [&] {
            return model_.execute(fake::AddCheckpoint{std::string(resource), spec.to_owned()})
                .outcome;
        });
    }
    Result<void> remove_with(const Access& access, std::string_view resource, CspSpecView spec) {
        if (auto valid = detail::check_call(resource, spec); !valid) return valid;
        return recorded(access, Operation::remove, resource, to_checkpoint_name(spec), [&] {
            return model_.execute(fake::RemoveCheckpoint{std::string(resource), spec.to_owned()})
                .outcome;
        });
    }
    Result<CheckpointList> list_with(const Access& access, std::string_view resource) {
        if (auto valid = detail::check_call(resource); !valid)
            return std::unexpected(std::move(valid.error()));
        return recorded(access, Operation::list, resource, {},
                        [&] { return model_.list(resource); });
    }

    Result<std::vector<ReportedResource>> resources_with(const Access& access) {
        const detail::Lock lock(mutex_);
        if (auto reached = reach(access); !reached)
            return std::unexpected(std::move(reached.error()));
        return model_.resources();
    }

    /// @pre The mutex is locked.
    [[nodiscard]] Result<void> reach(const Access& access) const {
        if (access.node.empty()) return {};
        const auto node = model_.state().nodes.find(access.node);
        if (node != model_.state().nodes.end() && node->second.up) return {};
        return std::unexpected(Error(Errc::cluster_unreachable, "node '" + access.node + "'"));
    }

    template <class Action>
    std::invoke_result_t<Action> recorded(const Access& access, Operation operation,
                                          std::string_view resource, std::string checkpoint,
                                          Action action) {
        std::invoke_result_t<Action> outcome =
            std::unexpected(error_with_native(Errc::access_denied));
        const detail::Lock lock(mutex_);
        if (auto reached = reach(access); !reached) {
            outcome = std::unexpected(std::move(reached.error()));
            return detail::about_resource(resource, std::move(outcome));
        }
        // Before the action: nothing throws after a change.
        std::string name(resource);
        calls_.push_back({{operation, std::string(resource), std::move(checkpoint)}, {}});
        detail::Rollback recording([this]() noexcept { calls_.pop_back(); });
        if (access.may_modify || operation == Operation::list) outcome = action();
        recording.commit();
        if (!outcome) calls_.back().error = outcome.error().code;
        if (calls_.size() > max_recorded_calls) calls_.pop_front();
        if (!outcome) outcome.error().resource = std::move(name);
        return outcome;
    }

    mutable detail::Mutex mutex_;
    detail::FakeClusterModel model_;
    std::deque<RecordedCall> calls_;
};

static_assert(EnumeratingBackend<FakeCluster>);

/// A backend that reaches a fake cluster with restricted rights, or through one node. Refers to the
/// cluster, which must outlive it.
/// @par Errors  as FakeCluster; access_denied (ERROR_ACCESS_DENIED): a change with access "Read";
///              cluster_unreachable: the node is down
/// @par Thread safety  as FakeCluster
/// @par Source  MS-CMRP, ApiNodeResourceControl, access level "All" to modify
/// @par Example
/// @snippet reference/cluster.cpp rights
class FakeClusterConnection : public detail::OtherTextCalls<FakeClusterConnection> {
public:
    using Calls = detail::OtherTextCalls<
        FakeClusterConnection>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

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
    /// All resources, in the order of their names.
    /// @par Errors  cluster_unreachable: the node is down, or no node is up
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return cluster_->resources_with(access_);
    }

private:
    friend class FakeCluster;

    FakeClusterConnection(FakeCluster& cluster, FakeCluster::Access access)
        : cluster_(&cluster), access_(std::move(access)) {}

    FakeCluster* cluster_;
    FakeCluster::Access access_;
};

static_assert(EnumeratingBackend<FakeClusterConnection>);

inline FakeClusterConnection FakeCluster::connect_read_only() {
    return {*this, {.may_modify = false}};
}
inline FakeClusterConnection FakeCluster::connect_through(detail::Utf8Argument node) {
    return {*this, {.node = node.take()}};
}

/// @cond
namespace detail {

/// `add 1\\K to 'SQL': success`
inline void append_text(Text& text, const RecordedCall& recorded) {
    text << recorded.call << ": " << (recorded.error ? to_string(*recorded.error) : "success");
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
