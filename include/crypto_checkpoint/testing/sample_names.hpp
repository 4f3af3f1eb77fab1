// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_SAMPLE_NAMES_HPP
#define CRYPTO_CHECKPOINT_TESTING_SAMPLE_NAMES_HPP

/// @file
/// Checkpoint names for tests, in every character type: the limits of valid names, and each syntax error.
/// They can be the parameters of any test framework; catch2_generators.hpp has generators. The providers
/// that Microsoft documents are `known_providers`, in name/known_providers.hpp.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The character types of checkpoint names, for tests of templates: `TEMPLATE_LIST_TEST_CASE` of
/// Catch2. For GoogleTest use `testing::Types` instead.
#if defined(__cpp_char8_t)
using CharacterTypes = std::tuple<char, char8_t, char16_t, char32_t, wchar_t>;
#else
using CharacterTypes = std::tuple<char, char16_t, char32_t, wchar_t>;
#endif

/// A text that is not a checkpoint name of the documented dialect, and its error.
/// @par Units and encoding  any encoding of CodeUnit
template <class Char>
struct InvalidName {
    std::basic_string<Char> text;
    Errc code{};  ///< the error of parse_checkpoint_name()
    friend bool operator==(const InvalidName&, const InvalidName&) = default;
};

/// @cond
namespace detail {
template <class Char>
void append_text(Text& text, const InvalidName<Char>& name) {
    text << to_utf8(std::basic_string_view<Char>(name.text));
}
}  // namespace detail
/// @endcond

/// Valid names, in the documented dialect: with and without a provider, the lowest and the highest type,
/// blanks, quotes and other punctuation, characters beyond ASCII and beyond 16 bits, a long key.
/// @par Units and encoding  UTF-8, UTF-16 or UTF-32, by the size of Char
/// @par Example
/// @snippet sample_names.cpp test
template <CodeUnit Char = char>
[[nodiscard]] std::vector<std::basic_string<Char>> valid_checkpoint_names() {
    using namespace std::string_view_literals;
    std::vector<std::basic_string<Char>> names;
    for (const std::u32string_view name : {
             UR"(1\\MyKey)"sv,
             UR"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\Key)"sv,
             UR"(1\\K)"sv,
             UR"(999\N\K)"sv,
             UR"(12\\{0123ABCD-4567-89EF-0123-456789ABCDEF})"sv,
             UR"(3\ Name with blanks \ key with blanks )"sv,
             UR"(1\it's "quoted" & <marked>\%PATH% $HOME `ls` /;:*?|)"sv,
             UR"(1\PROV_RSA_FULL\1)"sv,
             U"1\\\\Schl\u00fcssel"sv,
             U"75\\\u041a\u0440\u0438\u043f\u0442\u043e\\\u9375\u5bb9\u5668"sv,
             U"1\\\\key \U0001f511 \U0010fffd"sv,
             U"1\\\\tab\there, line\nthere\x7f"sv,
         })
        names.push_back(detail::transcode<Char>(name));
    constexpr std::size_t long_key = 1000;
    names.push_back(detail::transcode<Char>(UR"(1\\)"sv).append(long_key, Char('k')));
    return names;
}

/// Invalid names, at least one for each syntax error.
/// @par Units and encoding  as valid_checkpoint_names(); ill-formed text has an unpaired surrogate
template <CodeUnit Char = char>
[[nodiscard]] std::vector<InvalidName<Char>> invalid_checkpoint_names() {
    struct Row {
        std::u32string_view text;
        Errc code;
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
        names.push_back({detail::transcode<Char>(row.text), row.code});
    std::basic_string<Char> ill_formed = detail::transcode<Char>(UR"(1\\My)"sv);
    detail::append_code_point(ill_formed, char32_t{0xD800});
    names.push_back({ill_formed, Errc::ill_formed_text});
    names.push_back({ill_formed.append(detail::transcode<Char>(U"Key"sv)), Errc::ill_formed_text});
    return names;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
