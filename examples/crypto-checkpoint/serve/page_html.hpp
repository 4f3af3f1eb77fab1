// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint::cli {

/// Untrusted text as text or an attribute of HTML: printable(), and shortened if it is long.
[[nodiscard]] std::string escaped(std::string_view text);

/// Untrusted text, exactly, as an attribute of ASCII that decodeURIComponent() reads.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// `3 groups`, `1 group`
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

template <class... Args>
void add(std::string& html, fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(html), format, std::forward<Args>(args)...);
}

}  // namespace crypto_checkpoint::cli
