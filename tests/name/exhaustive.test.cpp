// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "support/catch.hpp"
#include "support/exact_buffer.hpp"
#include "support/sanitizers.hpp"

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace name_tests;

namespace {

/// Compares the readings of every text of up to `longest` units of an alphabet.
template <class Char>
void compare_all_texts(std::basic_string_view<Char> alphabet, std::size_t longest) {
    std::size_t texts = 0;
    for (std::size_t size = 0; size <= longest; ++size) {
        test_support::ExactBuffer<Char> buffer(size);
        std::vector<std::size_t> letters(size, 0);
        for (std::size_t i = 0; i != size; ++i) buffer[i] = alphabet[0];
        const auto text = buffer.view();
        for (bool is_done = false; !is_done;) {
            if (const std::string difference = disagreement(text); !difference.empty())
                FAIL(difference);
            ++texts;

            // the next text, counting in the alphabet
            is_done = true;
            for (std::size_t i = size; i-- != 0;) {
                letters[i] = (letters[i] + 1) % alphabet.size();
                buffer[i] = alphabet[letters[i]];
                if (letters[i] != 0) {
                    is_done = false;
                    break;
                }
            }
        }
    }
    std::size_t expected_texts = 0;
    for (std::size_t size = 0, power = 1; size <= longest; ++size, power *= alphabet.size())
        expected_texts += power;
    CHECK(texts == expected_texts);
}

// Sanitizers skip the last length, which is eight ninths of the work.
constexpr std::size_t longest = test_support::is_sanitized ? 6 : 7;

}  // namespace

// Digits (a leading zero, the lowest, the highest), a separator, a letter, a blank, a NUL, and the two
// bytes of a character, each ill-formed by itself.
TEST_CASE("parse_checkpoint_name: agrees with the naive grammar on every short UTF-8 text",
          "[name][exhaustive]") {
    constexpr char alphabet[] = {'0', '1', '9', '\\', 'a', ' ', '\0', '\xC3', '\xA9'};
    compare_all_texts(std::string_view(alphabet, std::size(alphabet)), longest);
}

// As above, with the two halves of a surrogate pair.
TEST_CASE("parse_checkpoint_name: agrees with the naive grammar on every short UTF-16 text",
          "[name][exhaustive]") {
    constexpr char16_t alphabet[] = {u'0', u'1', u'9', u'\\', u'a', u' ', u'\0', 0xD83D, 0xDD11};
    compare_all_texts(std::u16string_view(alphabet, std::size(alphabet)), longest);
}

// The other types have the same sizes, so fewer texts suffice.
TEST_CASE("parse_checkpoint_name: agrees with the naive grammar on every very short text of the "
          "other types",
          "[name][exhaustive]") {
    constexpr char8_t bytes[] = {u8'0', u8'1', u8'\\', u8'a', 0, 0xE2, 0x82, 0xAC};
    compare_all_texts(std::u8string_view(bytes, std::size(bytes)), longest - 1);
    constexpr wchar_t wide[] = {L'0', L'1', L'9', L'\\', L'a', 0, 0xD7FF, 0xD800, 0xDC00};
    compare_all_texts(std::wstring_view(wide, std::size(wide)), longest - 2);
    constexpr char32_t characters[] = {U'0', U'1', U'9', U'\\', 0, 0xDFFF, 0x10FFFF, 0x110000};
    compare_all_texts(std::u32string_view(characters, std::size(characters)), longest - 2);
}
