// SPDX-License-Identifier: BSL-1.0
#include "folder_rights.hpp"

#include <sddl.h>

namespace {

struct HandleCloser {
    using pointer = HANDLE;
    void operator()(HANDLE handle) const noexcept { (void)::CloseHandle(handle); }
};
using Handle = std::unique_ptr<HANDLE, HandleCloser>;

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

}  // namespace

SecurityDescriptor read_security_descriptor(const wchar_t* text) {
    PSECURITY_DESCRIPTOR read = nullptr;
    (void)::ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &read,
                                                                 nullptr);
    return SecurityDescriptor(read);
}

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

const wchar_t* find_danger(PSECURITY_DESCRIPTOR folder, const std::vector<unsigned char>& own) {
    PSID owner = nullptr;
    PACL list = nullptr;
    BOOL unused = FALSE;
    BOOL has_list = FALSE;
    if (!::GetSecurityDescriptorOwner(folder, &owner, &unused) ||
        !::GetSecurityDescriptorDacl(folder, &has_list, &list, &unused))
        return L"its rights cannot be read";
    if (!is_trusted(owner, own)) return L"somebody else owns it";
    // Without a list Windows grants everything to everybody.
    if (!has_list || list == nullptr) return L"everybody may change it";
    for (DWORD i = 0; i != list->AceCount; ++i) {
        void* entry = nullptr;
        if (!::GetAce(list, i, &entry) || admits_others(*static_cast<ACE_HEADER*>(entry), own))
            return L"others may change it";
    }
    return nullptr;
}
