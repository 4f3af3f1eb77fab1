// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_ENCODING_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_ENCODING_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @file
/// UTF-16 messages, which Windows' clients may send: the service itself works with UTF-8.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The charset of a Content-Type; empty if there is none.
inline std::string_view charset_in(std::string_view content_type) noexcept {
    constexpr std::string_view name = "charset=";
    while (!content_type.empty()) {
        const auto end = (std::min)(content_type.find(';'), content_type.size());
        const std::string_view parameter = trim(content_type.substr(0, end));
        content_type.remove_prefix((std::min)(end + 1, content_type.size()));
        if (!starts_with_ignoring_ascii_case(parameter, name)) continue;
        std::string_view value = parameter.substr(name.size());
        if (value.size() > 1 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

enum class ByteOrder { little, big };

/// UTF-16 text as UTF-8, without a byte order mark and without the XML declaration, which names UTF-16.
/// @return  nothing if it is not well-formed
inline std::optional<std::string> text_of_utf16(std::string_view bytes, ByteOrder order) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    std::u16string units;
    units.reserve(bytes.size() / 2);
    const std::size_t low = order == ByteOrder::little ? 0 : 1;
    for (std::size_t at = 0; at != bytes.size(); at += 2)
        units.push_back(static_cast<char16_t>(unit_value(bytes[at + low]) |
                                              unit_value(bytes[at + 1 - low]) << 8));
    if (units.starts_with(u'\uFEFF')) units.erase(0, 1);
    std::string text;
    text.reserve(units.size());
    const char16_t* const end = units.data() + units.size();
    for (const char16_t* at = units.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        if (!character.well_formed) return std::nullopt;
        append_code_point(text, character.value);
        at += character.length;
    }
    if (text.starts_with("<?xml "))
        if (const auto behind = text.find("?>"); behind != text.npos) text.erase(0, behind + 2);
    return text;
}

/// Little endian, with a byte order mark.
inline std::string utf16_of(std::string_view text) {
    std::string bytes = "\xFF\xFE";
    for (const char16_t unit : transcode<char16_t>(text)) {
        bytes += static_cast<char>(unit & 0xFF);
        bytes += static_cast<char>(unit >> 8);
    }
    return bytes;
}

/// The message of a body in UTF-16, as UTF-8.
/// @return  nothing if it is not well-formed
/// @pre     is_utf16()
/// @par Source  Extensible Markup Language 1.0, appendix F; RFC 7303, 3: a byte order mark comes before
///              the charset
inline std::optional<std::string> decode_utf16(std::string_view charset, std::string_view body) {
    const auto begins = [&](char first, char second) {
        return body.size() > 1 && body[0] == first && body[1] == second;
    };
    const auto is = [&](std::string_view name) {
        return equals_ignoring_ascii_case(charset, name);
    };
    if (begins('\xFF', '\xFE') || begins('<', '\0') || is("utf-16le"))
        return text_of_utf16(body, ByteOrder::little);
    return text_of_utf16(body, ByteOrder::big);
}

/// Whether a body is UTF-16, by its first bytes or its charset.
inline bool is_utf16(std::string_view charset, std::string_view body) noexcept {
    const std::string_view first = body.substr(0, 2);
    for (const std::string_view mark : {std::string_view("\xFF\xFE"), std::string_view("\xFE\xFF"),
                                        std::string_view("<\0", 2), std::string_view("\0<", 2)})
        if (first == mark) return true;
    return starts_with_ignoring_ascii_case(charset, "utf-16");
}

/// Whether a charset is one that the service reads as it is. US-ASCII is part of UTF-8.
inline bool is_utf8(std::string_view charset) noexcept {
    for (const std::string_view name : {"", "utf-8", "utf8", "us-ascii"})
        if (equals_ignoring_ascii_case(charset, name)) return true;
    return false;
}

/// The encoding of a request, which is that of its response.
struct MessageEncoding {
    bool is_utf16 = false;

    [[nodiscard]] std::string_view content_type() const noexcept {
        return is_utf16 ? "application/soap+xml;charset=UTF-16" : soap_content_type;
    }
    [[nodiscard]] std::string encode(std::string text) const {
        return is_utf16 ? utf16_of(text) : std::move(text);
    }
};

struct DecodedMessage {
    std::string text;  ///< UTF-8
    MessageEncoding encoding;
};

/// @return  nothing if it has another encoding
inline std::optional<DecodedMessage> decode_message(std::string_view content_type,
                                                    std::string_view body) {
    const std::string_view charset = charset_in(content_type);
    if (!is_utf16(charset, body)) {
        if (!is_utf8(charset)) return std::nullopt;
        return DecodedMessage{std::string(body), {}};
    }
    auto text = decode_utf16(charset, body);
    if (!text) return std::nullopt;
    return DecodedMessage{*std::move(text), {.is_utf16 = true}};
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
