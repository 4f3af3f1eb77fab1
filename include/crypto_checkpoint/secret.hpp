// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SECRET_HPP
#define CRYPTO_CHECKPOINT_SECRET_HPP

#include <crypto_checkpoint/detail/transcode.hpp>  // IWYU pragma: keep
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Overwrites memory in a way that no optimiser may leave out.
inline void wipe(char* bytes, std::size_t size) noexcept {
    volatile char* const target = bytes;
    for (std::size_t i = 0; i != size; ++i) target[i] = 0;
}

}  // namespace detail
/// @endcond

/// A password, for as long as it is needed. Its bytes are overwritten when it ends, is assigned to,
/// or is moved away. It turns into a text only where reveal() is written, and cannot be formatted.
///
/// The bytes are in one piece of the heap: a std::string would keep short ones inside itself and
/// leave a copy behind with each move.
///
/// What other memory saw it is not wiped: the environment, the terminal, and the copies that a
/// library makes to which it is revealed.
/// @par Units and encoding  bytes; UTF-8 by convention
/// @par Thread safety  as a std::string
/// @par Source  chosen
/// @par Example
/// @snippet reference/serving.cpp secret
class Secret {
public:
    /// What a file may hold in its first line, in bytes.
    static constexpr std::size_t longest = 4096;

    /// An empty one.
    Secret() noexcept = default;
    /// A copy of @p text, which whoever has it wipes, or not.
    explicit Secret(std::string_view text) : Secret(room_for(text.size()), text.size()) {
        std::copy(text.begin(), text.end(), bytes_.get());
    }
    /// A copy, which is wiped for itself.
    Secret(const Secret& other) : Secret(other.reveal()) {}
    /// Takes the bytes over; @p other is empty then.
    Secret(Secret&& other) noexcept
        : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}
    /// Takes over a copy; what was there before is wiped.
    Secret& operator=(Secret other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
        return *this;
    }
    /// Wipes the bytes.
    ~Secret() {
        if (bytes_) detail::wipe(bytes_.get(), size_);
    }

    /// The bytes, until the secret ends or changes. A NUL that does not count follows them.
    [[nodiscard]] std::string_view reveal() const noexcept {
        return bytes_ ? std::string_view(bytes_.get(), size_) : std::string_view("");
    }

    /// Whether there is no byte in it.
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Reads the first line of a file, without its end.
    ///
    /// A file that everyone on the machine may read keeps no secret and is refused: it is easily
    /// overlooked and quickly put right. Its group may read it, as groups of services do. Where
    /// there are no such rights (Windows), and for what is no regular file, nothing is checked.
    /// @param path   UTF-8
    /// @par Errors   invalid_value: not readable, readable for everyone, an empty line, a NUL or
    ///               more than Secret::longest bytes in it. The context names the file; nothing
    ///               says what is in it.
    static Result<Secret> from_file(const std::string& path);

    /// Reads a variable of the environment, as UTF-8 on Windows. It stays there for child processes to
    /// see.
    /// @param name   UTF-8
    /// @par Errors   invalid_value: not set, empty, or longer than Secret::longest bytes
    /// @par Thread safety  as std::getenv: nobody may change the environment meanwhile
    static Result<Secret> from_environment(const std::string& name);

private:
    Secret(std::unique_ptr<char[]> bytes, std::size_t size) noexcept
        : bytes_(std::move(bytes)), size_(size) {}

    static std::unique_ptr<char[]> room_for(std::size_t size) {
        return std::make_unique<char[]>(size + 1);
    }

    std::unique_ptr<char[]> bytes_;  // size_ of them, and a NUL
    std::size_t size_ = 0;
};

inline Result<Secret> Secret::from_file(const std::string& path) {
    const auto fault = [&](std::string detail) {
        Error error(Errc::invalid_value, std::move(detail));
        error.context = "file '" + path + "'";
        return std::unexpected(std::move(error));
    };
    if (path.empty() || path.find('\0') != path.npos) return fault("this is the name of no file");
    // Nothing between the file and the secret may keep a copy: no stream, no buffer.
    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
#if defined(_WIN32)
    // std::fopen takes a path in the code page of the system.
    const std::unique_ptr<std::FILE, Close> file(::_wfopen(detail::wide_text(path).c_str(), L"rb"));
#else
    const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
#endif
    if (!file) return fault(std::generic_category().message(errno));
    std::setvbuf(file.get(), nullptr, _IONBF, 0);
#if !defined(_WIN32)
    std::error_code unknown;
    const auto status = std::filesystem::status(path, unknown);
    if (!unknown && std::filesystem::is_regular_file(status) &&
        (status.permissions() & std::filesystem::perms::others_read) !=
            std::filesystem::perms::none)
        return fault("everyone may read it: chmod o-r");
#endif
    constexpr std::size_t room = longest + 2;  // for CR and LF
    const Secret read(room_for(room), room);
    const std::size_t got = std::fread(read.bytes_.get(), 1, room, file.get());
    if (std::ferror(file.get()) != 0) return fault("it cannot be read");
    std::string_view line(read.bytes_.get(), got);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return fault("its first line is empty");
    if (line.size() > longest)
        return fault("its first line is longer than " + std::to_string(longest) + " bytes");
    if (line.find('\0') != line.npos)
        return fault("there is a NUL in its first line: is it UTF-16?");
    return Secret(line);
}

inline Result<Secret> Secret::from_environment(const std::string& name) {
    const auto fault = [&](std::string detail) {
        Error error(Errc::invalid_value, std::move(detail));
        error.context = "environment variable '" + name + "'";
        return std::unexpected(std::move(error));
    };
    const auto secret = [&](std::string_view text) -> Result<Secret> {
        if (text.empty()) return fault("it is empty");
        if (text.size() > longest)
            return fault("it is longer than " + std::to_string(longest) + " bytes");
        return Secret(text);
    };
#if defined(_WIN32)
    // std::getenv gives it in the code page of the system.
    const wchar_t* const value = ::_wgetenv(detail::wide_text(name).c_str());
    if (value == nullptr) return fault("it is not set");
    // Not by narrow_text(), which leaves a copy behind that nobody wipes.
    const std::wstring_view wide = value;
    std::u16string units(wide.begin(), wide.end());
    std::string text = detail::utf8_of(units);
    Result<Secret> read = secret(text);
    detail::wipe(text.data(), text.size());
    detail::wipe(reinterpret_cast<char*>(units.data()), units.size() * sizeof(char16_t));
    return read;
#else
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) return fault("it is not set");
    return secret(value);
#endif
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
