// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WINDOWS_STAND_IN_STAND_IN_DLL_HPP
#define CRYPTO_CHECKPOINT_TESTS_WINDOWS_STAND_IN_STAND_IN_DLL_HPP

#include "clusapi/clusapi_stand_in.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/clusapi/clusapi_dll.hpp>

#include <string>

namespace test_support {

/// The stand-in in System32, loaded as the library loads it. Wine's own clusapi.dll would end this
/// process when it is called: it is told by what it does not export, and never called.
inline crypto_checkpoint::ClusApiDll loaded_clusapi() {
    auto api = crypto_checkpoint::ClusApiDll::load();
    REQUIRE(api);
    return *std::move(api);
}

/// A function that the clusapi.dll at a path exports for tests, if it is loaded.
inline FARPROC exported_for_tests(const std::wstring& path) {
    const HMODULE library = ::GetModuleHandleW(path.c_str());
    return library ? ::GetProcAddress(library, "crypto_checkpoint_new_stand_in") : nullptr;
}

/// Of the stand-in that is loaded: a new cluster.
inline ClusApiStandIn& new_stand_in() {
    const FARPROC found =
        exported_for_tests(crypto_checkpoint::detail::system_folder() + L"\\clusapi.dll");
    REQUIRE(found != nullptr);
    return *reinterpret_cast<ClusApiStandIn* (*)()>(reinterpret_cast<void*>(found))();
}

}  // namespace test_support

#endif
