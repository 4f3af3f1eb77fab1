// SPDX-License-Identifier: BSL-1.0
#include "console/argv_utf8.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>

namespace crypto_checkpoint::cli {

std::string text_of_word(std::wstring_view word) {
    const std::u16string units(word.begin(), word.end());
    const char16_t* const end = units.data() + units.size();
    std::string text;
    for (const char16_t* at = units.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        if (character.well_formed) {
            text += detail::to_utf8({at, character.length});
        } else {
            const unsigned unit = *at;
            for (const unsigned byte :
                 {0xE0u | unit >> 12, 0x80u | (unit >> 6 & 0x3Fu), 0x80u | (unit & 0x3Fu)})
                text += static_cast<char>(byte);
        }
        at += character.length;
    }
    return text;
}

}  // namespace crypto_checkpoint::cli
