// SPDX-License-Identifier: BSL-1.0
#include "sandbox_file.hpp"

#include "folder_rights.hpp"
#include <crypto_checkpoint/detail/windows.hpp>

#include <aclapi.h>

#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

/// Reads the process's environment, not the C library's copy. Empty if it is not set.
std::wstring environment_variable(const wchar_t* name) {
    std::wstring value(::GetEnvironmentVariableW(name, nullptr, 0), L'\0');
    const DWORD length =
        ::GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size()));
    value.resize(length < value.size() ? length : 0);
    return value;
}

/// @return  why the folder is not safe; null if it is
const wchar_t* find_danger_of_folder(const fs::path& folder) {
    const DWORD attributes = ::GetFileAttributesW(folder.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES ||
        (attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) !=
            FILE_ATTRIBUTE_DIRECTORY)
        return L"it is not a folder";
    PSECURITY_DESCRIPTOR read = nullptr;
    if (::GetNamedSecurityInfoW(folder.c_str(), SE_FILE_OBJECT,
                                OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, nullptr,
                                nullptr, nullptr, nullptr, &read) != ERROR_SUCCESS)
        return L"its rights cannot be read";
    return find_danger(SecurityDescriptor(read).get(), own_user());
}

/// One that exists stays as it is.
void create(const fs::path& folder) {
    const SecurityDescriptor rights = read_security_descriptor(folder_rights);
    if (!rights) return;
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), rights.get(), FALSE};
    (void)::CreateDirectoryW(folder.c_str(),
                             &attributes);  // find_danger_of_folder() reports a failure
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
    if (const wchar_t* const danger = find_danger_of_folder(folder)) {
        ::OutputDebugStringW(
            (L"crypto_checkpoint: " + folder.native() + L" is not used: " + danger + L'\n')
                .c_str());
        return std::nullopt;
    }
    return folder / "wmi_sandbox.db";
}
