// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_DLL_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_DLL_HPP

#include <crypto_checkpoint/clusapi/clusapi_backend.hpp>
#include <crypto_checkpoint/clusapi/cluster_api.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Functions of clusapi.dll. The prototypes are our own: those of mingw-w64 10.0.0 do not compile for a
/// Windows newer than Server 2003, and a program linked with the DLL does not start without the
/// clustering feature.
/// @par Source  clusapi.h of mingw-w64 10.0.0; ClusterResourceControl also Microsoft Learn
struct ClusApiFunctions {
    using Cluster = struct ClusApiCluster*;    // HCLUSTER
    using Node = struct ClusApiNode*;          // HNODE
    using Resource = struct ClusApiResource*;  // HRESOURCE

    Cluster(WINAPI* open_cluster)(const wchar_t* name) = nullptr;
    Node(WINAPI* open_node)(Cluster, const wchar_t* name) = nullptr;
    Resource(WINAPI* open_resource)(Cluster, const wchar_t* name) = nullptr;
    BOOL(WINAPI* close_cluster)(Cluster) = nullptr;
    BOOL(WINAPI* close_node)(Node) = nullptr;
    BOOL(WINAPI* close_resource)(Resource) = nullptr;
    DWORD(WINAPI* resource_control)(Resource, Node, DWORD code, void* input, DWORD input_size,
                                    void* output, DWORD output_size, DWORD* size) = nullptr;
};

struct LibraryUnloader {
    using pointer = HMODULE;
    void operator()(HMODULE library) const noexcept { (void)::FreeLibrary(library); }
};
using LoadedLibrary = std::unique_ptr<HMODULE, LibraryUnloader>;

/// System32; empty on failure.
inline std::wstring system_folder() {
    std::wstring folder(::GetSystemDirectoryW(nullptr, 0), L'\0');
    const UINT length = ::GetSystemDirectoryW(folder.data(), checked_narrow<UINT>(folder.size()));
    folder.resize(length < folder.size() ? length : 0);
    return folder;
}

struct LoadedClusApi {
    LoadedLibrary library;
    ClusApiFunctions call;
};

/// @param path  absolute; the DLLs that it needs are searched for in System32 only
/// @par Errors  clustering_not_installed, with Windows' reason
inline Result<LoadedClusApi> load_clusapi(const std::wstring& path) {
    const auto absent = [&](DWORD reason, std::string_view what) {
        return std::unexpected(Error(Errc::clustering_not_installed,
                                     NativeCode{NativeDomain::win32, reason},
                                     to_utf8(path) + std::string(what)));
    };
    LoadedClusApi loaded;
    loaded.library.reset(::LoadLibraryExW(path.c_str(), nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32));
    if (!loaded.library) return absent(::GetLastError(), " cannot be loaded");
    const char* missing = nullptr;
    const auto find = [&]<class Function>(Function& function, const char* name) {
        const FARPROC found = ::GetProcAddress(loaded.library.get(), name);
        // Through void*, because compilers warn about the direct cast.
        // NOLINTNEXTLINE(bugprone-casting-through-void)
        function = reinterpret_cast<Function>(reinterpret_cast<void*>(found));
        if (found == nullptr && missing == nullptr) missing = name;
    };
    find(loaded.call.open_cluster, "OpenCluster");
    find(loaded.call.open_node, "OpenClusterNode");
    find(loaded.call.open_resource, "OpenClusterResource");
    find(loaded.call.close_cluster, "CloseCluster");
    find(loaded.call.close_node, "CloseClusterNode");
    find(loaded.call.close_resource, "CloseClusterResource");
    find(loaded.call.resource_control, "ClusterResourceControl");
    if (missing != nullptr) return absent(ERROR_PROC_NOT_FOUND, " has no " + std::string(missing));
    return loaded;
}

}  // namespace detail
/// @endcond

/// ClusAPI of this machine, for ClusApiBackend: clusapi.dll, loaded by load().
///
/// | behaviour                                               | known from                        |
/// |---------------------------------------------------------|-----------------------------------|
/// | it is loaded by its absolute path in System32; the DLLs that it needs are searched for there only | chosen; LOAD_LIBRARY_SEARCH_SYSTEM32, from memory of its page |
/// | a clusapi.dll in the working folder, beside the program or already loaded is ignored | seen under Wine |
/// | no clusapi.dll, or one without a function: clustering_not_installed | the code is chosen; ERROR_MOD_NOT_FOUND and ERROR_PROC_NOT_FOUND seen under Wine |
/// | prototypes and calling convention                       | clusapi.h of mingw-w64 10.0.0; seen under Wine, with a stand-in |
/// | a function that fails to open returns null and sets the last error | from memory; seen under Wine, with a stand-in |
///
/// Not usable under Wine: Wine's clusapi.dll terminates the process.
///
/// Copies share the library; the last one unloads it.
/// @par Errors  its functions return Windows' codes, which ClusApiBackend maps
/// @par Thread safety  an object may be used concurrently. Assumes that several threads may call ClusAPI,
///              each with its own handles: no document that was read contradicts it.
/// @par Source  as the table says
/// @par Example
/// @snippet reference/windows.cpp clusapi
class ClusApiDll {
public:
    using Cluster = detail::ClusApiFunctions::Cluster;    ///< HCLUSTER
    using Node = detail::ClusApiFunctions::Node;          ///< HNODE
    using Resource = detail::ClusApiFunctions::Resource;  ///< HRESOURCE

