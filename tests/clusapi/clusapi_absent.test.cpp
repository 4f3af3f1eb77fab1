// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "windows/stand_in/stand_in_dll.hpp"

#include <filesystem>
#include <string>

using namespace crypto_checkpoint;

// Without the clustering feature. A working clusapi.dll beside the program and in the working folder
// must be ignored.

namespace {

std::wstring folder_of_program() {
    wchar_t path[1024];
    const DWORD length = ::GetModuleFileNameW(nullptr, path, 1024);
    REQUIRE(length != 0);
    REQUIRE(length < 1024);
    return std::filesystem::path(path).parent_path().wstring();
}

void require_absent() {
    const auto backend = clusapi_backend();
    REQUIRE_FALSE(backend);
    CHECK((backend.error().code == Errc::clustering_not_installed));
    CHECK(backend.error().detail ==
          detail::to_utf8(detail::system_folder()) + "\\clusapi.dll cannot be loaded");
    CHECK((backend.error().native == NativeCode{NativeDomain::win32, ERROR_MOD_NOT_FOUND}));
}

/// Changes the working folder for its lifetime.
class WorkingFolder {
public:
    explicit WorkingFolder(const std::filesystem::path& path) {
        std::filesystem::current_path(path);
    }
    WorkingFolder(const WorkingFolder&) = delete;
    WorkingFolder& operator=(const WorkingFolder&) = delete;
    ~WorkingFolder() { std::filesystem::current_path(before_); }

private:
    std::filesystem::path before_ = std::filesystem::current_path();
};

}  // namespace

TEST_CASE("ClusApiDll: reports a missing clustering feature", "[clusapi]") { require_absent(); }

TEST_CASE("ClusApiDll: ignores a clusapi.dll in the working folder", "[clusapi]") {
    // The copy is not in the program's folder.
    const auto folder = std::filesystem::temp_directory_path() / "crypto_checkpoint_planted";
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(folder_of_program() + L"\\clusapi.dll", folder / "clusapi.dll",
                               std::filesystem::copy_options::overwrite_existing);
    const WorkingFolder there(folder);
    REQUIRE(std::filesystem::exists("clusapi.dll"));
    require_absent();
}

TEST_CASE("ClusApiDll: ignores a clusapi.dll beside the program", "[clusapi]") {
    const std::wstring planted = folder_of_program() + L"\\clusapi.dll";
    REQUIRE(std::filesystem::exists(planted));
    require_absent();
    CHECK(::GetModuleHandleW(L"clusapi.dll") == nullptr);

    // LoadLibrary finds it; even when loaded, it is ignored.
    const detail::LoadedLibrary fallen_for(::LoadLibraryW(L"clusapi.dll"));
    REQUIRE(fallen_for);
    CHECK(test_support::exported_for_tests(planted) != nullptr);
    require_absent();
}

TEST_CASE("ClusApiDll: names the first missing function", "[clusapi]") {
    const auto loaded = detail::load_clusapi(detail::system_folder() + L"\\kernel32.dll");
    REQUIRE_FALSE(loaded);
    CHECK((loaded.error().code == Errc::clustering_not_installed));
    CHECK(loaded.error().detail.ends_with("kernel32.dll has no OpenCluster"));
    CHECK((loaded.error().native == NativeCode{NativeDomain::win32, ERROR_PROC_NOT_FOUND}));
}
