// SPDX-License-Identifier: BSL-1.0
// A WMI provider in a DLL: a sandbox, served as the class MSCluster_Resource in a namespace of its own,
// root\CryptoCheckpointSandbox. Whatever calls the class through WMI can be tried on it.
//
// In a prompt with administrator's rights, on a Windows for trying things out:
//
//     regsvr32 C:\path\to\crypto_checkpoint_wmi_provider.dll
//     mofcomp sandbox.mof
//
// and to have everything as it was:
//
//     mofcomp remove_sandbox.mof
//     regsvr32 /u C:\path\to\crypto_checkpoint_wmi_provider.dll
//
// The sandbox is the file that the environment variable CRYPTO_CHECKPOINT_WMI_SANDBOX names; without
// one, %ProgramData%\crypto-checkpoint\wmi_sandbox.db. `crypto-checkpoint sandbox create --sandbox FILE`
// puts nodes, resources and keys into it. WMI runs the provider as NETWORK SERVICE, as sandbox.mof says:
// that account has to be allowed to write to the file and to its folder.
//
// Seen under Wine: registration, and calls as WMI would make them. Never tried: a real WMI host, and
// mofcomp, which Wine does not have. Who may change the sandbox is who may execute methods in the
// namespace: nothing here asks who it is.
#include "provider_class.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/wmi/class_factory.hpp>
#include <crypto_checkpoint/wmi/wmi_provider.hpp>

#include <filesystem>
#include <string>

using namespace crypto_checkpoint;

namespace {

/// From the process, not from its C library, which keeps a copy of its own. Empty if it is not set.
std::wstring environment_variable(const wchar_t* name) {
    std::wstring value(::GetEnvironmentVariableW(name, nullptr, 0), L'\0');
    const DWORD length =
        ::GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size()));
    value.resize(length < value.size() ? length : 0);
    return value;
}

/// As UTF-8; its folder is made.
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
