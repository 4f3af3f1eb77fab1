// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_BACKEND_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_BACKEND_HPP

#include <crypto_checkpoint/clusapi/cluster_api.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/cluster/detail/object_name.hpp>
#include <crypto_checkpoint/cluster/detail/removal_plan.hpp>
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

/// Which cluster is asked, and how much it may answer. Names are UTF-8.
/// @par Thread safety  a value
/// @par Source  max_buffer_bytes is chosen; what empty names mean: see ClusApiBackend and ClusterApi
struct ClusApiOptions {
    /// The cluster's name; empty for the one that this machine is a node of.
    std::string cluster{};
    /// The node that does the work; empty for the one that owns the resource.
    std::string host_node{};
    /// The largest buffer that is sent or asked for, in bytes. A listing that needs more is
    /// limit_exceeded.
    std::uint32_t max_buffer_bytes = 4 << 20;
};

/// A cluster that is reached by ClusterResourceControl, the function that Windows has for it.
///
/// | behaviour                                              | known from | source or reason             |
/// |--------------------------------------------------------|------------|------------------------------|
/// | the three control codes, `Type\Name\Key` in UTF-16     | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT, ..._DELETE_..., ..._GET_CRYPTO_CHECKPOINTS |
/// | the size of what is sent counts bytes, with the terminator | documented | the same: `(lstrlenW(s) + 1) * sizeof(WCHAR)` |
/// | a change is called with no output: (NULL, 0, NULL)     | documented | the same                     |
/// | a listing is several texts and one more terminator     | documented | ..._GET_CRYPTO_CHECKPOINTS   |
/// | ERROR_MORE_DATA tells how many bytes are needed        | documented | ClusterResourceControl       |
/// | (NULL, 0) may be answered with ERROR_SUCCESS: it is never asked, the first buffer has 4 KiB | documented, the buffer is chosen | ..._GET_CRYPTO_CHECKPOINTS |
/// | a listing that grows meanwhile: each buffer is at least twice the last, up to max_buffer_bytes | chosen | that ends, whatever is answered |
/// | ERROR_MORE_DATA with a size that is there already: twice the last | chosen | likewise            |
/// | a size of 0: nothing is listed                         | chosen     | no document says that it cannot be |
/// | success with a size beyond the buffer, half a unit, a text without an end: malformed_message | chosen | no more was written than there was room for |
/// | no node named: the owner of the resource does the work | documented | ClusterResourceControl, hHostNode NULL |
/// | what is opened is opened for each call, and closed after it | chosen | a service that was started again needs no care |
/// | an error while opening has changed nothing             | chosen     | no change was asked for yet  |
/// | an error after a change was asked for, on the way or unknown: outcome_unknown | chosen | it may come after the work |
/// | ... but RPC_S_CALL_FAILED_DNE: cluster_unreachable     | documented | its text in winerror.h: "did not execute" |
/// | remove, not found: what is listed with another spelling of the spec, such as `1\K` of `1\\K`, is removed as it is spelled | chosen | no document says how names are compared |
///
/// Not so: an entry that is ill-formed UTF-16 is listed with U+FFFD, and cannot be removed by that
/// name.
///
/// All of it was tried with what plays ClusAPI in a test, natively and, under Wine, as a clusapi.dll
/// that the loader there loads: that the buffers and the calling convention are right was seen so.
/// Nothing was tried on a real cluster.
///
/// @par Units and encoding  UTF-8 here, UTF-16 with a terminator in what is sent; sizes count bytes
/// @tparam Api  `Api&` or `Api`: deduced from how it is given
/// @par Errors  Error::context names the resource, the cluster and the node.
///  * those of the cluster, with the native code, and in Error::detail the function that gave it: see
///    errc_from_native()
///  * cluster_unreachable: the way failed while something was opened, or the request did not execute;
///    nothing was changed
///  * outcome_unknown: a change that may have been made, as the table says
///  * malformed_message: a listing that cannot be read
///  * limit_exceeded: a listing, or a name, that needs more than ClusApiOptions::max_buffer_bytes
///  * invalid_value, embedded_nul, ill_formed_text: a name that nothing can have; nothing was asked
/// @par Thread safety  that of the API: nothing is kept from one call to the next. There is no time
///              limit; a call takes as long as ClusAPI does.
/// @par Source  Microsoft Learn, ClusterResourceControl and its control codes; row by row in the table
/// @par Example  on Windows:
/// @snippet reference/windows.cpp clusapi
template <ClusterApiOrReference Api>
class ClusApiBackend {
public:
    /// Asks through @p api. Nothing is opened yet.
    explicit ClusApiBackend(Api&& api, ClusApiOptions options = {})
        : api_(std::forward<Api>(api)), options_(std::move(options)) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return asking(resource, [&](const Opened& opened) {
            return change(opened, Step::adding, to_checkpoint_name(spec));
        });
    }

    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    ///
    /// Also removes what is listed in another spelling, as a listing that was read tolerantly has it.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return asking(resource, [&](const Opened& opened) -> Result<void> {
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
        return asking(resource, [&](const Opened& opened) { return checkpoints(opened); });
    }

