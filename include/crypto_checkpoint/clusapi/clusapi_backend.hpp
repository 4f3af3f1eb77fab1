// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_BACKEND_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_BACKEND_HPP

#include <crypto_checkpoint/clusapi/cluster_api.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/detail/removal_plan.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// @par Units and encoding  names are UTF-8
/// @par Source  max_buffer_bytes is chosen; empty names: see ClusApiBackend and ClusterApi
struct ClusApiOptions {
    /// The cluster's name; empty for the cluster of this machine.
    std::string cluster{};
    /// The node that executes requests; empty for the owner of the resource.
    std::string host_node{};
    /// The largest input or output buffer, in bytes. A larger listing is limit_exceeded.
    std::uint32_t max_buffer_bytes = 4 << 20;
    friend bool operator==(const ClusApiOptions&, const ClusApiOptions&) = default;
};

/// A cluster over ClusterResourceControl, Windows' function for it.
///
/// | behaviour                                              | known from | source or reason             |
/// |--------------------------------------------------------|------------|------------------------------|
/// | the three control codes, `Type\Name\Key` in UTF-16     | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT, ..._DELETE_..., ..._GET_CRYPTO_CHECKPOINTS |
/// | the size of the input counts bytes, with the terminator | documented | the same: `(lstrlenW(s) + 1) * sizeof(WCHAR)` |
/// | a change is called with no output: (NULL, 0, NULL)     | documented | the same                     |
/// | a listing is a list of texts and one more terminator   | documented | ..._GET_CRYPTO_CHECKPOINTS   |
/// | ERROR_MORE_DATA returns how many bytes are needed      | documented | ClusterResourceControl       |
/// | (NULL, 0) may return ERROR_SUCCESS: the first buffer has 4 KiB | documented, the buffer is chosen | ..._GET_CRYPTO_CHECKPOINTS |
/// | a listing that grows meanwhile: each buffer is at least twice the last, up to max_buffer_bytes | chosen | terminates in any case |
/// | ERROR_MORE_DATA with a size that is not larger: twice the last | chosen | terminates in any case |
/// | a size of 0: an empty listing                          | chosen     | no document excludes it      |
/// | success with a size beyond the buffer, half a unit, a text without a terminator: malformed_message | chosen | no more than the buffer can have been written |
/// | without a node: the owner of the resource executes the request | documented | ClusterResourceControl, hHostNode NULL |
/// | handles are opened for each call, and closed after it | chosen | survives a restart of the service |
/// | an error while opening has changed nothing             | chosen     | no change was requested yet  |
/// | an RPC error or an unknown error of a change: outcome_unknown | chosen | it may follow the change |
/// | ... but RPC_S_CALL_FAILED_DNE: cluster_unreachable     | documented | its text in winerror.h: "did not execute" |
/// | remove, not found: removes the other spellings in the listing, such as `1\K` for `1\\K` | chosen | no document says how names are compared |
///
/// Limitation: an entry of ill-formed UTF-16 is listed with U+FFFD, and cannot be removed by that name.
///
/// Tested with a stand-in for ClusAPI, natively and, under Wine, as a clusapi.dll, which verifies the
/// buffers and the calling convention. Not tried on a real cluster.
///
/// @par Units and encoding  UTF-8; buffers are UTF-16 with a terminator, and their sizes count bytes
/// @tparam Api  `Api&` or `Api`, deduced from the argument
/// @par Errors  Error::resource is the resource of the call, Error::context names the cluster and the node.
///  * those of the cluster, with the native code, and the function in Error::detail: see
///    errc_from_native()
///  * cluster_unreachable, timed_out: RPC failed while opening or listing, or the request did not
///    execute; nothing was changed
///  * outcome_unknown: a change that may have been made, as the table says
///  * malformed_message: a listing that cannot be read
///  * limit_exceeded: a listing, or a name, that needs more than ClusApiOptions::max_buffer_bytes; a name of
///    a resource, a cluster or a node of more than 4,096 bytes; a checkpoint to remove with more than 16
///    other spellings in the listing, none of which is removed
///  * invalid_value, embedded_nul, ill_formed_text: a name is not valid; nothing was requested
/// @par Thread safety  that of the API: the backend has no state. There is no time limit; a call takes as
///              long as ClusAPI does.
/// @par Source  Microsoft Learn, ClusterResourceControl and its control codes; row by row in the table
/// @par Example  on Windows:
/// @snippet reference/windows.cpp clusapi
template <ClusterApiOrReference Api>
class ClusApiBackend : public detail::OtherTextCalls<ClusApiBackend<Api>> {
public:
    using Calls =
        detail::OtherTextCalls<ClusApiBackend<Api>>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Opens nothing yet.
    explicit ClusApiBackend(Api&& api, ClusApiOptions options = {})
        : api_(std::forward<Api>(api)), options_(std::move(options)) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return with_opened(resource, [&](const Opened& opened) {
            return change(opened, Step::adding, to_checkpoint_name(spec));
        });
    }

    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    ///
    /// Also removes other spellings of the checkpoint in the listing.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return with_opened(resource, [&](const Opened& opened) -> Result<void> {
            detail::RemovalPlan plan(spec);
            while (const std::string* const name = plan.next_name())
                if (plan.on_removal_result(change(opened, Step::removing, *name)))
                    plan.on_listing(checkpoints(opened));
            return plan.result();
        });
    }

    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return with_opened(resource, [&](const Opened& opened) { return checkpoints(opened); });
    }

