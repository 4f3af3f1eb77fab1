// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_OBJECT_PATH_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_WMI_OBJECT_PATH_HPP

/// @file
/// WMI's path of a class, or of an instance with a single textual key:
///
///     path  = [ scope ":" ] class [ [ "." property ] "=" key ]
///     scope = "\\" server "\" namespace / namespace
///     key   = DQUOTE *character DQUOTE / "'" *character "'"  ; backslash escapes the quote and itself
///
/// @par Source  Microsoft Learn, Describing a WMI Object Path; single quotes and escapes from memory

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct WmiObjectPath {
    std::string class_name;
    std::string key_property{};        ///< empty if it is left out
    std::optional<std::string> key{};  ///< nothing in the path of a class
    friend bool operator==(const WmiObjectPath&, const WmiObjectPath&) = default;
};

/// The path of an instance within its namespace.
inline std::string wmi_object_path(std::string_view class_name, std::string_view key_property,
                                   std::string_view key) {
    std::string path;
    path.append(class_name).append(".").append(key_property).append("=\"");
    for (const char letter : key) {
        if (letter == '\\' || letter == '"') path += '\\';
        path += letter;
    }
    return path += '"';
}

/// Returns nullopt if the key is malformed.
inline std::optional<std::string> read_wmi_key(std::string_view quoted) {
    if (quoted.size() < 2 || (quoted.front() != '"' && quoted.front() != '\'')) return std::nullopt;
    const char quote = quoted.front();
    if (quoted.back() != quote) return std::nullopt;
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string key;
    for (std::size_t at = 0; at != quoted.size(); ++at) {
        if (quoted[at] == quote) return std::nullopt;
        // A backslash at the end escapes the closing quote.
        if (quoted[at] == '\\' && ++at == quoted.size()) return std::nullopt;
        key += quoted[at];
    }
    return key;
}

/// Returns nullopt if the path is malformed. The scope is ignored.
inline std::optional<WmiObjectPath> read_wmi_object_path(std::string_view path) {
    const auto is_word = [](std::string_view text) {
        static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
        return !text.empty() && std::ranges::all_of(text, [](char letter) {
            return letters.find(static_cast<char>(ascii_lower(unit_value(letter)))) != letters.npos;
        });
    };
    const std::size_t key_at = path.find('=');
    std::string_view names = path.substr(0, key_at);
    names.remove_prefix(names.rfind(':') + 1);  // nothing without a colon: npos + 1 is 0
    WmiObjectPath read;
    if (key_at != path.npos) {
        read.key = read_wmi_key(path.substr(key_at + 1));
        if (!read.key) return std::nullopt;
        if (const std::size_t dot = names.find('.'); dot != names.npos) {
            if (!is_word(names.substr(dot + 1))) return std::nullopt;
            read.key_property = names.substr(dot + 1);
            names = names.substr(0, dot);
        }
    }
    if (!is_word(names)) return std::nullopt;
    read.class_name = names;
    return read;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
