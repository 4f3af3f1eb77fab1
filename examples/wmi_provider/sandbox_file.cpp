// SPDX-License-Identifier: BSL-1.0
#include "sandbox_file.hpp"

#include <crypto_checkpoint/detail/windows.hpp>

#include <aclapi.h>
#include <sddl.h>

#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct LocalFreer {
    void operator()(void* memory) const noexcept { (void)::LocalFree(memory); }
};
using SecurityDescriptor = std::unique_ptr<std::remove_pointer_t<PSECURITY_DESCRIPTOR>, LocalFreer>;

struct HandleCloser {
    using pointer = HANDLE;
    void operator()(HANDLE handle) const noexcept { (void)::CloseHandle(handle); }
};
using Handle = std::unique_ptr<HANDLE, HandleCloser>;

/// Reads the process's environment, not the C library's copy. Empty if it is not set.
std::wstring environment_variable(const wchar_t* name) {
    std::wstring value(::GetEnvironmentVariableW(name, nullptr, 0), L'\0');
    const DWORD length =
        ::GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size()));
    value.resize(length < value.size() ? length : 0);
    return value;
}

/// The SID of the user of this process; empty on failure.
std::vector<unsigned char> own_user() {
    HANDLE opened = nullptr;
    if (!::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &opened)) return {};
    const Handle token(opened);
    DWORD size = 0;
    (void)::GetTokenInformation(token.get(), TokenUser, nullptr, 0, &size);
    std::vector<unsigned char> user(size);
    if (!::GetTokenInformation(token.get(), TokenUser, user.data(), size, &size)) return {};
    return user;
}

bool is_trusted(PSID sid, const std::vector<unsigned char>& own) {
    if (sid == nullptr) return false;
    for (const WELL_KNOWN_SID_TYPE known :
         {WinLocalSystemSid, WinBuiltinAdministratorsSid, WinNetworkServiceSid})
        if (::IsWellKnownSid(sid, known)) return true;
    return !own.empty() &&
           ::EqualSid(sid, reinterpret_cast<const TOKEN_USER*>(own.data())->User.Sid);
}

/// Whether an entry lets others change what is in the folder, or its rights.
bool admits_others(const ACE_HEADER& header, const std::vector<unsigned char>& own) {
    constexpr DWORD changes = FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | FILE_DELETE_CHILD | DELETE |
                              WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
    if (header.AceType == ACCESS_DENIED_ACE_TYPE) return false;
    if (header.AceType != ACCESS_ALLOWED_ACE_TYPE) return true;  // of a kind that is not read
    const auto& entry = reinterpret_cast<const ACCESS_ALLOWED_ACE&>(header);
    // One for objects in the folder counts as well: the sandbox is such an object.
    return (entry.Mask & changes) != 0 && !is_trusted(const_cast<DWORD*>(&entry.SidStart), own);
}

/// @return  why the folder is not safe; null if it is
const wchar_t* find_danger(const fs::path& folder) {
    const DWORD attributes = ::GetFileAttributesW(folder.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES ||
        (attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) !=
            FILE_ATTRIBUTE_DIRECTORY)
        return L"it is not a folder";
    PSID owner = nullptr;
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR read = nullptr;
    if (::GetNamedSecurityInfoW(folder.c_str(), SE_FILE_OBJECT,
                                OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner,
                                nullptr, &list, nullptr, &read) != ERROR_SUCCESS)
        return L"its owner cannot be read";
    const SecurityDescriptor descriptor(read);
    const std::vector<unsigned char> own = own_user();
    if (!is_trusted(owner, own)) return L"somebody else owns it";
    if (list == nullptr) return L"everybody may change it";
    for (DWORD i = 0; i != list->AceCount; ++i) {
        void* entry = nullptr;
        if (!::GetAce(list, i, &entry) || admits_others(*static_cast<ACE_HEADER*>(entry), own))
            return L"others may change it";
    }
    return nullptr;
}

/// Creates the folder for SYSTEM, the administrators and NETWORK SERVICE, without the rights that
/// ProgramData passes on. One that exists stays as it is.
void create(const fs::path& folder) {
    PSECURITY_DESCRIPTOR made = nullptr;
    if (!::ConvertStringSecurityDescriptorToSecurityDescriptorW(
            L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;NS)", SDDL_REVISION_1, &made,
            nullptr))
        return;
    const SecurityDescriptor descriptor(made);
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), descriptor.get(), FALSE};
    (void)::CreateDirectoryW(folder.c_str(), &attributes);  // find_danger() reports a failure
}

}  // namespace

std::optional<fs::path> sandbox_file() {
    fs::path chosen = environment_variable(L"CRYPTO_CHECKPOINT_WMI_SANDBOX");
    if (!chosen.empty()) {
        std::error_code shown_by_opening;
        fs::create_directories(chosen.parent_path(), shown_by_opening);
        return chosen;
    }
    const fs::path data = environment_variable(L"ProgramData");
    if (!data.is_absolute()) {
        ::OutputDebugStringW(L"crypto_checkpoint: ProgramData is not set to a path\n");
        return std::nullopt;
    }
    const fs::path folder = data / "crypto-checkpoint";
    create(folder);
    if (const wchar_t* const danger = find_danger(folder)) {
        ::OutputDebugStringW(
            (L"crypto_checkpoint: " + folder.native() + L" is not used: " + danger + L'\n')
                .c_str());
        return std::nullopt;
    }
    return folder / "wmi_sandbox.db";
}
