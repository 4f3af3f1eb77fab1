// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace name_tests;
using test_support::converted;

namespace {

struct Row {
    std::string_view text;
    std::optional<std::string_view> suggestion;
};

constexpr auto rows = std::to_array<Row>({
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

    // every backslash doubled
    {R"(1\\Name\\Key)", R"(1\Name\Key)"},
    {R"(1\\\\MyKey)", R"(1\\MyKey)"},
    {R"(1\\A\B)", std::nullopt},
    {R"(1\\A\\B\\C)", std::nullopt},
    {R"(1\\Name\\)", std::nullopt},
    {R"(PROV_RSA_FULL\\Name\\Key)", R"(1\Name\Key)"},

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
    {R"("1\\MyKey')", std::nullopt},
    {R"("1\\MyKey)", std::nullopt},
    {R"("MyKey")", std::nullopt},
    {R"(")", std::nullopt},
    {R"("")", std::nullopt},

    // a smart card's container
    {R"(1\Microsoft Base Smart Card Crypto Provider\\\.\Reader\Container)", std::nullopt},

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
    for (const Row& row : rows) {
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
