// SPDX-License-Identifier: BSL-1.0
#include "serve/page_html.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {

std::string escaped(std::string_view text) {
    constexpr std::size_t max_bytes = 300;
    std::string shown = printable(text);
    if (shown.size() > max_bytes) {
        std::size_t end = max_bytes;
        while ((static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80) --end;
        shown.resize(end);
        shown += "\u2026";
    }
    std::string html;
    for (const char unit : shown) switch (unit) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += unit;
        }
    return html;
}

std::string percent_encoded(std::string_view text) {
    constexpr auto is_plain = [](char unit) {
        return ('0' <= unit && unit <= '9') || ('A' <= unit && unit <= 'Z') ||
               ('a' <= unit && unit <= 'z') || unit == '-' || unit == '_' || unit == '.';
    };
    std::string encoded;
    for (const char unit : text)
        if (is_plain(unit))
            encoded += unit;
        else
            add(encoded, "%{:02X}", static_cast<unsigned char>(unit));
    return encoded;
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

}  // namespace crypto_checkpoint::cli
