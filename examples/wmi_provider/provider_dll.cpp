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
// which needs write access to the file and its folder: the folder in ProgramData is made for it, and
// rejected if other users own it or may change it (see sandbox_file.hpp).
//
// Tested under Wine: registration, and calls as WMI makes them. Not tried: a real WMI host, and mofcomp,
// which Wine lacks. Everyone who may execute methods in the namespace may change the sandbox: the
// provider checks no access rights.
#include "provider_class.hpp"
#include "sandbox_file.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/wmi/class_factory.hpp>
#include <crypto_checkpoint/wmi/wmi_provider.hpp>

#include <expected>

using namespace crypto_checkpoint;

namespace {

Result<JournaledFakeCluster> open_sandbox() {
    const auto file = sandbox_file();
    if (!file) return std::unexpected(Error(Errc::access_denied));
    return JournaledFakeCluster::open(detail::to_utf8(file->native()));
}

}  // namespace

//! [provider]
HRESULT make_provider(REFIID wanted, void** found) {
    auto sandbox = open_sandbox();  // your backend goes here
    if (!sandbox) return E_FAIL;
    return make_wmi_provider(*std::move(sandbox), wanted, found);
}

STDAPI DllGetClassObject(REFCLSID wanted, REFIID interface_id, void** found) {
    return get_class_object(provider_class, make_provider, wanted, interface_id, found);
}

STDAPI DllCanUnloadNow() { return can_unload_now(); }
//! [provider]