    /// Loads the DLL and finds its functions.
    /// @par Errors  clustering_not_installed, with Windows' reason
    [[nodiscard]] static Result<ClusApiDll> load() {
        const std::wstring folder = detail::system_folder();
        if (folder.empty())
            return std::unexpected(Error(Errc::clustering_not_installed, "System32 was not found"));
        auto loaded = detail::load_clusapi(folder + L"\\clusapi.dll");
        if (!loaded) return std::unexpected(std::move(loaded.error()));
        return ClusApiDll(std::make_shared<const detail::LoadedClusApi>(std::move(*loaded)));
    }

    /// OpenCluster: see ClusterApi.
    [[nodiscard]] ClusterApiResult<Cluster> open_cluster(const char16_t* name) const {
        const std::wstring wide = name ? wide_name(name) : std::wstring();
        return opened([&] { return loaded_->call.open_cluster(name ? wide.c_str() : nullptr); });
    }
    /// OpenClusterNode: see ClusterApi.
    [[nodiscard]] ClusterApiResult<Node> open_node(Cluster cluster, const char16_t* name) const {
        const std::wstring wide = wide_name(name);
        return opened([&] { return loaded_->call.open_node(cluster, wide.c_str()); });
    }
    /// OpenClusterResource: see ClusterApi.
    [[nodiscard]] ClusterApiResult<Resource> open_resource(Cluster cluster,
                                                           const char16_t* name) const {
        const std::wstring wide = wide_name(name);
        return opened([&] { return loaded_->call.open_resource(cluster, wide.c_str()); });
    }

    /// CloseCluster. Errors are ignored.
    void close(Cluster handle) const noexcept { (void)loaded_->call.close_cluster(handle); }
    /// CloseClusterNode.
    void close(Node handle) const noexcept { (void)loaded_->call.close_node(handle); }
    /// CloseClusterResource.
    void close(Resource handle) const noexcept { (void)loaded_->call.close_resource(handle); }

    /// ClusterResourceControl: see ClusterApi.
    /// @pre  no more than 4 GiB either way
    [[nodiscard]] std::uint32_t resource_control(Resource resource, Node node, std::uint32_t code,
                                                 std::span<const std::uint8_t> input,
                                                 std::span<std::uint8_t> output,
                                                 std::uint32_t* size) const {
        DWORD bytes = 0;
        // The function does not write to the input, although its parameter is not const.
        const DWORD result = loaded_->call.resource_control(
            resource, node, code, const_cast<std::uint8_t*>(input.data()),
            detail::checked_narrow<DWORD>(input.size()), output.data(),
            detail::checked_narrow<DWORD>(output.size()), size ? &bytes : nullptr);
        if (size) *size = bytes;
        return result;
    }

private:
    explicit ClusApiDll(std::shared_ptr<const detail::LoadedClusApi> loaded)
        : loaded_(std::move(loaded)) {}

    static std::wstring wide_name(std::u16string_view name) { return {name.begin(), name.end()}; }

    template <class Open>
    static auto opened(Open open) -> ClusterApiResult<decltype(open())> {
        ::SetLastError(ERROR_SUCCESS);  // in case the function does not set it
        const auto handle = open();
        const DWORD error = ::GetLastError();
        if (handle == nullptr) return std::unexpected(std::uint32_t{error});
        return handle;
    }

    std::shared_ptr<const detail::LoadedClusApi> loaded_;
};

static_assert(ClusterApi<ClusApiDll>);

/// A backend that reaches a cluster through this machine's clusapi.dll.
/// @par Errors  clustering_not_installed: as ClusApiDll::load()
/// @par Example
/// @snippet reference/windows.cpp clusapi
[[nodiscard]] inline Result<ClusApiBackend<ClusApiDll>> clusapi_backend(
    ClusApiOptions options = {}) {
    auto api = ClusApiDll::load();
    if (!api) return std::unexpected(std::move(api.error()));
    return ClusApiBackend<ClusApiDll>(std::move(*api), std::move(options));
}

static_assert(CheckpointBackend<ClusApiBackend<ClusApiDll>>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
