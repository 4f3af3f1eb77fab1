// SPDX-License-Identifier: BSL-1.0
#include "console/text.hpp"

#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/name/detail/edit_distance.hpp>
#include <crypto_checkpoint/text/explain.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// The inside of `$'...'`.
std::string shell_escaped(std::string_view word) {
    std::string text;
    for (const char* at = word.data(); at != word.data() + word.size();) {
        const auto character = detail::scan_character(at, word.data() + word.size());
        const std::string_view units(at, character.length);
        if (printable(units) == units) {
            if (units == "'" || units == "\\") text += '\\';
            text += units;
        } else if (units == "\n") {
            text += "\\n";
        } else {
            constexpr const char* digits = "0123456789abcdef";
            for (const char unit : units) {
                const auto value = static_cast<unsigned char>(unit);
                ((text += "\\x") += digits[value >> 4]) += digits[value & 0xF];
            }
        }
        at += character.length;
    }
    return text;
}

}  // namespace

std::string shell_quoted(std::string_view word) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./,:=+@%";
    if (!word.empty() && word.find_first_not_of(plain) == word.npos) return std::string(word);
    if (printable(word) != word) return "$'" + shell_escaped(word) + '\'';
    std::string text = "'";
    for (const char letter : word) {
        if (letter == '\'')
            text += "'\\''";
        else
            text += letter;
    }
    return text += '\'';
}

std::string quoted_name(std::string_view name) {
    constexpr std::size_t shown = 60;
    if (name.size() <= max_resource_name_bytes) return shell_quoted(name);
    return shell_quoted(printable(name.substr(0, shown)) + "...");
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, 1, ',');
    return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const auto letters = [](std::string_view text) {
        return text.substr(std::min(text.find_first_not_of('-'), text.size()));
    };
    constexpr std::size_t most = 3;
    constexpr std::size_t letters_for_each = 3;
    std::string found;
    std::size_t distance =
        1 + std::clamp<std::size_t>(letters(word).size() / letters_for_each, 1, most);
    for (const std::string& candidate : candidates) {
        const std::size_t now = detail::edit_distance(letters(word), letters(candidate));
        if (now >= distance || now >= letters(candidate).size()) continue;
        found = candidate;
        distance = now;
    }
    return found;
}

}  // namespace crypto_checkpoint::cli
