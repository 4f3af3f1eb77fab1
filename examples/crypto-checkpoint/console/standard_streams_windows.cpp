// SPDX-License-Identifier: BSL-1.0
#include "console/standard_streams.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

HANDLE handle_of(Stream stream) {
    switch (stream) {
        case Stream::input: return ::GetStdHandle(STD_INPUT_HANDLE);
        case Stream::output: return ::GetStdHandle(STD_OUTPUT_HANDLE);
        case Stream::error: return ::GetStdHandle(STD_ERROR_HANDLE);
    }
    return INVALID_HANDLE_VALUE;
}

std::error_code error_of(DWORD error) { return {static_cast<int>(error), std::system_category()}; }

bool is_console(HANDLE handle) {
    DWORD mode = 0;
    return ::GetConsoleMode(handle, &mode) != 0;
}

std::error_code write_to_console(HANDLE console, std::string_view text) {
    // A console may reject a large text; a surrogate pair must not be split.
    constexpr std::size_t most = 8192;
    const std::wstring units = detail::to_wide(text);
    for (std::size_t begin = 0; begin != units.size();) {
        std::size_t size = (std::min)(most, units.size() - begin);
        const bool is_cut = begin + size != units.size() && units[begin + size - 1] >= 0xD800 &&
                            units[begin + size - 1] < 0xDC00;
        if (is_cut) --size;
        DWORD written = 0;
        if (!::WriteConsoleW(console, units.data() + begin, static_cast<DWORD>(size), &written,
                             nullptr))
            return error_of(::GetLastError());
        if (written == 0) return error_of(ERROR_WRITE_FAULT);
        begin += written;
    }
    return {};
}

/// Converts what is typed from UTF-16; a surrogate pair may be split where the buffer ends.
class ConsoleInput {
public:
    std::expected<std::size_t, std::error_code> read(HANDLE console, std::span<char> room) {
        if (text_.empty()) {
            std::array<wchar_t, 1024> units{};
            std::size_t kept = 0;
            if (cut_ != 0) units[kept++] = std::exchange(cut_, L'\0');
            DWORD got = 0;
            if (!::ReadConsoleW(console, units.data() + kept,
                                static_cast<DWORD>(units.size() - kept), &got, nullptr))
                return std::unexpected(error_of(::GetLastError()));
            std::wstring_view line(units.data(), kept + got);
            constexpr wchar_t control_z = 0x1A;
            if (line.starts_with(control_z)) return 0;
            if (!line.empty() && line.back() >= 0xD800 && line.back() < 0xDC00) {
                cut_ = line.back();
                line.remove_suffix(1);
            }
            text_ = detail::to_utf8(line);
        }
        const std::size_t size = (std::min)(room.size(), text_.size());
        std::copy_n(text_.data(), size, room.data());
        text_.erase(0, size);
        return size;
    }

private:
    std::string text_;
    wchar_t cut_ = 0;
};

}  // namespace

void prepare_standard_streams() {}  // a new handle never becomes a standard one

bool is_terminal(Stream stream) { return is_console(handle_of(stream)); }

bool has_colours() { return false; }

std::error_code write(Stream stream, std::string_view text) {
    const HANDLE handle = handle_of(stream);
    if (is_console(handle)) return write_to_console(handle, text);
    while (!text.empty()) {
        constexpr std::size_t most = 1 << 20;
        DWORD written = 0;
        if (!::WriteFile(handle, text.data(), static_cast<DWORD>((std::min)(most, text.size())),
                         &written, nullptr))
            return error_of(::GetLastError());
        text.remove_prefix(written);
    }
    return {};
}

bool is_broken_pipe(std::error_code error) {
    return error == error_of(ERROR_BROKEN_PIPE) || error == error_of(ERROR_NO_DATA) ||
           error == error_of(ERROR_PIPE_NOT_CONNECTED);
}

std::expected<std::size_t, std::error_code> read_input(std::span<char> room) {
    const HANDLE handle = handle_of(Stream::input);
    if (is_console(handle)) {
        static ConsoleInput console;
        return console.read(handle, room);
    }
    DWORD got = 0;
    if (::ReadFile(handle, room.data(), static_cast<DWORD>(room.size()), &got, nullptr)) return got;
    const DWORD error = ::GetLastError();
    if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) return 0;  // the writer is gone
    return std::unexpected(error_of(error));
}

bool input_may_wait() {
    const HANDLE handle = handle_of(Stream::input);
    DWORD there = 0;
    switch (::GetFileType(handle)) {
        case FILE_TYPE_DISK: return false;
        case FILE_TYPE_PIPE:
            return ::PeekNamedPipe(handle, nullptr, 0, nullptr, &there, nullptr) && there == 0;
        default: return true;
    }
}

std::optional<std::uint64_t> bytes_left_of_input() {
    const HANDLE handle = handle_of(Stream::input);
    LARGE_INTEGER size{};
    LARGE_INTEGER here{};
    if (::GetFileType(handle) != FILE_TYPE_DISK || !::GetFileSizeEx(handle, &size) ||
        !::SetFilePointerEx(handle, LARGE_INTEGER{}, &here, FILE_CURRENT) ||
        size.QuadPart <= here.QuadPart)
        return std::nullopt;
    return static_cast<std::uint64_t>(size.QuadPart - here.QuadPart);
}

std::size_t terminal_columns() {
    constexpr std::size_t usual = 80;
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (!::GetConsoleScreenBufferInfo(handle_of(Stream::error), &info)) return usual;
    const int columns = info.srWindow.Right - info.srWindow.Left + 1;
    return columns > 1 ? static_cast<std::size_t>(columns) : usual;
}

std::string_view keys_that_end_input() { return "Ctrl-Z and Enter end"; }

}  // namespace crypto_checkpoint::cli
