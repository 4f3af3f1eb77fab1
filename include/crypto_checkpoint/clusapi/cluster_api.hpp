// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSTER_API_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSTER_API_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>

#include <concepts>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace crypto_checkpoint {
inline namespace v0 {

/// What a function of ClusAPI that opens something gives, or what GetLastError() said after it.
template <class T>
using ClusterApiResult = std::expected<T, std::uint32_t>;

/// The few functions of ClusAPI that a backend calls, in Windows' own shape: ClusApiDll in
/// clusapi/clusapi_dll.hpp, or what plays it in a test. Texts are UTF-16 and end with a NUL; handles
/// are pointers to what nobody looks into, a type for each kind, and never null where they are given.
/// A `code` is a control code of ClusAPI; `input` and `output` are buffers of bytes.
///
/// | expression                        | result     | Windows             |
/// |-----------------------------------|------------|---------------------|
/// | `api.open_cluster(name)`          | `Cluster`  | OpenCluster; a null pointer for the cluster that this machine is a node of |
/// | `api.open_node(cluster, name)`    | `Node`     | OpenClusterNode     |
/// | `api.open_resource(cluster, name)` | `Resource` | OpenClusterResource |
/// | `api.close(handle)`, noexcept     |            | CloseCluster, CloseClusterNode, CloseClusterResource |
/// | `api.resource_control(resource, node, code, input, output, size)` | a DWORD | ClusterResourceControl; a null node for the one that owns the resource; @p size, which may be null, takes the bytes written, or needed where the answer is ERROR_MORE_DATA |
///
/// @par Thread safety  each API says its own
/// @par Source  Microsoft Learn, ClusterResourceControl; the prototypes of all: clusapi.h of mingw-w64
///              10.0.0. That no name means the local cluster is from memory.
/// @par Example  the one of this machine:
/// @snippet reference/windows.cpp clusapi
/// @see ClusApiBackend, which asks one
template <class Api>
concept ClusterApi =
    std::is_pointer_v<typename Api::Cluster> && std::is_pointer_v<typename Api::Node> &&
    std::is_pointer_v<typename Api::Resource> &&
    requires(Api& api, const char16_t* name, typename Api::Cluster cluster, typename Api::Node node,
             typename Api::Resource resource, std::uint32_t number,
             std::span<const std::uint8_t> input, std::span<std::uint8_t> output) {
        { api.open_cluster(name) } -> std::same_as<ClusterApiResult<typename Api::Cluster>>;
        { api.open_node(cluster, name) } -> std::same_as<ClusterApiResult<typename Api::Node>>;
        {
            api.open_resource(cluster, name)
        } -> std::same_as<ClusterApiResult<typename Api::Resource>>;
        { api.close(cluster) } noexcept;
        { api.close(node) } noexcept;
        { api.close(resource) } noexcept;
        {
            api.resource_control(resource, node, number, input, output, &number)
        } -> std::same_as<std::uint32_t>;
    };

/// An API as a class holds it: `Api&` where it is given one that lives elsewhere, and must live longer;
/// `Api` where it is handed one over.
/// @par Thread safety  that of the API
/// @see ClusApiBackend, which holds one
template <class T>
concept ClusterApiOrReference = ClusterApi<std::remove_reference_t<T>>;

/// @cond
namespace detail {

template <class Api, class Handle>
struct ClusterHandleCloser {
    using pointer = Handle;
    Api* api = nullptr;
    void operator()(Handle handle) const noexcept { api->close(handle); }
};

/// A handle that is closed once, or none.
template <class Api, class Handle>
using ClusterHandle =
    std::unique_ptr<std::remove_pointer_t<Handle>, ClusterHandleCloser<Api, Handle>>;

/// What a function of ClusAPI was called for.
enum class ClusterApiStep { opening, listing, adding, removing };

/// What a DWORD of ClusAPI means after a step.
///
/// The hard part is whether a change that failed was made. Nothing is asked of the cluster while
/// something is opened, so whatever fails there has changed nothing. Once ClusterResourceControl was
/// called, only an answer of the cluster says that it did not do it, and the one code of RPC that
/// promises so. That the server is unavailable, or not registered any more, is none: the connection
/// stood a moment before, and no document says at which of possibly several attempts it was lost. Nor
/// is a code that is not in the table, unless it is the CryptoAPI's: it may come after the work.
inline Error cluster_api_error(std::uint32_t code, ClusterApiStep step, std::string_view function) {
    constexpr NativeCode did_not_execute{NativeDomain::win32, 1727};  // RPC_S_CALL_FAILED_DNE
    constexpr std::uint32_t cryptography_facility = 0x80090000;
    const NativeCode native = unwrapped({NativeDomain::win32, code});
    Error error(errc_from_native(native), std::string(function));
    if (code == 0)
        error.detail += " failed and did not say why";
    else
        error.native = native;

    error.code = refine_for(step == ClusterApiStep::adding     ? Operation::add
                            : step == ClusterApiStep::removing ? Operation::remove
                                                               : Operation::list,
                            error.code);
    if (step == ClusterApiStep::opening) {
        if (error.code == Errc::outcome_unknown) error.code = Errc::cluster_unreachable;
    } else if (step != ClusterApiStep::listing && native != did_not_execute) {
        const bool speaks_of_the_way = static_cast<int>(error.code) / 100 == 3;
        const bool is_known =
            !native_name(native).empty() || (native.domain == NativeDomain::hresult &&
                                             (native.value & 0xFFFF0000) == cryptography_facility);
        if (speaks_of_the_way || !is_known) error.code = Errc::outcome_unknown;
    }
    return error;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
