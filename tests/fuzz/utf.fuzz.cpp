// SPDX-License-Identifier: BSL-1.0
#include "name/naive_grammar.hpp"
#include "require.hpp"
#include "support/characters.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>

#include <algorithm>
#include <cstring>

using namespace crypto_checkpoint;
using fuzz_tests::require;
using test_support::ExactBuffer;
namespace naive = name_tests::naive;

// Any bytes as UTF-8 and as UTF-16, converted to the other and compared with a decoder that uses the tables
// of the Unicode Standard.

namespace {

/// The characters of a text, with one U+FFFD for each longest beginning of an ill-formed one.
template <class Char>
std::u32string decoded(const std::basic_string<Char>& text) {
    std::u32string characters;
    for (std::size_t place = 0; place != text.size();) {
        const auto [length, is_whole] = naive::character_at(text, place);
        std::uint32_t value = naive::value_of(text[place]);
        if (!is_whole) {
            value = 0xFFFD;
        } else if (sizeof(Char) == 2 && length == 2) {
            value = 0x10000 + (value - 0xD800) * 0x400 + naive::value_of(text[place + 1]) - 0xDC00;
        } else if (sizeof(Char) == 1 && length > 1) {
            // The first unit has a one for each unit of the character, and then a zero.
            value -= length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
            for (std::size_t i = 1; i != length; ++i)
                value = value * 0x40 + naive::value_of(text[place + i]) - 0x80;
        }
        characters += char32_t{value};
        place += length;
    }
    return characters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ExactBuffer<char> bytes(std::string_view(reinterpret_cast<const char*>(data), size));
    std::u32string characters = decoded(std::string(bytes.view()));
    std::ranges::replace(characters, U'\0', U'\uFFFD');  // a NUL would end the text
    const std::u16string units = detail::to_utf16(bytes.view());
    require(units == test_support::converted<char16_t>(characters));
    require(detail::to_utf8(units) == test_support::converted<char>(characters));

    std::u16string memory(size / 2, u'\0');
    if (!memory.empty()) std::memcpy(memory.data(), data, 2 * memory.size());
    const ExactBuffer<char16_t> exact{std::u16string_view(memory)};
    const std::string text = detail::to_utf8(exact.view());
    require(text == test_support::converted<char>(decoded(memory)));

#if defined(_WIN32)
    require(detail::to_utf8(detail::to_wide(bytes.view())) == detail::to_utf8(units));
#endif
    return 0;
}
