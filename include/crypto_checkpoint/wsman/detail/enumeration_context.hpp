// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENUMERATION_CONTEXT_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENUMERATION_CONTEXT_HPP

#include <crypto_checkpoint/wsman/detail/message.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The position in a listing. The client stores it, not the service: no listing expires, and none
/// fills its memory.
struct EnumerationContext {
    EnumerationMode mode = EnumerationMode::object;
    std::string query;  ///< empty if there is none
    std::string after;  ///< the name of the last item sent; empty before the first
    friend bool operator==(const EnumerationContext&, const EnumerationContext&) = default;
};

/// The letter of a mode, at its place in EnumerationMode.
inline constexpr std::string_view mode_letters = "oeb";

/// Hexadecimal, because clients written as shell scripts paste it unquoted.
inline std::string write_context(const EnumerationContext& context) {
    std::string plain(1, mode_letters[static_cast<std::size_t>(context.mode)]);
    plain += std::to_string(context.query.size()) + ':' + context.query + context.after;
    std::string text;
    text.reserve(2 * plain.size());
    for (const char letter : plain) {
        const auto byte = static_cast<unsigned char>(letter);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 0xF];
    }
    return text;
}

/// @return  nothing if write_context() cannot have written it
inline std::optional<EnumerationContext> read_context(std::string_view text) {
    const auto digit = [](char letter) {
        return std::string_view("0123456789abcdef").find(letter);
    };
    if (text.size() % 2 != 0) return std::nullopt;
    std::string plain;
    for (std::size_t i = 0; i != text.size(); i += 2) {
        const auto high = digit(text[i]);
        const auto low = digit(text[i + 1]);
        if (high == text.npos || low == text.npos) return std::nullopt;
        plain += static_cast<char>(high << 4 | low);
    }
    const auto mode = plain.empty() ? plain.npos : mode_letters.find(plain.front());
    if (mode == plain.npos) return std::nullopt;
    const auto colon = plain.find(':');
    if (colon > 8) return std::nullopt;  // or npos
    std::size_t size = 0;
    for (const char letter : plain.substr(1, colon - 1)) {
        if (letter < '0' || '9' < letter) return std::nullopt;
        size = size * 10 + static_cast<std::size_t>(letter - '0');
    }
    const std::string rest = plain.substr(colon + 1);
    if (size > rest.size()) return std::nullopt;
    return EnumerationContext{static_cast<EnumerationMode>(mode), rest.substr(0, size),
                              rest.substr(size)};
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
