// SPDX-License-Identifier: BSL-1.0
#include "console/read_secret.hpp"

#include "console/environment.hpp"
#include <crypto_checkpoint/detail/open_file.hpp>

#include <cerrno>
#include <cstdio>
#include <expected>
#include <optional>
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

std::string problem_of_private_file(std::FILE&) { return {}; }

#else

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
    const detail::File file = detail::open_to_read(path);
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
    std::optional<std::string> value = environment_variable(name);
    if (!value) return unusable(context, "it is not set");
    const Secret secret{*value};
    detail::wipe(value->data(), value->size());
    if (secret.empty()) return unusable(context, "it is empty");
    if (secret.reveal().size() > max_secret_bytes)
        return unusable(context,
                        "it is longer than " + std::to_string(max_secret_bytes) + " bytes");
    return secret;
}

}  // namespace crypto_checkpoint::cli
