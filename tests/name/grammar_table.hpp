// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Checkpoint names and errors by example. Texts are UTF-8; tests convert them to every character type.

#include <crypto_checkpoint/error/errc.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace name_tests {

using namespace std::string_view_literals;
using crypto_checkpoint::Errc;

/// The dialects of a row.
enum class In { documented, tolerant, both };

struct AcceptedRow {
    In dialects;
    std::string_view text;
    std::uint32_t provider_type;
    std::optional<std::string_view> provider_name;
    std::string_view key_container;
};

inline constexpr auto accepted_rows = std::to_array<AcceptedRow>({
    {In::both, R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)", 1,
     "Microsoft Base Cryptographic Provider v1.0", "MyKey"},
    {In::both, R"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\{6F2C3A1B-09})", 24,
     "Microsoft Enhanced RSA and AES Cryptographic Provider", "{6F2C3A1B-09}"},

    // the provider name is omitted
    {In::both, R"(1\\MyKey)", 1, std::nullopt, "MyKey"},
    {In::tolerant, R"(1\MyKey)", 1, std::nullopt, "MyKey"},
    {In::tolerant, R"(1\1)", 1, std::nullopt, "1"},

    // the provider type
    {In::both, R"(9\\K)", 9, std::nullopt, "K"},
    {In::both, R"(10\\K)", 10, std::nullopt, "K"},
    {In::both, R"(100\N\K)", 100, "N", "K"},
    {In::both, R"(999\\K)", 999, std::nullopt, "K"},
    {In::tolerant, R"(0\\K)", 0, std::nullopt, "K"},
    {In::tolerant, R"(1000\\K)", 1000, std::nullopt, "K"},
    {In::tolerant, R"(4294967295\\K)", 4294967295, std::nullopt, "K"},
    {In::tolerant, R"(01\\K)", 1, std::nullopt, "K"},
    {In::tolerant, R"(00\\K)", 0, std::nullopt, "K"},
    {In::tolerant, R"(0001\K)", 1, std::nullopt, "K"},
    {In::tolerant, R"(00000000000000000000000004294967295\N\K)", 4294967295, "N", "K"},

    // further separators belong to the key container
    {In::tolerant, R"(1\\A\B)", 1, std::nullopt, R"(A\B)"},
    {In::tolerant, R"(1\N\A\B\)", 1, "N", R"(A\B\)"},
    {In::tolerant, R"(1\\\K)", 1, std::nullopt, R"(\K)"},
    {In::tolerant, R"(1\\\)", 1, std::nullopt, R"(\)"},
    {In::tolerant, R"(1\\Name\\Key)", 1, std::nullopt, R"(Name\\Key)"},
    {In::tolerant, R"(1\Microsoft Base Smart Card Crypto Provider\\\.\Reader\Container)", 1,
     "Microsoft Base Smart Card Crypto Provider", R"(\\.\Reader\Container)"},

    // all other characters are kept
    {In::both, R"(1\ N \ K )", 1, " N ", " K "},
    {In::both, R"(1\/\/)", 1, "/", "/"},
    {In::both, "1\\\t\\\r\n\x01\x7F", 1, "\t", "\r\n\x01\x7F"},
    {In::both, "1\\Anbieter f\u00FCr Schl\u00FCssel\\Schl\u00FCssel", 1,
     "Anbieter f\u00FCr Schl\u00FCssel", "Schl\u00FCssel"},
    {In::both, "1\\\\\u65E5\u672C\u8A9E\u306E\u30AD\u30FC", 1, std::nullopt,
     "\u65E5\u672C\u8A9E\u306E\u30AD\u30FC"},
    {In::both, "1\\\uC554\uD638\uD0A4 \uC81C\uACF5\uC790\\\uD0A4\uD0A4\uD0A4\uD0A4\uD0A4", 1,
     "\uC554\uD638\uD0A4 \uC81C\uACF5\uC790", "\uD0A4\uD0A4\uD0A4\uD0A4\uD0A4"},
    {In::both, "1\\\\\U0001F511\U0001F511 \U0001F511", 1, std::nullopt,
     "\U0001F511\U0001F511 \U0001F511"},
    {In::both, "1\\\u0080\u07FF\u0800\uD7FF\uE000\\\uFFFD\uFFFE\uFFFF\U00010000\U0010FFFF", 1,
     "\u0080\u07FF\u0800\uD7FF\uE000", "\uFFFD\uFFFE\uFFFF\U00010000\U0010FFFF"},
    // units that hold a backslash, a NUL or a digit in one of their bytes
    {In::both, "1\\\u015C\u5C00\u5C5C\u5C01\\\u0100\u3100\u3031\u005D", 1,
     "\u015C\u5C00\u5C5C\u5C01", "\u0100\u3100\u3031\u005D"},
});

