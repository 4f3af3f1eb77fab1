// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using namespace std::literals;

namespace {

std::string diagnostic(std::string_view text) {
    const auto parsed = parse_checkpoint_name(text);
    REQUIRE_FALSE(parsed.has_value());
    return render_diagnostic(text, parsed.error());
}

/// The lines of the name and of the caret, without the suggestion.
std::string caret(std::string_view text) {
    std::string lines = diagnostic(text);
    lines.erase(0, lines.find('\n') + 1);
    return lines.substr(0, (std::min)(lines.find(" write "), lines.size() - 1)) + '\n';
}

/// A wrong name and its diagnostic.
struct GoldenRow {
    Errc code;
    std::string_view text;
    std::string_view diagnostic;
};

constexpr auto golden_rows = std::to_array<GoldenRow>({
    {Errc::missing_provider_type, R"(\\K)",
     R"(error: the provider type is missing: a checkpoint name is Type\Name\Key
  \\K
  ^
)"},
    {Errc::missing_provider_type, "",
     "error: the name is empty: a checkpoint name is Type\\Name\\Key\n"},
    {Errc::missing_provider_type, R"(\Microsoft Strong Cryptographic Provider\K)",
     R"(error: the provider type is missing: a checkpoint name is Type\Name\Key
  \Microsoft Strong Cryptographic Provider\K
  ^ write 1\Microsoft Strong Cryptographic Provider\K
)"},
    {Errc::provider_type_not_decimal, R"(x1\\K)",
     R"(error: the provider type must be a decimal number, such as 1
  x1\\K
  ^~
)"},
    {Errc::provider_type_not_decimal, R"(0x18\\K)",
     R"(error: the provider type must be a decimal number, such as 1
  0x18\\K
  ^~~~ write 24\\K
)"},
    {Errc::provider_type_not_decimal, R"(PROV_RSA_FULL\\MyKey)",
     R"(error: the provider type must be the decimal value, not the name of the constant
  PROV_RSA_FULL\\MyKey
  ^~~~~~~~~~~~~ write 1\\MyKey
)"},
    {Errc::provider_type_not_decimal, R"(prov_rsa_full\\MyKey)",
     R"(error: the provider type must be the decimal value, not the name of the constant
  prov_rsa_full\\MyKey
  ^~~~~~~~~~~~~ write 1\\MyKey
)"},
    {Errc::provider_type_not_decimal, R"(PORV_RSA_FULL\\MyKey)",
     R"(error: there is no constant PORV_RSA_FULL; PROV_RSA_FULL is similar, and its value is 1
  PORV_RSA_FULL\\MyKey
  ^~~~~~~~~~~~~ write 1\\MyKey
)"},
    {Errc::provider_type_not_decimal, "1//K",
     R"(error: the separators must be backslashes, not slashes
  1//K
  ^~~~ write 1\\K
)"},
    {Errc::provider_type_not_decimal, "1/OpenSC CSP/K",
     R"(error: the separators must be backslashes, not slashes; OpenSC CSP is the provider then
  1/OpenSC CSP/K
  ^~~~~~~~~~~~~~ write 1\OpenSC CSP\K
)"},
    {Errc::provider_type_not_decimal, "1/N/K",
     R"(error: the separators must be backslashes, not slashes; N is the provider then, and no )"
     R"(provider of that name is known here
  1/N/K
  ^~~~~
)"},
    {Errc::provider_type_not_decimal, R"("1\\K")",
     R"(error: the quotes around the name are not part of it
  "1\\K"
  ^~ write 1\\K
)"},
    {Errc::provider_type_not_decimal, R"('1\K')",
     R"(error: the quotes around the name are not part of it
  '1\K'
  ^~ write 1\\K
)"},
    {Errc::provider_type_not_decimal, R"('PROV_RSA_FUL//K')",
     R"(error: there is no constant PROV_RSA_FUL; PROV_RSA_FULL is similar, and its value is 1
  'PROV_RSA_FUL//K'
  ^~~~~~~~~~~~~~~~~ write 1\\K
)"},
    {Errc::provider_type_not_decimal, R"('1\\A,1\\B')",
     R"(error: these are several names: give them one by one
  '1\\A,1\\B'
  ^~ write 1\\A and 1\\B
)"},
    {Errc::provider_type_not_decimal, R"('1\A,1\B')",
     R"(error: these look like several names: give them one by one
  '1\A,1\B'
  ^~
)"},
    {Errc::provider_type_not_decimal, "1/A,1/B",
     R"(error: these look like several names: give them one by one
  1/A,1/B
  ^~~~~~~
)"},
    {Errc::provider_type_not_decimal, R"(PROV_RSA_FULL\\A,PROV_RSA_FULL\\B)",
     R"(error: these look like several names: give them one by one
  PROV_RSA_FULL\\A,PROV_RSA_FULL\\B
  ^~~~~~~~~~~~~
)"},
    {Errc::provider_type_not_decimal, R"(Microsoft Strong Crypto Provider\K)",
     R"(error: the provider's type is missing before its name: write Type\Name\Key
  Microsoft Strong Crypto Provider\K
  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)"},
    {Errc::provider_type_not_decimal, R"(Microsoft Strong Cryptographic Provider\K)",
     R"(error: the provider's type is missing before its name: write Type\Name\Key
  Microsoft Strong Cryptographic Provider\K
  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ write 1\Microsoft Strong Cryptographic Provider\K
)"},
    {Errc::provider_type_not_decimal, "MyKey",
     R"(error: this is not a checkpoint name: write Type\Name\Key, where Type is a decimal number
  MyKey
  ^~~~~
)"},
    {Errc::provider_type_out_of_range, R"(1000\\K)",
     R"(error: the provider type must be 1 to 999
  1000\\K
  ^~~~
)"},
    {Errc::leading_zero, R"(007\\K)",
     R"(error: the provider type must be written without leading zeros
  007\\K
  ^~ write 7\\K
)"},
    {Errc::leading_zero, R"(01\\OpenSC CSP\\K)",
     R"(error: the provider type must be written without leading zeros; OpenSC CSP is the provider )"
     R"(then
  01\\OpenSC CSP\\K
  ^ write 1\OpenSC CSP\K
)"},
    {Errc::leading_zero, R"(01\\A,01\\B)",
     R"(error: these look like several names: give them one by one
  01\\A,01\\B
  ^
)"},
    {Errc::missing_separator, R"(1\MyKey)",
     R"(error: a backslash is missing: a checkpoint name is Type\Name\Key, and Type\\Key where )"
     R"(the provider name is left out
  1\MyKey
         ^ write 1\\MyKey
)"},
    {Errc::missing_separator, R"(1\Microsoft Strong Cryptographic Provider)",
     R"(error: the key container name is missing after the provider's name: write Type\Name\Key
  1\Microsoft Strong Cryptographic Provider
                                           ^
)"},
    {Errc::missing_separator, R"(1\Contoso Provider)",
     R"(error: the key container name is missing after what looks like a provider's name: write )"
     R"(Type\Name\Key
  1\Contoso Provider
                    ^
)"},
    {Errc::missing_separator, R"(1\Luna Cryptographic Services for Microsoft Windows)",
     R"(error: the key container name is missing after what looks like a provider's name: write )"
     R"(Type\Name\Key
  1\Luna Cryptographic Services for Microsoft Windows
                                                     ^
)"},
    {Errc::missing_key_container, R"(1\Name\)",
     R"(error: the key container name is missing after the second backslash
  1\Name\
         ^
)"},
    {Errc::separator_in_key_container, R"(1\\A\B)",
     R"(error: a key container name holds no backslash: there are exactly two in a checkpoint name
  1\\A\B
      ^
)"},
    {Errc::separator_in_key_container, R"(1\\\\MyKey)",
     R"(error: every backslash is doubled: a checkpoint name has exactly two
  1\\\\MyKey
     ^ write 1\\MyKey
)"},
    {Errc::separator_in_key_container, R"(1\\OpenSC CSP\\K)",
     R"(error: every backslash is doubled: a checkpoint name has exactly two; OpenSC CSP is the )"
     R"(provider then
  1\\OpenSC CSP\\K
               ^ write 1\OpenSC CSP\K
)"},
    {Errc::separator_in_key_container, R"(80\\REGISTRY\\K)",
     R"(error: every backslash is doubled: a checkpoint name has exactly two; REGISTRY is the )"
     R"(provider then, and no provider of that name is known here
  80\\REGISTRY\\K
              ^
)"},
    {Errc::separator_in_key_container, R"(1\\A,B; 24\OpenSC CSP\C)",
     R"(error: these are several names: give them one by one
  1\\A,B; 24\OpenSC CSP\C
            ^ write 1\\A,B and 24\OpenSC CSP\C
)"},
    {Errc::separator_in_key_container, R"(1\opensc csp\\\.\R\C)",
     R"(error: a smart card's container (\\.\Reader\Container) cannot be checkpointed: its keys )"
     R"(cannot be exported
  1\opensc csp\\\.\R\C
               ^
)"},
    {Errc::separator_in_key_container,
     R"(80\Crypto-Pro GOST R 34.10-2012 Cryptographic Service Provider\\\.\REGISTRY\K)",
     R"(error: this container cannot be named: its name (\\.\Reader\Container) has backslashes, )"
     R"(and a checkpoint name has exactly two
  80\Crypto-Pro GOST R 34.10-2012 Cryptographic Service Provider\\\.\REGISTRY\K
                                                                 ^
)"},
    {Errc::separator_in_key_container, R"(1\Microsoft Strong Cryptographic Provider\\\.\x\y)",
     R"(error: this container cannot be named: its name (\\.\Reader\Container) has backslashes, )"
     R"(and a checkpoint name has exactly two
  1\Microsoft Strong Cryptographic Provider\\\.\x\y
                                            ^
)"},
    {Errc::separator_in_key_container, R"(80\\\.\REGISTRY\K)",
     R"(error: this container cannot be named: its name (\\.\Reader\Container) has backslashes, )"
     R"(and a checkpoint name has exactly two
  80\\\.\REGISTRY\K
      ^
)"},
    {Errc::separator_in_key_container, R"(80\\\\.\HDIMAGE\K)",
     R"(error: this container cannot be named: its name (\\.\Reader\Container) has backslashes, )"
     R"(and a checkpoint name has exactly two
  80\\\\.\HDIMAGE\K
      ^
)"},
    {Errc::separator_in_key_container, R"(1\Microsoft Base Smart Card Crypto Provider\\\.\R\C)",
     R"(error: a smart card's container (\\.\Reader\Container) cannot be checkpointed: its keys )"
     R"(cannot be exported
  1\Microsoft Base Smart Card Crypto Provider\\\.\R\C
                                              ^
)"},
    {Errc::separator_in_key_container, R"(1\\Contoso CSP 2\\K)",
     R"(error: every backslash is doubled: a checkpoint name has exactly two; Contoso CSP 2 is the )"
     R"(provider then, and no provider of that name is known here
  1\\Contoso CSP 2\\K
                  ^
)"},
    {Errc::embedded_nul, "1\\\\A,1\\\0"sv,
     "error: a NUL inside the name: Windows would end the text there\n"
     "  1\\\\A,1\\\u2400\n"
     "         ^\n"},
    {Errc::embedded_nul, "1\\\\K\0y"sv,
     "error: a NUL inside the name: Windows would end the text there\n"
     "  1\\\\K\u2400y\n"
     "      ^\n"},
    {Errc::ill_formed_text, "1\\\\K\xFFz"sv,
     "error: the text is not well-formed Unicode\n"
     "  1\\\\K\uFFFDz\n"
     "      ^\n"},
});

}  // namespace

