// SPDX-License-Identifier: BSL-1.0
#include "console/read_secret.hpp"

#include <crypto_checkpoint/detail/transcode.hpp>  // IWYU pragma: keep

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#if !defined(_WIN32)
#    include <sys/stat.h>
#endif

namespace crypto_checkpoint::cli {
namespace {

std::unexpected<Error> unusable(std::string context, std::string why) {
    Error error(Errc::invalid_value, std::move(why));
    error.context = std::move(context);
    return std::unexpected(std::move(error));
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

#if defined(_WIN32)

File open_to_read(const std::string& path) {
    // std::fopen takes a path in the code page of the system.
    return File(::_wfopen(detail::to_wide(path).c_str(), L"rb"));
}
std::string problem_of_private_file(std::FILE&) { return {}; }

#else

File open_to_read(const std::string& path) { return File(std::fopen(path.c_str(), "rb")); }

std::string problem_of_private_file(std::FILE& file) {
    struct stat status{};
    if (::fstat(::fileno(&file), &status) != 0) return std::generic_category().message(errno);
    if (!S_ISREG(status.st_mode)) return {};
    if ((status.st_mode & S_IWOTH) != 0) return "everyone may write it: chmod o-w";
    if ((status.st_mode & S_IROTH) != 0) return "everyone may read it: chmod o-r";
    return {};
}

#endif

Result<Secret> secret_from_file(const std::string& path) {
    const std::string context = "file '" + path + "'";
    if (path.empty() || path.find('\0') != path.npos)
        return unusable(context, "this is not a file name");
    const File file = open_to_read(path);
    if (!file) return unusable(context, std::generic_category().message(errno));
    std::setvbuf(file.get(), nullptr, _IONBF, 0);  // its buffer would not be wiped
    if (const std::string problem = problem_of_private_file(*file); !problem.empty())
        return unusable(context, problem);
    WipedBytes<byte_order_mark.size() + max_secret_bytes + 2> buffer;  // for CR and LF
    const std::size_t size = std::fread(buffer.bytes.data(), 1, buffer.bytes.size(), file.get());
    if (std::ferror(file.get()) != 0) return unusable(context, "it cannot be read");
    std::string_view line(buffer.bytes.data(), size);
    if (line.starts_with("\xFF\xFE") || line.starts_with("\xFE\xFF"))
        return unusable(context, "it is UTF-16: write it in UTF-8");
    if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return unusable(context, "its first line is empty");
    if (line.size() > max_secret_bytes)
        return unusable(context, "its first line is longer than " +
                                     std::to_string(max_secret_bytes) + " bytes");
    if (line.find('\0') != line.npos)
        return unusable(context, "there is a NUL in its first line: is it UTF-16?");
    return Secret(line);
}

Result<Secret> secret_from_environment(const std::string& name) {
    const std::string context = "environment variable '" + name + "'";
#if defined(_WIN32)
    // std::getenv returns it in the code page of the system.
    const wchar_t* const value = ::_wgetenv(detail::to_wide(name).c_str());
    if (value == nullptr) return unusable(context, "it is not set");
    std::string utf8 = detail::to_utf8(std::wstring_view(value));
    const Secret secret{utf8};
    detail::wipe(utf8.data(), utf8.size());
#else
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) return unusable(context, "it is not set");
    const Secret secret{value};
#endif
    if (secret.empty()) return unusable(context, "it is empty");
    if (secret.reveal().size() > max_secret_bytes)
        return unusable(context,
                        "it is longer than " + std::to_string(max_secret_bytes) + " bytes");
    return secret;
}

}  // namespace crypto_checkpoint::cli