private:
    using Functions = std::remove_reference_t<Api>;
    using Step = detail::Step;
    template <class Handle>
    using Held = detail::ClusterHandle<Functions, Handle>;

    static constexpr std::uint32_t success = 0;      // ERROR_SUCCESS
    static constexpr std::uint32_t more_data = 234;  // ERROR_MORE_DATA
    static constexpr std::size_t first_buffer = 4096;

    /// Closed from below: what was opened from a cluster goes before it.
    struct Opened {
        Held<typename Functions::Cluster> cluster;
        Held<typename Functions::Node> node;
        Held<typename Functions::Resource> resource;
    };

    template <class Act>
    auto asking(std::string_view resource, Act act) -> std::invoke_result_t<Act, const Opened&> {
        const auto opened = open(resource);
        auto outcome = opened ? act(*opened) : std::unexpected(opened.error());
        if (!outcome) outcome.error().context = context(resource);
        return outcome;
    }

    /// Node and resource come from the same handle of the cluster, so that those of a local connection
    /// and those of a remote one never meet (ClusterResourceControl, remarks).
    Result<Opened> open(std::string_view resource) {
        if (auto valid = detail::check_object_name(resource); !valid)
            return std::unexpected(std::move(valid.error()));
        for (const std::string_view name : {options_.cluster, options_.host_node}) {
            if (name.empty()) continue;
            if (auto valid = detail::check_object_name(name); !valid)
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
            return std::unexpected(Error(Errc::limit_exceeded, "the name is too long to be sent"));
        const auto code = step == Step::adding ? detail::ResourceControl::add_crypto_checkpoint
                                               : detail::ResourceControl::delete_crypto_checkpoint;
        const std::uint32_t answer = control(opened, code, input, {}, nullptr);
        if (answer != success)
            return std::unexpected(detail::cluster_api_error(answer, step, control_function));
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

    /// What is listed, word for word.
    Result<std::vector<std::string>> texts(const Opened& opened) {
        const std::size_t most =
            (std::max)(std::size_t{options_.max_buffer_bytes}, sizeof(char16_t));
        for (detail::Bytes buffer((std::min)(first_buffer, most));;) {
            std::uint32_t size = 0;
            const std::uint32_t answer =
                control(opened, detail::ResourceControl::get_crypto_checkpoints, {}, buffer, &size);
            if (answer == success && size <= buffer.size())
                return detail::read_control_texts(std::span(buffer).first(size));
            if (answer == success)
                return std::unexpected(Error(Errc::malformed_message,
                                             "a listing is said to be longer than its buffer"));
            if (answer != more_data)
                return std::unexpected(
                    detail::cluster_api_error(answer, Step::listing, control_function));
            if (size > most || buffer.size() == most)
                return std::unexpected(Error(Errc::limit_exceeded, "the listing is too long"));
            const std::size_t larger = (std::max)(std::size_t{size}, 2 * buffer.size());
            buffer = detail::Bytes((std::min)(larger, most));
        }
    }

    std::uint32_t control(const Opened& opened, detail::ResourceControl code,
                          std::span<const std::uint8_t> input, std::span<std::uint8_t> output,
                          std::uint32_t* size) {
        return api_.resource_control(opened.resource.get(), opened.node.get(),
                                     static_cast<std::uint32_t>(code), input, output, size);
    }

    [[nodiscard]] std::string context(std::string_view resource) const {
        std::string text = "resource '" + std::string(resource) + "' of ";
        text +=
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

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
