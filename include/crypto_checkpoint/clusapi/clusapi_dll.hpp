// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_DLL_HPP
#define CRYPTO_CHECKPOINT_CLUSAPI_CLUSAPI_DLL_HPP

#include <crypto_checkpoint/clusapi/clusapi_backend.hpp>
#include <crypto_checkpoint/clusapi/cluster_api.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>
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

/// What clusapi.dll exports of interest. The prototypes are our own: those of mingw-w64 10.0.0 do not
/// compile for a Windows that is newer than Server 2003, and a program that is linked with the DLL
/// does not start where the clustering feature is absent.
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

/// The folder of Windows' own libraries, as it is on this machine; empty where Windows does not say.
inline std::wstring system_folder() {
    std::wstring folder(::GetSystemDirectoryW(nullptr, 0), L'\0');
    const UINT length = ::GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
    folder.resize(length < folder.size() ? length : 0);
    return folder;
}

struct LoadedClusApi {
    LoadedLibrary library;
    ClusApiFunctions call;
};

/// @param path  absolute: nothing is searched for but what the DLL needs itself, which is searched for
///              in System32
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
        // Through void*, as compilers warn of what is meant here.
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

/// The ClusAPI of this machine, for ClusApiBackend: clusapi.dll, loaded when load() is called.
///
/// | behaviour                                               | known from                        |
/// |---------------------------------------------------------|-----------------------------------|
/// | it is loaded from System32 only, by its whole path; what it needs is searched there alone | chosen; LOAD_LIBRARY_SEARCH_SYSTEM32, from memory of its page |
/// | a clusapi.dll in the working folder, beside the program or loaded already is not taken | seen under Wine |
/// | no clusapi.dll, or one without a function: clustering_not_installed | the code is chosen; ERROR_MOD_NOT_FOUND and ERROR_PROC_NOT_FOUND seen under Wine |
/// | prototypes and calling convention                       | clusapi.h of mingw-w64 10.0.0; seen under Wine, against a stand-in with the same |
/// | an opening that fails gives null and sets the last error | from memory; seen under Wine against a stand-in |
///
/// Under Wine itself there is nothing to use: its own clusapi.dll ends the process when it is called.
///
/// Copies share the library, which is unloaded with the last of them.
/// @par Errors  of its functions, Windows' own numbers: ClusApiBackend knows what they mean
/// @par Thread safety  of the class: safe, nothing in it changes. That ClusAPI may be called from
///              several threads, each with handles of its own, is taken for granted: no document that
///              was read says otherwise.
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
            return std::unexpected(
                Error(Errc::clustering_not_installed, "Windows does not say where System32 is"));
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

    /// CloseCluster. That a handle could not be closed helps nobody.
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
        // The input is not written to; its parameter is only declared so.
        const DWORD answer = loaded_->call.resource_control(
            resource, node, code, const_cast<std::uint8_t*>(input.data()),
            static_cast<DWORD>(input.size()), output.data(), static_cast<DWORD>(output.size()),
            size ? &bytes : nullptr);
        if (size) *size = bytes;
        return answer;
    }

private:
    explicit ClusApiDll(std::shared_ptr<const detail::LoadedClusApi> loaded)
        : loaded_(std::move(loaded)) {}

    static std::wstring wide_name(std::u16string_view name) { return {name.begin(), name.end()}; }

    template <class Open>
    static auto opened(Open open) -> ClusterApiResult<decltype(open())> {
        ::SetLastError(ERROR_SUCCESS);  // or an error of long ago could be taken for this one
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
