// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "clusapi/clusapi_stand_in.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/clusapi/clusapi_dll.hpp>

#include <string>

namespace test_support {

/// The stand-in in System32, loaded as the library does. Wine's clusapi.dll, which terminates the process
/// when called, is recognised by missing exports.
inline crypto_checkpoint::ClusApiDll loaded_clusapi() {
    auto api = crypto_checkpoint::ClusApiDll::load();
    REQUIRE(api);
    return *std::move(api);
}

/// A function that a loaded clusapi.dll exports for tests.
inline FARPROC exported_for_tests(const std::wstring& path) {
    const HMODULE library = ::GetModuleHandleW(path.c_str());
    return library ? ::GetProcAddress(library, "crypto_checkpoint_new_stand_in") : nullptr;
}

/// A new cluster in the loaded stand-in.
inline ClusApiStandIn& new_stand_in() {
    const FARPROC found =
        exported_for_tests(crypto_checkpoint::detail::system_folder() + L"\\clusapi.dll");
    REQUIRE(found != nullptr);
    return *reinterpret_cast<ClusApiStandIn* (*)()>(reinterpret_cast<void*>(found))();
}

}  // namespace test_support
