// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace name_tests;
using test_support::converted;

namespace {

struct SuggestionRow {
    std::string_view text;
    std::optional<std::string_view> suggestion;
};

constexpr auto suggestion_rows = std::to_array<SuggestionRow>({
    // nothing to correct
    {R"(1\\MyKey)", std::nullopt},
    {R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)", std::nullopt},

    // the second separator is missing
    {R"(1\MyKey)", R"(1\\MyKey)"},
    {R"(24\{GUID})", R"(24\\{GUID})"},
    {R"(1\)", std::nullopt},
    {"1", std::nullopt},
    // the key container is missing and unknown
    {R"(1\Microsoft Base Cryptographic Provider v1.0)", std::nullopt},
    // ... and what looks like a provider's name is none
    {R"(1\Microsoft Strong Cryptographic Provide)", std::nullopt},
    {R"(1\Microsoft Strong Crypto)", std::nullopt},
    {R"(1\Microsoft Software Key Storage Provider)", std::nullopt},
    {R"(1\OpenSC CSP)", std::nullopt},
    {R"(80\Crypto-Pro GOST R 34.10-2012 Cryptographic Service Provider)", std::nullopt},
    {R"(1\Contoso provider MyKey)", std::nullopt},
    {R"(PROV_RSA_FULL\Contoso CSP)", std::nullopt},
    {R"(1\Luna Cryptographic Services for Microsoft Windows)", std::nullopt},
    {R"(1\Cryptographic Service)", std::nullopt},
    {R"(1\Crypto-Pro GOST R 34.10-2012)", std::nullopt},
    {R"(01\crypto-pro)", std::nullopt},
    {R"(1\Microsoft Base)", std::nullopt},
    {R"(24\Microsoft Enhanced RSA)", std::nullopt},
    {R"(1\Providers)", R"(1\\Providers)"},
    {R"(1\Crypto)", R"(1\\Crypto)"},
    {R"(1\Cryptography)", R"(1\\Cryptography)"},
    {R"(1\Microsoft)", R"(1\\Microsoft)"},

    // the type is missing before the name of a CSP, which has one type
    {R"(Microsoft Strong Cryptographic Provider\MyKey)",
     R"(1\Microsoft Strong Cryptographic Provider\MyKey)"},
    {R"(microsoft enhanced RSA and AES cryptographic provider\MyKey)",
     R"(24\microsoft enhanced RSA and AES cryptographic provider\MyKey)"},
    {R"(Microsoft Strong Cryptographic Provider)", std::nullopt},
    {R"(Microsoft Strong Cryptographic Provider\)", std::nullopt},
    {R"(Microsoft Strong Cryptographic Provide\MyKey)", std::nullopt},
    {R"(Microsoft Software Key Storage Provider\MyKey)", std::nullopt},

    // the type in another notation
    {R"(PROV_RSA_FULL\\MyKey)", R"(1\\MyKey)"},
    {R"(prov_rsa_aes\\MyKey)", R"(24\\MyKey)"},
    {R"(PROV_RSA_FULL\N\MyKey)", R"(1\N\MyKey)"},
    {R"(PROV_RSA_FULL\MyKey)", R"(1\\MyKey)"},
    {R"(PROV_RSA_FUL\\MyKey)", R"(1\\MyKey)"},
    {R"(prov_rsa_asE\\MyKey)", R"(24\\MyKey)"},
    {R"(PROV_RSA_FULLEST\\MyKey)", std::nullopt},
    {R"(PROV_EC_ECDRA_SIG\\MyKey)", std::nullopt},  // distance 1 from two constants
    {R"(PROV_RSA\\MyKey)", std::nullopt},
    {R"(0x1\\K)", R"(1\\K)"},
    {R"(0X18\\K)", R"(24\\K)"},
    {R"(0x3e7\\K)", R"(999\\K)"},
    {R"(0x3E8\\K)", std::nullopt},
    {R"(0xFFFFFFFFFFFFFFFFFF01\\K)", std::nullopt},
    {R"(0x\\K)", std::nullopt},
    {R"(0x1g\\K)", std::nullopt},
    {R"(0x0\\K)", std::nullopt},
    {R"(1F\\K)", std::nullopt},
    {R"(+1\\K)", R"(1\\K)"},
    {R"(+\\K)", std::nullopt},
    {R"(-1\\K)", std::nullopt},
    {R"( 1\\K)", R"(1\\K)"},
    {"\t24 \\N\\K", R"(24\N\K)"},
    {R"( \\K)", std::nullopt},
    {R"(1 2\\K)", std::nullopt},
    {"\u0661\\\\K", R"(1\\K)"},           // Arabic-Indic
    {"\u06F2\u06F4\\\\K", R"(24\\K)"},    // extended Arabic-Indic
    {"\u0967\\\\K", R"(1\\K)"},           // Devanagari
    {"\uFF12\uFF14\\N\\K", R"(24\N\K)"},  // full-width
    {"\u00B2\\\\K", std::nullopt},        // a superscript is no digit
    {"\uFF10\uFF11\\\\K", R"(1\\K)"},     // a leading zero too
    {"MyKey", std::nullopt},
    {R"(Type\\K)", std::nullopt},

    // out of range: no number is near
    {R"(0\\K)", std::nullopt},
    {R"(1000\\K)", std::nullopt},
    {R"(99999999999999999999\\K)", std::nullopt},

    // leading zeros
    {R"(01\\K)", R"(1\\K)"},
    {R"(0024\N\K)", R"(24\N\K)"},
    {R"(01\K)", R"(1\\K)"},
    {R"(00\\K)", std::nullopt},
    {R"(01000\\K)", std::nullopt},
    {"01", std::nullopt},

    // something unknown is missing
    {"", std::nullopt},
    {R"(\\K)", std::nullopt},
    {R"(\N\K)", std::nullopt},
    {R"(1\\)", std::nullopt},
    {R"(1\N\)", std::nullopt},
    // a documented provider has one type
    {R"(\Microsoft Base Cryptographic Provider v1.0\K)",
     R"(1\Microsoft Base Cryptographic Provider v1.0\K)"},

    // every backslash doubled, around a known provider
    {R"(1\\Microsoft Strong Cryptographic Provider\\Key)",
     R"(1\Microsoft Strong Cryptographic Provider\Key)"},
    {R"(1\\microsoft software key storage provider\\Key)",
     R"(1\microsoft software key storage provider\Key)"},
    {R"(PROV_RSA_FULL\\OpenSC CSP\\Key)", R"(1\OpenSC CSP\Key)"},
    {R"("1\\OpenSC CSP\\Key")", R"(1\OpenSC CSP\Key)"},
    {R"(1\\\\OpenSC CSP\\\\Key)", R"(1\OpenSC CSP\Key)"},
    // ... but nothing becomes an unknown provider: it can be a part of a container's name
    {R"(80\\REGISTRY\\K)", std::nullopt},
    {R"(1\\Name\\Key)", std::nullopt},
    {R"(PROV_RSA_FULL\\Name\\Key)", std::nullopt},
    {R"("1\\Name\\Key")", std::nullopt},
    {R"(01\\Name\\Key)", std::nullopt},
    {R"(1\\\\Name\\\\Key)", std::nullopt},
    {"1/Name/Key", std::nullopt},
    {"1//Name//Key", std::nullopt},
    {"PROV_RSA_FULL/Name/Key", std::nullopt},
    {"1//http://example.com", std::nullopt},
    // ... unless it stands there as the provider
    {R"("1\Name\Key")", R"(1\Name\Key)"},
    {R"( 0x1\Name\Key)", R"(1\Name\Key)"},

    // several names
    {R"(1\\A,1\\B)", std::nullopt},
    {R"("1\\A;1\\B")", std::nullopt},
    {R"(01\\A,01\\B)", std::nullopt},
    {R"(PROV_RSA_FULL\\A 1\\B)", std::nullopt},
    {"1//A,1//B", std::nullopt},
    {"1/A,1/B", std::nullopt},
    {R"('1\A,1\B')", std::nullopt},
    {R"( 1\A 1\B)", std::nullopt},
    {R"(1\\A and 1\\B)", std::nullopt},

    // every backslash doubled
    {R"(1\\\\MyKey)", R"(1\\MyKey)"},
    {R"(1\\A\B)", std::nullopt},
    {R"(1\\A\\B\\C)", std::nullopt},
    {R"(1\\Name\\)", std::nullopt},

    // one backslash too many, in one place
    {R"(1\\\MyKey)", R"(1\\MyKey)"},
    {R"(1\\\\\MyKey)", R"(1\\MyKey)"},
    {R"(PROV_RSA_FULL\\\MyKey)", R"(1\\MyKey)"},
    {R"(1\\\)", std::nullopt},
    {R"(1\\\My\Key)", std::nullopt},
    {R"(1\Name\\\Key)", std::nullopt},

    // slashes instead of backslashes
    {"1//MyKey", R"(1\\MyKey)"},
    {"1/MyKey", R"(1\\MyKey)"},
    {"1/Microsoft Strong Cryptographic Provider/MyKey",
     R"(1\Microsoft Strong Cryptographic Provider\MyKey)"},
    {"PROV_RSA_FULL//MyKey", R"(1\\MyKey)"},
    {"1///MyKey", R"(1\\MyKey)"},
    {R"(1/Name\Key)", std::nullopt},
    {"1/2/3/4", std::nullopt},
    {"https://example.com", std::nullopt},
    {"/", std::nullopt},

    // quotes
    {R"("1\\MyKey")", R"(1\\MyKey)"},
    {R"('1\MyKey')", R"(1\\MyKey)"},
    {R"('PROV_RSA_FULL\Name\MyKey')", R"(1\Name\MyKey)"},
    {R"("PROV_RSA_FUL\\MyKey")", R"(1\\MyKey)"},
    {R"('1\\Contoso Provider')", std::nullopt},
    {R"("1\\MyKey')", std::nullopt},
    {R"("1\\MyKey)", std::nullopt},
    {R"("MyKey")", std::nullopt},
    {R"(")", std::nullopt},
    {R"("")", std::nullopt},

    // a container whose name has backslashes
    {R"(1\Microsoft Base Smart Card Crypto Provider\\\.\Reader\Container)", std::nullopt},
    {R"(80\\\.\REGISTRY\K)", std::nullopt},
    {R"(80\\\\.\\REGISTRY\\K)", std::nullopt},
    {R"(80\\\\\\.\\REGISTRY\\K)", std::nullopt},

    // damaged text
    {"1\\\\K\0"sv, std::nullopt},
    {"1\0\\\\K"sv, std::nullopt},
    {"PROV_RSA_FULL\\\\K\0"sv, std::nullopt},

    // the rest of the name stays unchanged
    {"0x1\\ \u00FC\U0001F511 \\\uD0A4\uD0A4\uD0A4\uD0A4 ",
     "1\\ \u00FC\U0001F511 \\\uD0A4\uD0A4\uD0A4\uD0A4 "},
});

}  // namespace

TEMPLATE_TEST_CASE("suggest_correction: returns the suggestion of every row", "[name]", char,
                   char8_t, char16_t, wchar_t) {
    using Char = TestType;
    for (const SuggestionRow& row : suggestion_rows) {
        const auto text = converted<Char>(row.text);
        const auto suggestion = suggest_correction(std::basic_string_view<Char>(text));
        INFO("<" << row.text << ">");
        CHECK((suggestion ? test_support::shown(*suggestion) : "none") ==
              (row.suggestion ? test_support::shown(converted<Char>(*row.suggestion)) : "none"));
    }
}

TEMPLATE_TEST_CASE("suggest_correction: returns a documented name other than the text", "[name]",
                   char, char8_t, char16_t, wchar_t) {
    using Char = TestType;
    for (const Dialect dialect : both_dialects)
        for (const GrammarRow<Char>& row : grammar_rows<Char>(dialect)) {
            using View = std::basic_string_view<Char>;
            const auto suggestion = suggest_correction(View(row.text));
            if (!suggestion) continue;
            INFO("<" << test_support::shown(row.text) << "> <" << test_support::shown(*suggestion)
                     << ">");
            CHECK(check_checkpoint_name(View(*suggestion)).has_value());
            CHECK((*suggestion != row.text));
            CHECK_FALSE(check_checkpoint_name(View(row.text)).has_value());
            CHECK_FALSE(suggest_correction(View(*suggestion)).has_value());
        }
}

TEST_CASE("suggest_correction: knows every constant", "[name]") {
    for (const KnownProviderType& known : known_provider_types) {
        const std::string text = std::string(known.constant) + "\\\\MyKey";
        INFO(text);
        CHECK((suggest_correction(std::string_view(text)) ==
               std::to_string(known.type.value()) + "\\\\MyKey"));
    }
}

TEST_CASE("suggest_correction: returns nothing for ill-formed text", "[name]") {
    CHECK_FALSE(suggest_correction("PROV_RSA_FULL\\\\\xFF"sv).has_value());
    CHECK_FALSE(suggest_correction("\xFF\\\\K"sv).has_value());
    CHECK_FALSE(suggest_correction(std::u16string_view(u"0x1\\\\\xD800")).has_value());
}

TEMPLATE_TEST_CASE("split_name_list: returns the names of a list", "[name]", char, char8_t,
                   char16_t, wchar_t) {
    struct ListRow {
        std::string_view text;
        std::vector<std::string_view> names;
    };
    const std::vector<ListRow> lists{
        {R"(1\\A,1\\B)", {R"(1\\A)", R"(1\\B)"}},
        {R"(1\\A;1\\B)", {R"(1\\A)", R"(1\\B)"}},
        {R"(1\\A 24\\B)", {R"(1\\A)", R"(24\\B)"}},
        {" 1\\\\A ,\t1\\\\B;\r\n999\\\\C ; ", {R"(1\\A)", R"(1\\B)", R"(999\\C)"}},
        {R"("1\\A,1\\B")", {R"(1\\A)", R"(1\\B)"}},
        {R"('1\\A' 1\\B')", {R"(1\\A')", R"(1\\B)"}},
        {R"(1\\A|1\\B)", {R"(1\\A)", R"(1\\B)"}},
        {R"(1\\A | 1\\B)", {R"(1\\A)", R"(1\\B)"}},
        {"1\\\\A\n1\\\\B", {R"(1\\A)", R"(1\\B)"}},
        // with providers, also unknown ones
        {R"(1\Microsoft Strong Cryptographic Provider\A,24\N\B)",
         {R"(1\Microsoft Strong Cryptographic Provider\A)", R"(24\N\B)"}},
        {R"(1\\A,80\Crypto-Pro, Ltd 1\My Key 2;1\\C)",
         {R"(1\\A)", R"(80\Crypto-Pro, Ltd 1\My Key 2)", R"(1\\C)"}},
        // separators inside a container are its own
        {R"(1\\A,B,1\\C D)", {R"(1\\A,B)", R"(1\\C D)"}},
        {R"(1\\A,1,1\\B)", {R"(1\\A,1)", R"(1\\B)"}},
        // one name, valid or not
        {R"(1\\A)", {}},
        {R"(1\\A,B)", {}},
        {R"(1\\A,1)", {}},
        {R"(1\A,1\B)", {}},
        {R"(1\\A,1\B)", {}},
        {R"(80\\REGISTRY\\K)", {}},
        {R"(1\\A\B)", {}},
        // something else
        {"", {}},
        {",", {}},
        {R"(\\\\)", {}},
        {R"(,1\\A,,)", {}},
        {R"(1\\A1\\B)", {}},
        // uncertain: a blank, and words or a separator inside the container
        {R"(1\\A and 1\\B)", {}},
        {R"(1\\A und 1\\B)", {}},
        {R"(1\\A + 24\\B)", {}},
        {R"(1\\A & 1\\B)", {}},
        {R"(1\\A,and 1\\B)", {}},
        {R"(1\\A,1\\C and 1\\B)", {}},
        {R"(1\\My Key 1\\B)", {}},
        {"1\\\\My Key\n1\\\\B", {}},
        {R"(1\\Contoso CSP 2\\K)", {}},
        // names that lost backslashes
        {R"(1\A,1\B,1\C)", {}},
        {R"(1\A,1\B,1\C,1\D)", {}},
        {R"(1\\A,PROV_RSA_FULL\\B)", {}},
        {R"(1\\A,0x1\\B)", {}},
        {R"(1\\A,01\\B)", {}},
        {R"(1\\A,1000\\B)", {}},
        {R"(0\\A,1\\B)", {}},
        {R"(1\\A,\\B)", {}},
        {R"(1\\,1\\B)", {}},
        {R"(1\\A,1\\)", {}},
        {R"(1\\A,1\\B,C\D)", {}},
        {"1\\\\A,1\\\\\0"sv, {}},
    };
    using Char = TestType;
    for (const ListRow& row : lists) {
        INFO("<" << row.text << ">");
        const auto text = converted<Char>(row.text);
        const auto names = split_name_list(std::basic_string_view<Char>(text));
        REQUIRE(names.size() == row.names.size());
        for (std::size_t i = 0; i != names.size(); ++i)
            CHECK((test_support::shown(std::basic_string<Char>(names[i])) ==
                   test_support::shown(converted<Char>(row.names[i]))));
    }
}

TEST_CASE("split_name_list: returns views of the text, of a list of any length", "[name]") {
    std::string text = R"(1\\K0)";
    for (int number = 1; number != 10'000; ++number) text += R"(,1\\K)" + std::to_string(number);
    const auto names = split_name_list(std::string_view(text));
    REQUIRE(names.size() == 10'000);
    CHECK(names.front().data() == text.data());
    CHECK(names.back().data() + names.back().size() == text.data() + text.size());
    CHECK_FALSE(suggest_correction(std::string_view(text)).has_value());
}

TEST_CASE("suggest_correction, split_name_list: take strings and literals", "[name]") {
    const std::wstring text = LR"(PROV_RSA_FULL\K)";
    CHECK((suggest_correction(text) == LR"(1\\K)"));
    CHECK(suggest_correction(R"(1\K)") == R"(1\\K)");
    const std::u16string list = uR"(1\\A,1\\B)";
    const std::vector<std::u16string_view> names = split_name_list(list);
    CHECK((names == std::vector<std::u16string_view>{uR"(1\\A)", uR"(1\\B)"}));
    CHECK(split_name_list(R"(1\\A)").empty());
}