/// The text is `before`, `marked` and `after` together; the span of the error is `marked`, which is
/// empty where something is missing.
struct RefusedRow {
    In dialects;
    Errc code;
    std::string_view before;
    std::string_view marked;
    std::string_view after;
};

inline constexpr auto refused_rows = std::to_array<RefusedRow>({
    {In::both, Errc::missing_provider_type, "", "", ""},
    {In::both, Errc::missing_provider_type, "", "", R"(\\K)"},
    {In::both, Errc::missing_provider_type, "", "", R"(\N\K)"},
    {In::both, Errc::missing_provider_type, "", "", R"(\)"},

    {In::both, Errc::provider_type_not_decimal, "", "PROV_RSA_FULL", R"(\\MyKey)"},
    {In::both, Errc::provider_type_not_decimal, "", "PROV_RSA_FULL", R"(\MyKey)"},
    {In::both, Errc::provider_type_not_decimal, "", "MyKey", ""},
    {In::both, Errc::provider_type_not_decimal, "", "0x1", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "+1", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "-1", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", " 1", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "1 ", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "1 2", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", " ", ""},
    {In::both, Errc::provider_type_not_decimal, "", "1/", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "1:", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "1//MyKey", ""},
    {In::both, Errc::provider_type_not_decimal, "", "01x", R"(\\K)"},
    {In::both, Errc::provider_type_not_decimal, "", "1000x", R"(\\)"},
    {In::both, Errc::provider_type_not_decimal, "", "\u0661", R"(\\K)"},        // Arabic-Indic 1
    {In::both, Errc::provider_type_not_decimal, "", "\uFF12\uFF14", R"(\\K)"},  // full-width 24
    {In::both, Errc::provider_type_not_decimal, "", "\U0001D7CF", R"(\\K)"},    // bold 1
    {In::both, Errc::provider_type_not_decimal, "", "1\u00B2", R"(\\K)"},       // superscript 2
    {In::both, Errc::provider_type_not_decimal, "", "\uFEFF1", R"(\\K)"},       // byte order mark
    {In::both, Errc::provider_type_not_decimal, "", "\u0131", R"(\\K)"},        // low byte: 1
    {In::both, Errc::provider_type_not_decimal, "", "1\u015C", R"(\\K)"},  // low byte: backslash

    {In::documented, Errc::provider_type_out_of_range, "", "0", R"(\\K)"},
    {In::documented, Errc::provider_type_out_of_range, "", "0", ""},
    {In::documented, Errc::provider_type_out_of_range, "", "1000", R"(\\K)"},
    {In::documented, Errc::provider_type_out_of_range, "", "4294967295", R"(\\K)"},
    {In::documented, Errc::provider_type_out_of_range, "", "4294967297", R"(\\K)"},
    {In::both, Errc::provider_type_out_of_range, "", "4294967296", R"(\\K)"},
    {In::both, Errc::provider_type_out_of_range, "", "18446744073709551617", R"(\\K)"},
    {In::both, Errc::provider_type_out_of_range, "", "99999999999999999999", R"(\\K)"},
    {In::both, Errc::provider_type_out_of_range, "", "99999999999999999999", ""},
    {In::tolerant, Errc::provider_type_out_of_range, "", "0099999999999999999999", R"(\\K)"},

    {In::documented, Errc::leading_zero, "", "0", R"(1\\K)"},
    {In::documented, Errc::leading_zero, "", "000", R"(1\\K)"},
    {In::documented, Errc::leading_zero, "", "0", R"(0\\K)"},
    {In::documented, Errc::leading_zero, "", "0", R"(10\N\K)"},
    {In::documented, Errc::leading_zero, "", "0", R"(1000\\K)"},
    {In::documented, Errc::leading_zero, "", "00", R"(99999999999999999999\\K)"},
    {In::documented, Errc::leading_zero, "", "0", "1"},

    {In::documented, Errc::missing_separator, R"(1\MyKey)", "", ""},
    {In::documented, Errc::missing_separator, R"(1\)", "", ""},
    {In::both, Errc::missing_separator, "1", "", ""},
    {In::tolerant, Errc::missing_separator, "01", "", ""},

    {In::both, Errc::missing_key_container, R"(1\\)", "", ""},
    {In::both, Errc::missing_key_container, R"(1\N\)", "", ""},
    {In::tolerant, Errc::missing_key_container, R"(1\)", "", ""},

    {In::documented, Errc::separator_in_key_container, R"(1\\A)", R"(\)", "B"},
    {In::documented, Errc::separator_in_key_container, R"(1\\A)", R"(\)", ""},
    {In::documented, Errc::separator_in_key_container, R"(1\\A)", R"(\)", R"(\B\C)"},
    {In::documented, Errc::separator_in_key_container, R"(1\\)", R"(\)", ""},
    {In::documented, Errc::separator_in_key_container, R"(1\\)", R"(\)", "K"},
    {In::documented, Errc::separator_in_key_container, R"(1\\Name)", R"(\)", R"(\Key)"},
    {In::documented, Errc::separator_in_key_container,
     R"(1\Microsoft Base Smart Card Crypto Provider\)", R"(\)", R"(\.\Reader\Container)"},
    {In::documented, Errc::separator_in_key_container, "1\\\u00FC\U0001F511\\\uD0A4", R"(\)", "B"},

    {In::both, Errc::embedded_nul, "", "\0"sv, ""},
    {In::both, Errc::embedded_nul, "1", "\0"sv, R"(\\K)"},
    {In::both, Errc::embedded_nul, R"(1\)", "\0"sv, R"(\K)"},
    {In::both, Errc::embedded_nul, R"(1\N)", "\0"sv, R"(\K)"},
    {In::both, Errc::embedded_nul, R"(1\N\)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(1\N\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(1\N\K)", "\0"sv, "\0"sv},
    {In::both, Errc::embedded_nul, "1\\\u00FC\U0001F511\\\uD0A4", "\0"sv, "B"},
    // a NUL anywhere takes precedence over errors of the grammar
    {In::both, Errc::embedded_nul, R"(\\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, "PROV_RSA_FULL", "\0"sv, R"(\\K)"},
    {In::both, Errc::embedded_nul, R"(PROV_RSA_FULL\\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(99999999999999999999\\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(01\\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(1\K)", "\0"sv, ""},
    {In::both, Errc::embedded_nul, R"(1\\A\B)", "\0"sv, "C"},
});

/// Ill-formed text, which differs between encodings. For both dialects.
template <class Unit>
struct IllFormedRow {
    std::basic_string_view<Unit> before;
    std::basic_string_view<Unit> marked;
    std::basic_string_view<Unit> after;
    Errc code = Errc::ill_formed_text;
};

inline constexpr auto ill_formed_utf8_rows = std::to_array<IllFormedRow<char>>({
    {"1\\\\", "\x80", ""},              // a continuation without a lead
    {"1\\\\K", "\xBF", "K"},            //
    {"1\\\\", "\xC3", ""},              // cut short by the end of the text
    {"1\\\\", "\xE2\x82", ""},          //
    {"1\\\\", "\xF0\x9F\x94", ""},      //
    {"1\\", "\xE2\x82", "\\K"},         // cut short by a separator
    {"1\\", "\xF0\x9F", "\\K"},         //
    {"1\\", "\xF0", "\\K"},             //
    {"1\\\\", "\xE2", "\xE2\x82\xAC"},  // by another lead
    {"1\\\\", "\xE2\x82", "\0"sv},      // by a NUL: the leftmost error
    {"1\\\\", "\xC0", "\xAF"},          // overlong
    {"1\\\\", "\xC1", "\xBF"},          //
    {"1\\\\", "\xE0", "\x9F\xBF"},      //
    {"1\\\\", "\xF0", "\x8F\xBF\xBF"},  //
    {"1\\\\", "\xC1", "\x9C"},          // an overlong backslash
    {"1", "\xC1", "\x9C\\K"},           //
    {"1\\\\", "\xED", "\xA0\x80"},      // surrogates
    {"1\\\\", "\xED", "\xBF\xBF"},      //
    {"1\\\\", "\xF4", "\x90\x80\x80"},  // above U+10FFFF
    {"1\\\\", "\xF5", "\x80\x80\x80"},  //
    {"1\\\\", "\xFF", ""},              // never in UTF-8
    {"1\\\\", "\xFE", "\xFF"},          //
    {"1\\0123456789abcdef\u00FC", "\xC3", "(\\K"},
    {"", "\xFF", ""},      // takes precedence
    {"\\\\", "\xFF", ""},  //
    {"\xEF\xBB\xBF\x31\\\\", "\xFF", ""},
    {"PROV_RSA_FULL", "\xFC", "\\\\K"},             //
    {"1000\\\\", "\xFF", ""},                       //
    {R"(1\)", "\xFF", ""},                          //
    {R"(1\\A\B)", "\xFF", ""},                      //
    {"1\\\\", "\0"sv, "\xFF", Errc::embedded_nul},  // the leftmost
    {"1\\\\", "\xFF", "\0"sv},
});

inline constexpr auto ill_formed_utf16_rows = std::to_array<IllFormedRow<char16_t>>({
    {u"1\\\\", u"\xD800", u""},              // a high surrogate at the end
    {u"1\\\\", u"\xDBFF", u"K"},             // before something else
    {u"1\\", u"\xD83D", u"\\K"},             // before a separator
    {u"1\\\\", u"\xD83D", u"\xD83D\xDD11"},  // before a pair
    {u"1\\\\", u"\xDC00", u""},              // a low surrogate without a high one
    {u"1\\\\", u"\xDFFF", u"\xD800"},        // reversed
    {u"1\\\\\xD83D\xDD11", u"\xDD11", u""},  // after a pair
    {u"1\\\\\xD7FF\xE000", u"\xD800", u"\xE000"},
    {u"1\\\xC800\xC801\xC802\xC803\xC804", u"\xDC00", u"\\K"},
    {u"1\\0123456789abcdef", u"\xD83D", u"0123456789\\K"},
    {u"", u"\xD800", u""},
    {u"\\\\", u"\xD800", u""},
    {u"PROV_RSA_FULL", u"\xD800", u"\\\\K"},
    {u"1\\\\A\\B", u"\xD800", u""},
    {u"1\\\\", u"\0"sv, u"\xD800", Errc::embedded_nul},
    {u"1\\\\", u"\xD800", u"\0"sv},
});

inline constexpr auto ill_formed_utf32_rows = std::to_array<IllFormedRow<char32_t>>({
    {U"1\\\\", U"\xD800", U""},         // a surrogate
    {U"1\\\\", U"\xDFFF", U"K"},        //
    {U"1\\", U"\xD83D", U"\xDD11\\K"},  // two of them are not a pair
    {U"1\\\\", U"\x110000", U""},       // above U+10FFFF
    {U"1\\\\", U"\xFFFFFFFF", U""},     //
    {U"1\\\\", U"\x8000005C", U"K"},    // its low bits are a backslash
    {U"", U"\x80000031", U"\\\\K"},     // its low bits are a digit
    {U"\\\\", U"\xD800", U""},
    {U"PROV_RSA_FULL", U"\xD800", U"\\\\K"},
    {U"1\\\\A\\B", U"\xD800", U""},
    {U"1\\\\", U"\0"sv, U"\xD800", Errc::embedded_nul},
    {U"1\\\\", U"\xD800", U"\0"sv},
});

}  // namespace name_tests