TEST_CASE("render_diagnostic: prints every syntax error verbatim", "[text]") {
    std::set<Errc> shown;
    for (const GoldenRow& row : golden_rows) {
        INFO("<" << row.text << ">");
        const auto parsed = parse_checkpoint_name(row.text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK((parsed.error().code == row.code));
        CHECK(render_diagnostic(row.text, parsed.error()) == row.diagnostic);
        shown.insert(row.code);
    }
    for (const detail::ErrcRow& row : detail::errc_table) {
        if (row.condition != Condition::syntax) continue;
        INFO(row.name);
        CHECK(shown.contains(row.code));
    }
}

TEST_CASE("explain: never says that backslashes are doubled in what looks like a list", "[text]") {
    for (const std::string_view text :
         {R"(1\\A,01\\B)", R"(1\\A,2000\\B)", R"(1\\A,\\B)", R"(1\\A; \\B)", R"(1\\A|01\\B)",
          R"(1\\A,0x1\\B)", R"(1\\A,PROV_RSA_FULL\\B)", R"(1\\A and 1\\B)", R"(1\\A + 24\\B)",
          R"(1\\A & 1\\B)", R"(1\\My Key 1\\B)", R"(1\\A,1\B)", R"(1\A,1\B,1\C)",
          R"(1\A,1\B,1\C,1\D)", R"("1\\A,01\\B")", R"(01\\A,1\\B and)"}) {
        INFO(text);
        CHECK(explain(text, parse_checkpoint_name(text).error()) ==
              "these look like several names: give them one by one");
        CHECK(diagnostic(text).find(" write ") == std::string::npos);
    }
}

TEST_CASE("printable: replaces control characters and ill-formed text", "[text]") {
    CHECK(printable("").empty());
    CHECK(printable("My Key ~") == "My Key ~");
    CHECK(printable("\0"sv) == "\u2400");
    CHECK(printable("\t\n\r") == "\u2409\u240A\u240D");
    CHECK(printable("\x1B[31m") == "\u241B[31m");
    CHECK(printable("\x1F \x7F") == "\u241F \u2421");
    // C1 controls: U+009B begins a terminal command
    CHECK(printable("\u0080\u009B\u009F") == "\uFFFD\uFFFD\uFFFD");
    CHECK(printable("\u00A0") == "\u00A0");
    CHECK(printable("Schl\u00FCssel \uD55C\uAE00 \U0001F511") ==
          "Schl\u00FCssel \uD55C\uAE00 \U0001F511");
    CHECK(printable("a\xFF"
                    "b\xC3") == "a\uFFFDb\uFFFD");
    CHECK(printable("\xE2\x82") == "\uFFFD");
    CHECK(printable("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
    for (int unit = 0; unit < 0x20; ++unit) {
        INFO(unit);
        CHECK(printable(std::string(1, static_cast<char>(unit))).size() == 3);
    }
}

TEST_CASE("printable: replaces characters that change the text direction or end a line", "[text]") {
    // NOLINTBEGIN(misc-misleading-bidirectional): test data
    for (const std::string_view character :
         {"\u061C", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C", "\u202D",
          "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
        // NOLINTEND(misc-misleading-bidirectional)
        const std::string name = "My" + std::string(character) + "Key";
        CHECK(printable(name) == "My\uFFFDKey");
    }
    // their neighbours are kept
    for (const std::string_view name :
         {"\u061B", "\u061D", "\u200D", "\u2010", "\u2027", "\u202F", "\u2065", "\u206A"})
        CHECK(printable(name) == name);
}

TEST_CASE("explain: names the backslash after which the key container is missing", "[text]") {
    const auto said = [](std::string_view text) {
        return explain(text, parse_checkpoint_name(text, Dialect::tolerant).error());
    };
    CHECK(said(R"(1\)") == "the key container name is missing after the backslash");
    CHECK(said(R"(1\\)") == "the key container name is missing after the second backslash");
}

TEMPLATE_TEST_CASE("printable, columns: take every character type", "[text]", char8_t, char16_t,
                   char32_t, wchar_t) {
    const auto text = detail::transcode<TestType>(std::u32string_view(U"\u9375\n\u202E\U0001f511"));
    CHECK(printable(text) == "\u9375\u240A\uFFFD\U0001f511");
    CHECK(printable(text.c_str()) == printable(text));
    CHECK(columns(detail::transcode<TestType>(std::u32string_view(U"\u9375"))) == 2);
}

TEST_CASE("printable: replaces an unpaired surrogate", "[text]") {
    CHECK(printable(u"K\xD800z") == "K\uFFFDz");
}

TEST_CASE("columns: counts terminal columns", "[text]") {
    CHECK(columns("") == 0);
    CHECK(columns("MyKey") == 5);
    CHECK(columns("Schl\u00FCssel") == 9);
    CHECK(columns("\u2400\uFFFD") == 2);
    CHECK(columns("\uD55C\uAE00") == 4);   // Hangul
    CHECK(columns("\u9375") == 2);         // Han
    CHECK(columns("\uFF11") == 2);         // a full-width digit
    CHECK(columns("\U0001F511") == 2);     // an emoji
    CHECK(columns("e\u0301") == 1);        // a letter with a combining accent
    CHECK(columns("u\u0308\u0304") == 1);  // with two
    CHECK(columns("\u304B\u3099") == 2);   // kana with a combining voiced mark
    CHECK(columns("\u2764\uFE0F") == 1);   // a variation selector
    CHECK(columns("a\u200Bb") == 2);       // a space of no width
    CHECK(columns("\u0301") == 0);         // nothing to combine with
    CHECK(columns("e\u0301\uD55CK") == 4);
}

// clang-format off: the line of the caret stands under that of the name
TEST_CASE("render_diagnostic: puts the caret under the error", "[text]") {
    CHECK(caret("1\\\\MyKey\\") ==
          "  1\\\\MyKey\\\n"
          "          ^\n");
    // wide characters before it, and under it
    CHECK(caret("1\\\uD55C\uAE00\\K\\") ==
          "  1\\\uD55C\uAE00\\K\\\n"
          "          ^\n");
    CHECK(caret("\uFF12\uFF14\\\\K") ==
          "  \uFF12\uFF14\\\\K\n"
          "  ^~~~\n");
    // characters that combine
    CHECK(caret("1\\e\u0301\\K\\") ==
          "  1\\e\u0301\\K\\\n"
          "       ^\n");
    CHECK(caret("1\\\u304B\u3099\\K\\") ==
          "  1\\\u304B\u3099\\K\\\n"
          "        ^\n");
    CHECK(caret("e\u0301e\\\\K") ==
          "  e\u0301e\\\\K\n"
          "  ^~\n");
    // control characters take one column, and the name stays on its line
    CHECK(caret("1\\\\K\tT\\") ==
          "  1\\\\K\u2409T\\\n"
          "        ^\n");
    CHECK(caret("1\\\\\nK\r\nL\\") ==
          "  1\\\\\u240AK\u240D\u240AL\\\n"
          "          ^\n");
    CHECK(caret("1\\\\\u009B31mK\\") ==
          "  1\\\\\uFFFD31mK\\\n"
          "          ^\n");
    // several ill-formed units are one column
    CHECK(caret("1\\\\\xF0\x9F\x94") ==
          "  1\\\\\uFFFD\n"
          "     ^\n");
}
// clang-format on

TEST_CASE("render_diagnostic: puts the caret at the end for a place beyond the text", "[text]") {
    // an error of another text
    CHECK(render_diagnostic("1\\", SyntaxError{Errc::missing_key_container, {100, 5}}) ==
          "error: the key container name is missing after the backslash\n"
          "  1\\\n"
          "    ^\n");
    CHECK(render_diagnostic("1\\\\K", SyntaxError{Errc::leading_zero, {3, 100}}) ==
          "error: the provider type must be written without leading zeros\n"
          "  1\\\\K\n"
          "     ^\n");
    CHECK(render_diagnostic("1\\\\K", SyntaxError{Errc::separator_in_key_container, {100, 1}}) ==
          "error: " + std::string(meaning(Errc::separator_in_key_container)) +
              "\n"
              "  1\\\\K\n"
              "      ^\n");
}

TEST_CASE("render_diagnostic: prints a caret for an Error with a place in the name", "[text]") {
    const std::string_view name = R"(1\MyKey)";
    const Error error(parse_checkpoint_name(name).error());
    CHECK(render_diagnostic(name, error) == diagnostic(name));

    Error refused(Errc::key_not_exportable, {NativeDomain::hresult, 0x80090003});
    refused.resource = "SQL";
    CHECK(render_diagnostic(R"(1\\MyKey)", refused) == fmt::format("error: {}\n", refused));
}

TEST_CASE("explain: adds the documented provider to advice", "[text]") {
    const auto explained = [](std::string_view text, AdviceCode code) {
        const AdviceList advice = advise(*parse_checkpoint_name(text));
        const Advice* const piece = advice.find(code);
        REQUIRE(piece);
        return explain(*piece);
    };
    CHECK(explained(R"(24\Microsoft Strong Cryptographic Provider\K)",
                    AdviceCode::provider_type_mismatch) ==
          "the named provider has another type: a node would return NTE_PROV_TYPE_NO_MATCH; "
          "Microsoft Strong Cryptographic Provider has type 1");
    CHECK(explained(R"(1\Contoso Cryptographic\K)", AdviceCode::provider_name_unknown) ==
          "this is not among the CSPs known here: every node must have it installed");
    CHECK(explained(R"(1\Microsoft Strong Cryptographic Povider\K)",
                    AdviceCode::provider_name_unknown) ==
          "this is not among the CSPs known here: every node must have it installed; did "
          "you mean Microsoft Strong Cryptographic Provider, of type 1?");
    CHECK(explained(R"(1\microsoft strong cryptographic provider\K)",
                    AdviceCode::provider_name_case) ==
          "the provider's name is known in other upper and lower case: Microsoft Strong "
          "Cryptographic Provider");
    CHECK(explained(R"(1\Microsoft Base Smart Card Crypto Provider\K)",
                    AdviceCode::provider_not_exportable) ==
          meaning(AdviceCode::provider_not_exportable));
    CHECK(explained(R"(1\\K)", AdviceCode::provider_name_omitted) ==
          meaning(AdviceCode::provider_name_omitted));
}

TEMPLATE_TEST_CASE("render_diagnostic: draws the caret for every character type", "[text]", char8_t,
                   char16_t, char32_t, wchar_t) {
    const auto as_char = [](std::string_view text) { return detail::transcode<TestType>(text); };
    for (const std::string_view name :
         {R"(PROV_RSA_FULL\\Key)", "1\\Schl\u00fcssel \u9375 \U0001f511", "", R"(1\\A,1\\B)",
          "\U0001f511\\\\K"}) {
        const SyntaxError error = parse_checkpoint_name(name).error();
        const auto text = as_char(name);
        const SyntaxError own = parse_checkpoint_name(text).error();
        CHECK(render_diagnostic(text, own) == render_diagnostic(name, error));
        CHECK(render_diagnostic(text, Error(own)) == render_diagnostic(name, error));
        CHECK(explain(text, own) == explain(name, error));
    }
    const Error denied(Errc::access_denied);
    CHECK(render_diagnostic(as_char("K"), denied) == render_diagnostic("K", denied));
}

TEST_CASE("render_diagnostic: shows where an unpaired surrogate is", "[text]") {
    const std::u16string name = u"1\\\\\u00e9\xD800z";
    CHECK(render_diagnostic(name, parse_checkpoint_name(name).error()) ==
          "error: the text is not well-formed Unicode\n  1\\\\\u00e9\uFFFDz\n      ^\n");
    CHECK(render_diagnostic(u"K", SyntaxError{Errc::missing_separator, {9, 1}}).ends_with("^\n"));
}
