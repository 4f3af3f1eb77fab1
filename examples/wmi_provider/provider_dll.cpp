// SPDX-License-Identifier: BSL-1.0
// A WMI provider in a DLL: serves a sandbox as the class MSCluster_Resource in the namespace
// root\CryptoCheckpointSandbox, to try out clients of the class.
//
// In an administrator's prompt, on a test machine:
//
//     regsvr32 C:\path\to\crypto_checkpoint_wmi_provider.dll
//     mofcomp sandbox.mof
//
// and to undo it:
//
//     mofcomp remove_sandbox.mof
//     regsvr32 /u C:\path\to\crypto_checkpoint_wmi_provider.dll
//
// The sandbox is the file CRYPTO_CHECKPOINT_WMI_SANDBOX (an environment variable), by default
// %ProgramData%\crypto-checkpoint\wmi_sandbox.db. `crypto-checkpoint sandbox create --sandbox FILE`
// creates nodes, resources and keys in it. WMI runs the provider as NETWORK SERVICE (see sandbox.mof),
// which needs write access to the file and its folder.
//
// Tested under Wine: registration, and calls as WMI makes them. Not tried: a real WMI host, and mofcomp,
// which Wine lacks. Everyone who may execute methods in the namespace may change the sandbox: the
// provider checks no access rights.
#include "provider_class.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/wmi/class_factory.hpp>
#include <crypto_checkpoint/wmi/wmi_provider.hpp>

#include <filesystem>
#include <string>

using namespace crypto_checkpoint;

namespace {

/// Reads the process's environment, not the C library's copy. Empty if it is not set.
std::wstring environment_variable(const wchar_t* name) {
    std::wstring value(::GetEnvironmentVariableW(name, nullptr, 0), L'\0');
    const DWORD length =
        ::GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size()));
    value.resize(length < value.size() ? length : 0);
    return value;
}

/// UTF-8; creates its folder.
std::string sandbox_file() {
    std::filesystem::path file = environment_variable(L"CRYPTO_CHECKPOINT_WMI_SANDBOX");
    if (file.empty())
        file = std::filesystem::path(environment_variable(L"ProgramData")) / "crypto-checkpoint" /
               "wmi_sandbox.db";
    std::error_code shown_by_opening;
    std::filesystem::create_directories(file.parent_path(), shown_by_opening);
    return detail::to_utf8(file.native());
}

}  // namespace

//! [provider]
HRESULT make_provider(REFIID wanted, void** found) {
    auto sandbox = JournaledFakeCluster::open(sandbox_file());  // your backend goes here
    if (!sandbox) return E_FAIL;
    return make_wmi_provider(*std::move(sandbox), wanted, found);
}

STDAPI DllGetClassObject(REFCLSID wanted, REFIID interface_id, void** found) {
    return get_class_object(provider_class, make_provider, wanted, interface_id, found);
}

STDAPI DllCanUnloadNow() { return can_unload_now(); }
//! [provider]
