// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSTER_API_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSTER_API_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
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

/// The handle of a ClusAPI function that opens something, or the last error.
template <class T>
using ClusterApiResult = std::expected<T, std::uint32_t>;

/// The ClusAPI functions that a backend calls, with Windows' signatures: ClusApiDll in
/// clusapi/clusapi_dll.hpp, or a stand-in for tests. Texts are UTF-16 and end with a NUL. Handles are
/// opaque pointers of a type for each kind, never null as arguments. `code` is a ClusAPI control code;
/// `input` and `output` are buffers of bytes.
///
/// | expression                        | result     | Windows             |
/// |-----------------------------------|------------|---------------------|
/// | `api.open_cluster(name)`          | `Cluster`  | OpenCluster; a null pointer for the cluster of this machine |
/// | `api.open_node(cluster, name)`    | `Node`     | OpenClusterNode     |
/// | `api.open_resource(cluster, name)` | `Resource` | OpenClusterResource |
/// | `api.close(handle)`, noexcept     |            | CloseCluster, CloseClusterNode, CloseClusterResource |
/// | `api.resource_control(resource, node, code, input, output, size)` | a DWORD | ClusterResourceControl; a null node for the owner of the resource; @p size, which may be null, receives the bytes written, or those needed if the result is ERROR_MORE_DATA |
///
/// @par Thread safety  each API documents its own
/// @par Source  Microsoft Learn, ClusterResourceControl; all prototypes: clusapi.h of mingw-w64
///              10.0.0. That a null name means the local cluster is from memory.
/// @par Example  ClusAPI of this machine:
/// @snippet reference/windows.cpp clusapi
/// @see ClusApiBackend
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

/// `Api&` for an API that a class refers to and that must outlive it; `Api` for one that it owns.
/// @see ClusApiBackend
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

template <class Api, class Handle>
using ClusterHandle =
    std::unique_ptr<std::remove_pointer_t<Handle>, ClusterHandleCloser<Api, Handle>>;

/// The error of a ClusAPI function that returned @p code.
inline Error cluster_api_error(std::uint32_t code, Step step, std::string_view function) {
    const NativeCode native = native_code_of(code);
    Error error(refine(unrefined(native), step, is_conclusive(native)), std::string(function));
    if (code == 0)
        error.detail += " failed without an error code";
    else
        error.native = native;
    return error;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
