// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_FOLDER_RIGHTS_HPP
#define CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_FOLDER_RIGHTS_HPP

#include <crypto_checkpoint/detail/windows.hpp>

#include <memory>
#include <type_traits>
#include <vector>

struct LocalFreer {
    void operator()(void* memory) const noexcept { (void)::LocalFree(memory); }
};
using SecurityDescriptor = std::unique_ptr<std::remove_pointer_t<PSECURITY_DESCRIPTOR>, LocalFreer>;

/// Who may use the sandbox's folder: SYSTEM, the administrators and NETWORK SERVICE, without the rights
/// that ProgramData passes on; in Windows' security descriptor definition language.
inline constexpr wchar_t folder_rights[] = L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;NS)";

/// Null if the text is not in that language.
SecurityDescriptor read_security_descriptor(const wchar_t* text);

/// The user of this process as a TOKEN_USER; empty on failure.
std::vector<unsigned char> own_user();

/// @param folder  with its owner and its access control list
/// @param own     a TOKEN_USER, who is trusted as the system is; empty for nobody
/// @return  why others could change what is in the folder; null if they cannot
const wchar_t* find_danger(PSECURITY_DESCRIPTOR folder, const std::vector<unsigned char>& own);

#endif