private:
    using Functions = std::remove_reference_t<Api>;
    using Step = detail::Step;
    template <class Handle>
    using Held = detail::ClusterHandle<Functions, Handle>;

    static constexpr std::uint32_t success = 0;      // ERROR_SUCCESS
    static constexpr std::uint32_t more_data = 234;  // ERROR_MORE_DATA
    static constexpr std::size_t first_buffer = 4096;

    /// Node and resource are closed before the cluster.
    struct Opened {
        Held<typename Functions::Cluster> cluster;
        Held<typename Functions::Node> node;
        Held<typename Functions::Resource> resource;
    };

    template <class Act>
    auto with_opened(std::string_view resource, Act act)
        -> std::invoke_result_t<Act, const Opened&> {
        const auto opened = open(resource);
        auto result = opened ? act(*opened) : std::unexpected(opened.error());
        if (!result) result.error().context = context();
        return detail::about_resource(resource, std::move(result));
    }

    /// Node and resource are opened from one cluster handle: local and remote handles must not be mixed
    /// (ClusterResourceControl, remarks).
    Result<Opened> open(std::string_view resource) {
        if (auto valid = check_resource_name(resource); !valid)
            return std::unexpected(std::move(valid.error()));
        for (const std::string_view name : {options_.cluster, options_.host_node}) {
            if (name.empty()) continue;
            if (auto valid = check_resource_name(name); !valid)
                return std::unexpected(std::move(valid.error()));
        }
        Opened opened;
        const std::u16string cluster = detail::to_utf16(options_.cluster);
        auto done =
            hold(opened.cluster, api_.open_cluster(cluster.empty() ? nullptr : cluster.c_str()),
                 "OpenCluster");
        if (done && !options_.host_node.empty())
            done = hold(
                opened.node,
                api_.open_node(opened.cluster.get(), detail::to_utf16(options_.host_node).c_str()),
                "OpenClusterNode");
        if (done)
            done =
                hold(opened.resource,
                     api_.open_resource(opened.cluster.get(), detail::to_utf16(resource).c_str()),
                     "OpenClusterResource");
        if (!done) return std::unexpected(std::move(done.error()));
        return opened;
    }

    template <class Handle>
    Result<void> hold(Held<Handle>& held, ClusterApiResult<Handle> opened,
                      std::string_view function) {
        if (!opened)
            return std::unexpected(
                detail::cluster_api_error(opened.error(), Step::connecting, function));
        held = Held<Handle>(*opened, {&api_});
        return {};
    }

    Result<void> change(const Opened& opened, Step step, std::string_view name) {
        const detail::Bytes input = detail::control_text(name);
        if (input.size() > options_.max_buffer_bytes)
            return std::unexpected(Error(Errc::limit_exceeded, "the name is too long"));
        const auto code = step == Step::adding ? detail::ResourceControl::add_crypto_checkpoint
                                               : detail::ResourceControl::delete_crypto_checkpoint;
        const std::uint32_t result = control(opened, code, input, {}, nullptr);
        if (result != success)
            return std::unexpected(detail::cluster_api_error(result, step, control_function));
        return {};
    }

    Result<CheckpointList> checkpoints(const Opened& opened) {
        auto listed = texts(opened);
        if (!listed) return std::unexpected(std::move(listed.error()));
        CheckpointList listing;
        listing.reserve(listed->size());
        for (std::string& text : *listed) listing.push_back(reported_checkpoint(std::move(text)));
        return listing;
    }

    Result<std::vector<std::string>> texts(const Opened& opened) {
        const std::size_t max_size =
            (std::max)(std::size_t{options_.max_buffer_bytes}, sizeof(char16_t));
        for (detail::Bytes buffer((std::min)(first_buffer, max_size));;) {
            std::uint32_t size = 0;
            const std::uint32_t result =
                control(opened, detail::ResourceControl::get_crypto_checkpoints, {}, buffer, &size);
            if (result == success && size <= buffer.size())
                return detail::read_control_texts(std::span(buffer).first(size));
            if (result == success)
                return std::unexpected(
                    Error(Errc::malformed_message, "the size of the listing exceeds its buffer"));
            if (result != more_data)
                return std::unexpected(
                    detail::cluster_api_error(result, Step::listing, control_function));
            if (size > max_size || buffer.size() == max_size)
                return std::unexpected(Error(Errc::limit_exceeded, "the listing is too long"));
            const std::size_t larger = (std::max)(std::size_t{size}, 2 * buffer.size());
            buffer = detail::Bytes((std::min)(larger, max_size));
        }
    }

    std::uint32_t control(const Opened& opened, detail::ResourceControl code,
                          std::span<const std::uint8_t> input, std::span<std::uint8_t> output,
                          std::uint32_t* size) {
        return api_.resource_control(opened.resource.get(), opened.node.get(),
                                     static_cast<std::uint32_t>(code), input, output, size);
    }

    [[nodiscard]] std::string context() const {
        std::string text =
            options_.cluster.empty() ? "the local cluster" : "cluster '" + options_.cluster + "'";
        if (!options_.host_node.empty()) text += ", on node '" + options_.host_node + "'";
        return text;
    }

    static constexpr std::string_view control_function = "ClusterResourceControl";

    Api api_;
    ClusApiOptions options_;
};

template <class Api>
ClusApiBackend(Api&&) -> ClusApiBackend<Api>;
template <class Api>
ClusApiBackend(Api&&, ClusApiOptions) -> ClusApiBackend<Api>;

/// @cond
namespace detail {

inline void append_text(Text& text, const ClusApiOptions& options) {
    text << (options.cluster.empty() ? "the cluster of this machine" : options.cluster);
    if (!options.host_node.empty()) text << ", by " << options.host_node;
    text << ", at most " << options.max_buffer_bytes << " bytes";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
