// SPDX-License-Identifier: BSL-1.0
#include "console/wrapped.hpp"

#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// columns(), with a fast path for ASCII.
std::size_t width_of(std::string_view word) {
    const auto is_ascii = [](char unit) { return static_cast<unsigned char>(unit) < 0x80; };
    return std::ranges::all_of(word, is_ascii) ? word.size() : columns(word);
}

/// The next word to wrap. Text in single quotes is one word.
std::string_view first_word(std::string_view text) {
    const std::size_t quoted = text.starts_with('\'') ? text.find('\'', 1) : 0;
    const std::size_t end = text.find_first_of(" \n", quoted == text.npos ? 0 : quoted);
    return text.substr(0, end);
}

}  // namespace

std::string wrapped(std::string_view head, std::string_view text) {
    constexpr std::size_t most = 80;
    const std::string indent(width_of(head), ' ');
    std::string lines(head);
    std::size_t used = indent.size();
    bool is_first = true;
    bool breaks_here = false;
    while (!text.empty()) {
        const std::string_view word = first_word(text);
        text.remove_prefix(word.size());
        const std::size_t width = width_of(word);
        if (breaks_here || (!is_first && used + 1 + width > most)) {
            (lines += '\n') += indent;
            used = indent.size();
        } else if (!is_first) {
            lines += ' ';
            ++used;
        }
        lines += word;
        used += width;
        is_first = false;
        breaks_here = text.starts_with('\n');
        if (!text.empty()) text.remove_prefix(1);
    }
    return lines += '\n';
}

}  // namespace crypto_checkpoint::cli
