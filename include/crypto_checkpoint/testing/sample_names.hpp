// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_SAMPLE_NAMES_HPP
#define CRYPTO_CHECKPOINT_TESTING_SAMPLE_NAMES_HPP

/// @file
/// Checkpoint names to test with, in every character type: the limits of what is valid, and each fault.
/// Any test framework takes them as its parameters; catch2_generators.hpp has generators.
///
/// The providers that Microsoft documents are `known_providers`, in name/known_providers.hpp.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/error/errc.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The character types of checkpoint names, for tests of templates: `TEMPLATE_LIST_TEST_CASE` of
/// Catch2. GoogleTest wants `testing::Types` of the same.
using CharacterTypes = std::tuple<char, char8_t, char16_t, char32_t, wchar_t>;

/// A text that is no checkpoint name in the documented dialect, and the fault that is found in it.
/// @par Units and encoding  any encoding of CodeUnit
/// @par Thread safety  a value
template <class Char>
struct InvalidName {
    std::basic_string<Char> text;  ///< what is no name
    Errc fault{};                  ///< what check_checkpoint_name() says of it
    friend bool operator==(const InvalidName&, const InvalidName&) = default;
};

/// @cond
namespace detail {

/// A character in the encoding that the size of a code unit tells. A surrogate stays one, as far as the
/// encoding can write it.
template <class Char>
void append_character(std::basic_string<Char>& text, char32_t character) {
    const auto append = [&](char32_t unit) { text.push_back(static_cast<Char>(unit)); };
    if constexpr (sizeof(Char) == 4) {
        append(character);
    } else if constexpr (sizeof(Char) == 2) {
        if (character < 0x10000) return append(character);
        append(0xD800 + ((character - 0x10000) >> 10));
        append(0xDC00 + ((character - 0x10000) & 0x3FF));
    } else {
        if (character < 0x80) return append(character);
        if (character >= 0x10000) {
            append(0xF0 | character >> 18);
            append(0x80 | (character >> 12 & 0x3F));
        } else if (character >= 0x800) {
            append(0xE0 | character >> 12);
        }
        append(character >= 0x800 ? 0x80 | (character >> 6 & 0x3F) : 0xC0 | character >> 6);
        append(0x80 | (character & 0x3F));
    }
}

template <class Char>
std::basic_string<Char> encoded(std::u32string_view characters) {
    std::basic_string<Char> text;
    for (const char32_t character : characters) append_character(text, character);
    return text;
}

}  // namespace detail
/// @endcond

/// Valid names, in the documented dialect: with and without a provider, the lowest and the highest type,
/// blanks, quotes and other punctuation, characters beyond ASCII and beyond 16 bits, a long key.
/// @par Units and encoding  UTF-8, UTF-16 or UTF-32, as the size of Char tells
/// @par Example
/// @snippet sample_names.cpp test
template <CodeUnit Char = char>
[[nodiscard]] std::vector<std::basic_string<Char>> valid_checkpoint_names() {
    std::vector<std::basic_string<Char>> names;
    for (const std::u32string_view name : {
             std::u32string_view(UR"(1\\MyKey)"),
             std::u32string_view(
                 UR"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\Key)"),
             std::u32string_view(UR"(1\\K)"),
             std::u32string_view(UR"(999\N\K)"),
             std::u32string_view(UR"(12\\{0123ABCD-4567-89EF-0123-456789ABCDEF})"),
             std::u32string_view(UR"(3\ Name with blanks \ key with blanks )"),
             std::u32string_view(UR"(1\it's "quoted" & <marked>\%PATH% $HOME `ls` /;:*?|)"),
             std::u32string_view(UR"(1\PROV_RSA_FULL\1)"),
             std::u32string_view(U"1\\\\Schl\u00fcssel"),
             std::u32string_view(U"75\\\u041a\u0440\u0438\u043f\u0442\u043e\\\u9375\u5bb9\u5668"),
             std::u32string_view(U"1\\\\key \U0001f511 \U0010fffd"),
             std::u32string_view(U"1\\\\tab\there, line\nthere\x7f"),
         })
        names.push_back(detail::encoded<Char>(name));
    constexpr std::size_t long_key = 1000;
    names.push_back(detail::encoded<Char>(UR"(1\\)").append(long_key, Char('k')));
    return names;
}

/// Names with a fault, at least one for each code of syntax.
/// @par Units and encoding  as valid_checkpoint_names(); what is ill-formed holds a surrogate by itself
template <CodeUnit Char = char>
[[nodiscard]] std::vector<InvalidName<Char>> invalid_checkpoint_names() {
    struct Row {
        std::u32string_view text;
        Errc fault;
    };
    using namespace std::string_view_literals;
    std::vector<InvalidName<Char>> names;
    for (const Row& row : {
             Row{U""sv, Errc::missing_provider_type},
             Row{UR"(\\MyKey)"sv, Errc::missing_provider_type},
             Row{UR"(PROV_RSA_FULL\\MyKey)"sv, Errc::provider_type_not_decimal},
             Row{UR"(0x18\\MyKey)"sv, Errc::provider_type_not_decimal},
             Row{UR"( 1\\MyKey)"sv, Errc::provider_type_not_decimal},
             Row{UR"(-1\\MyKey)"sv, Errc::provider_type_not_decimal},
             Row{UR"(0\\MyKey)"sv, Errc::provider_type_out_of_range},
             Row{UR"(1000\\MyKey)"sv, Errc::provider_type_out_of_range},
             Row{UR"(99999999999999999999\\MyKey)"sv, Errc::provider_type_out_of_range},
             Row{UR"(01\\MyKey)"sv, Errc::leading_zero},
             Row{UR"(1)"sv, Errc::missing_separator},
             Row{UR"(1\MyKey)"sv, Errc::missing_separator},
             Row{UR"(1\\)"sv, Errc::missing_key_container},
             Row{UR"(1\Name\)"sv, Errc::missing_key_container},
             Row{UR"(1\\\\MyKey)"sv, Errc::separator_in_key_container},
             Row{UR"(1\Name\My\Key)"sv, Errc::separator_in_key_container},
             Row{UR"(1\\MyKey\)"sv, Errc::separator_in_key_container},
             Row{U"1\\\\My\0Key"sv, Errc::embedded_nul},
             Row{U"1\\\\MyKey\0"sv, Errc::embedded_nul},
         })
        names.push_back({detail::encoded<Char>(row.text), row.fault});
    std::basic_string<Char> ill_formed = detail::encoded<Char>(UR"(1\\My)");
    detail::append_character(ill_formed, char32_t{0xD800});
    names.push_back({ill_formed, Errc::ill_formed_text});
    names.push_back({ill_formed.append(detail::encoded<Char>(U"Key")), Errc::ill_formed_text});
    return names;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
