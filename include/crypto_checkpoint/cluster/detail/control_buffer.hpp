// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_CONTROL_BUFFER_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_CONTROL_BUFFER_HPP

/// @file
/// The control codes for cryptographic checkpoints and their buffers, as used by ClusterResourceControl
/// and by the method ExecuteResourceControl.

#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// @par Source  Microsoft Learn, CLUSCTL_RESOURCE_*_CRYPTO_CHECKPOINT*; the values by the layout in
///              clusapi.h of mingw-w64 10.0.0
enum class ResourceControl : std::uint32_t {
    add_crypto_checkpoint = 0x014000AE,
    delete_crypto_checkpoint = 0x014000B2,
    get_crypto_checkpoints = 0x010000B5,
};

using Bytes = std::vector<std::uint8_t>;

inline void append_units(Bytes& bytes, std::u16string_view units) {
    for (const std::uint32_t unit : units) {
        bytes.push_back(static_cast<std::uint8_t>(unit & 0xFF));
        bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
}

inline constexpr std::u16string_view terminator{u"\0", 1};

/// Encodes a text: UTF-16, little endian, with its terminator.
/// @par Source  Microsoft Learn, CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT: the size counts bytes and
///              the terminator
inline Bytes control_text(std::string_view text) {
    Bytes bytes;
    bytes.reserve(2 * text.size() + 2);
    append_units(bytes, to_utf16(text));
    append_units(bytes, terminator);
    return bytes;
}

/// Encodes several texts: concatenated, with one more terminator (MULTI_SZ). Empty texts are skipped,
/// because they would end the list.
inline Bytes control_texts(const std::vector<std::string>& texts) {
    Bytes bytes;
    for (const std::string& text : texts) {
        if (text.empty()) continue;
        const Bytes one = control_text(text);
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    append_units(bytes, terminator);
    return bytes;
}

/// Decodes code units. The buffer need not be aligned.
/// @par Errors  malformed_message: an odd size
inline Result<std::u16string> units_in(std::span<const std::uint8_t> bytes) {
    if (bytes.size() % 2 != 0)
        return std::unexpected(
            Error(Errc::malformed_message, "a buffer of UTF-16 has an odd size"));
    std::u16string units;
    units.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i != bytes.size(); i += 2)
        units.push_back(static_cast<char16_t>(bytes[i] | bytes[i + 1] << 8));
    return units;
}

/// Decodes one text with its terminator.
/// @par Errors  malformed_message; ill_formed_text: ill-formed names are rejected rather than repaired
inline Result<std::string> read_control_text(std::span<const std::uint8_t> bytes) {
    const auto units = units_in(bytes);
    if (!units) return std::unexpected(units.error());
    const auto end = units->find(u'\0');
    if (end == units->npos)
        return std::unexpected(Error(Errc::malformed_message, "the text in a buffer has no end"));
    if (units->find_first_not_of(u'\0', end) != units->npos)
        return std::unexpected(
            Error(Errc::malformed_message, "a buffer holds more than the one text that it should"));
    for (const char16_t *at = units->data(), *const last = at + end; at != last;) {
        const MeasuredCharacter character = measure_character(at, last);
        if (!character.well_formed) return std::unexpected(Error(Errc::ill_formed_text));
        at += character.length;
    }
    return to_utf8(std::u16string_view(*units).substr(0, end));
}

/// Decodes several texts. The second of the two last terminators may be missing, because some writers of
/// such lists omit it, and NULs may follow.
/// @par Errors  malformed_message: the last text is not terminated, or a text is behind the end of the list
inline Result<std::vector<std::string>> read_control_texts(std::span<const std::uint8_t> bytes) {
    const auto units = units_in(bytes);
    if (!units) return std::unexpected(units.error());
    std::vector<std::string> texts;
    std::u16string_view rest = *units;
    while (!rest.empty() && rest.front() != u'\0') {
        const auto end = rest.find(u'\0');
        if (end == rest.npos)
            return std::unexpected(
                Error(Errc::malformed_message, "the last text in a buffer has no end"));
        texts.push_back(to_utf8(rest.substr(0, end)));
        rest.remove_prefix(end + 1);
    }
    if (rest.find_first_not_of(u'\0') != rest.npos)
        return std::unexpected(
            Error(Errc::malformed_message, "a buffer holds a text behind the end of its list"));
    return texts;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
