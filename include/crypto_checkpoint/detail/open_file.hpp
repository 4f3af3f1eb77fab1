// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_OPEN_FILE_HPP
#define CRYPTO_CHECKPOINT_DETAIL_OPEN_FILE_HPP

#include <crypto_checkpoint/detail/transcode.hpp>  // IWYU pragma: keep

#include <cstdio>
#include <memory>
#include <string>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Opens a file to read its bytes. Null, with errno, if that fails.
/// @param path  UTF-8, without NUL. std::fopen() of Windows takes the code page of the system.
[[nodiscard]] inline File open_to_read(const std::string& path) {
#if defined(_WIN32)
    std::FILE* file = nullptr;
    (void)::_wfopen_s(&file, to_wide(path).c_str(), L"rb");
    return File(file);
#else
    return File(std::fopen(path.c_str(), "rb"));
#endif
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
