// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_SANDBOX_FILE_HPP
#define CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_SANDBOX_FILE_HPP

#include <filesystem>
#include <optional>

/// The file of the sandbox: CRYPTO_CHECKPOINT_WMI_SANDBOX (an environment variable), whose folder is the
/// administrator's concern, or %ProgramData%\crypto-checkpoint\wmi_sandbox.db.
///
/// Every user may create folders in ProgramData. So its folder is created with an access control list of
/// its own; one that exists is used only if nobody but SYSTEM, the administrators, NETWORK SERVICE and the
/// user of this process owns it or may change it.
/// @return  nothing, and the reason to the debugger, if there is no ProgramData or the folder is not safe
std::optional<std::filesystem::path> sandbox_file();

#endif
