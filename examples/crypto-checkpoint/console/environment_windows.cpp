// SPDX-License-Identifier: BSL-1.0
#include "console/environment.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <cstdlib>

namespace crypto_checkpoint::cli {

std::optional<std::string> environment_variable(const std::string& name) {
    const std::wstring wide_name = detail::to_wide(name);
    std::wstring value;
    // Another thread may change it between reading its length and its value.
    for (DWORD size = 1;;) {
        value.resize(size);
        ::SetLastError(ERROR_SUCCESS);
        size = ::GetEnvironmentVariableW(wide_name.c_str(), value.data(), size);
        if (size == 0 && ::GetLastError() != ERROR_SUCCESS) return std::nullopt;
        if (size >= value.size()) continue;
        std::string utf8 = detail::to_utf8(std::wstring_view(value.data(), size));
        detail::wipe(reinterpret_cast<char*>(value.data()), value.size() * sizeof(wchar_t));
        return utf8;
    }
}

bool has_environment_variable(const std::string& name) {
    const std::wstring wide_name = detail::to_wide(name);
    return ::GetEnvironmentVariableW(wide_name.c_str(), nullptr, 0) != 0;
}

void ignore_key_log_file() {
    // A library may read the copy of the C runtime, or Windows' own.
    (void)::_wputenv(L"SSLKEYLOGFILE=");
    (void)::SetEnvironmentVariableW(L"SSLKEYLOGFILE", nullptr);
}

/// @par Source  Microsoft Learn, KNOWNFOLDERID: %LOCALAPPDATA% is FOLDERID_LocalAppData
std::filesystem::path data_folder() {
    const auto folder = environment_variable("LOCALAPPDATA");
    return folder ? path_of(*folder) : std::filesystem::path();
}

std::string utf8_argument(std::wstring_view argument) {
    const std::u16string units(argument.begin(), argument.end());
    const char16_t* const end = units.data() + units.size();
    std::string text;
    for (const char16_t* at = units.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        if (character.well_formed) {
            text += detail::to_utf8({at, character.length});
        } else {
            const unsigned unit = *at;
            for (const unsigned byte :
                 {0xE0u | unit >> 12, 0x80u | (unit >> 6 & 0x3Fu), 0x80u | (unit & 0x3Fu)})
                text += static_cast<char>(byte);
        }
        at += character.length;
    }
    return text;
}

std::string_view data_folder_variable() { return "LOCALAPPDATA"; }

std::size_t make_room_for_files(std::size_t wanted) {
    return wanted;  // sockets are handles there, of which a process may have millions
}

}  // namespace crypto_checkpoint::cli
