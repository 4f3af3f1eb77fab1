// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <array>
#include <set>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using namespace std::literals;
using test_support::converted;

namespace {

/// A name and its advice: codes, each with the constant of its CSP.
struct Row {
    std::string_view text;
    std::string_view advice;
};

constexpr auto rows = std::to_array<Row>({
    // no advice: every documented name with its own type
    {R"(1\Microsoft Base Cryptographic Provider v1.0\K)", ""},
    {R"(1\Microsoft Enhanced Cryptographic Provider v1.0\K)", ""},
    {R"(1\Microsoft Strong Cryptographic Provider\K)", ""},
    {R"(2\Microsoft RSA Signature Cryptographic Provider\K)", ""},
    {R"(3\Microsoft Base DSS Cryptographic Provider\K)", ""},
    {R"(12\Microsoft RSA SChannel Cryptographic Provider\K)", ""},
    {R"(13\Microsoft Base DSS and Diffie-Hellman Cryptographic Provider\K)", ""},
    {R"(13\Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider\K)", ""},
    {R"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\K)", ""},
    {R"(24\Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)\K)", ""},

    // provider_name_omitted
    {R"(1\\K)", "provider_name_omitted"},
    {R"(24\\K)", "provider_name_omitted"},

    // provider_type_mismatch
    {R"(1\Microsoft Enhanced RSA and AES Cryptographic Provider\K)",
     "provider_type_mismatch MS_ENH_RSA_AES_PROV"},
    {R"(24\Microsoft Strong Cryptographic Provider\K)", "provider_type_mismatch MS_STRONG_PROV"},

    // provider_not_exportable
    {R"(1\Microsoft Base Smart Card Crypto Provider\K)", "provider_not_exportable MS_SCARD_PROV"},
    {R"(24\Microsoft Base Smart Card Crypto Provider\K)",
     "provider_type_mismatch MS_SCARD_PROV, provider_not_exportable MS_SCARD_PROV"},
    // ... under another vendor's name
    {R"(1\OpenSC CSP\K)", "provider_not_exportable MS_SCARD_PROV"},
    {R"(24\OPENSC CSP\K)",
     "provider_type_mismatch MS_SCARD_PROV, provider_not_exportable MS_SCARD_PROV, "
     "provider_name_case MS_SCARD_PROV"},

    // provider_name_unknown: no known name is near enough
    {R"(1\Contoso Hardware Provider\K)", "provider_name_unknown"},
    {R"(1\Microsoft\K)", "provider_name_unknown"},
    {R"(1\N\K)", "provider_name_unknown"},
    {R"(80\Crypto-Pro GOST R 34.10-2012 Cryptographic Service Provider\K)",
     "provider_name_unknown, provider_type_unknown"},
    // ... one letter too few, too many, another, two swapped
    {R"(1\Microsoft Strong Cryptographic Provide\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Microsoft Strong Cryptographic Providers\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Microsoft Strong_Cryptographic Provider\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Mircosoft Strong Cryptographic Provider\K)", "provider_name_unknown MS_STRONG_PROV"},
    // ... two letters, at one place or at both ends
    {R"(1\Microsoft Strong Cryptographic Provid\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\crosoft Strong Cryptographic Provider\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\icrosoft Strong Cryptographic Provide\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Mircosoft Strong Cryptographic Provdier\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\MICROSOFT STRNG CRYPTOGRAPHIC PRVIDER\K)", "provider_name_unknown MS_STRONG_PROV"},
    // ... three are too many
    {R"(1\rosoft Strong Cryptographic Provider\K)", "provider_name_unknown"},
    {R"(1\icrosoft Strong Cryptographic Provid\K)", "provider_name_unknown"},
    {R"(1\Mxcroxoft Strong Cryptographic Prxvider\K)", "provider_name_unknown"},
    // ... words that are abbreviated, longer, or missing at the end
    {R"(1\Microsoft Strong Crypto Provider\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Microsoft Strong Cryptographic Provi\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\microsoft  strong  crypto\K)", "provider_name_unknown MS_STRONG_PROV"},
    {R"(1\Microsoft Enhanced Cryptographic Provider\K)", "provider_name_unknown MS_ENHANCED_PROV"},
    {R"(1\Microsoft Base Cryptographic Provider\K)", "provider_name_unknown MS_DEF_PROV"},
    {R"(1\Microsoft Base Smart Card Cryptographic Provider\K)",
     "provider_name_unknown MS_SCARD_PROV"},
    {R"(24\Microsoft Enhanced RSA and AES Crypto Provider\K)",
     "provider_name_unknown MS_ENH_RSA_AES_PROV"},
    // ... not three words, other words, words too many, or letters too few
    {R"(1\Microsoft Enhanced\K)", "provider_name_unknown"},
    {R"(1\Microsoft Weak Crypto Provider\K)", "provider_name_unknown"},
    {R"(1\Microsoft Strong Crypto Provider for Contoso\K)", "provider_name_unknown"},
    {R"(1\Mi Strong Cryptographic Provider\K)", "provider_name_unknown"},
    // ... nor what two have in common
    {R"(1\Microsoft RSA\K)", "provider_name_unknown"},
    {R"(13\Microsoft Base\K)", "provider_name_unknown"},
    // ... of two that are near, the nearer
    {R"(12\Microsoft RS SChannel Cryptographic Provider\K)",
     "provider_name_unknown MS_DEF_RSA_SCHANNEL_PROV"},
    {R"(13\Microsoft DS SChannel Cryptographic Provider\K)",
     "provider_name_unknown MS_DEF_DH_SCHANNEL_PROV"},
    // ... letters that look alike, or fold in some locale, are others
    {"1\\Micro\u017Foft Strong Cryptographic Provider\\K", "provider_name_unknown MS_STRONG_PROV"},
    {"1\\Micros\u043Eft Strong Cryptographic Provider\\K", "provider_name_unknown MS_STRONG_PROV"},
    {"1\\\u00B5icro\u017Foft Str\u043Eng Cryptographic Provider\\K", "provider_name_unknown"},
    // ... a suggestion of another type than the one that was written
    {R"(24\Microsoft Strong Cryptographic Provide\K)", "provider_name_unknown MS_STRONG_PROV"},

    // provider_name_case
    {R"(1\microsoft strong cryptographic provider\K)", "provider_name_case MS_STRONG_PROV"},
    {R"(1\MICROSOFT STRONG CRYPTOGRAPHIC PROVIDER\K)", "provider_name_case MS_STRONG_PROV"},
    {R"(1\microsoft Strong Cryptographic Provider\K)", "provider_name_case MS_STRONG_PROV"},
    {R"(1\Microsoft Strong Cryptographic ProvideR\K)", "provider_name_case MS_STRONG_PROV"},
    {R"(1\Microsoft Base Cryptographic Provider V1.0\K)", "provider_name_case MS_DEF_PROV"},
    {R"(3\microsoft strong cryptographic provider\K)",
     "provider_type_mismatch MS_STRONG_PROV, provider_name_case MS_STRONG_PROV"},
    // ... the documents have both SChannel and Schannel, but nothing else
    {R"(12\Microsoft RSA Schannel Cryptographic Provider\K)", ""},
    {R"(12\Microsoft RSA SCHannel Cryptographic Provider\K)",
     "provider_name_case MS_DEF_RSA_SCHANNEL_PROV"},
    {R"(12\Microsoft RSA schannel Cryptographic Provider\K)",
     "provider_name_case MS_DEF_RSA_SCHANNEL_PROV"},
    {R"(12\Microsoft RSA sChannel Cryptographic Provider\K)",
     "provider_name_case MS_DEF_RSA_SCHANNEL_PROV"},
    {R"(12\Microsoft RSA Schannel cryptographic Provider\K)",
     "provider_name_case MS_DEF_RSA_SCHANNEL_PROV"},
    {R"(18\Microsoft DH SChannel Cryptographic Provider\K)", "provider_type_not_persistent"},
    {R"(18\Microsoft DH Schannel Cryptographic Provider\K)", "provider_type_not_persistent"},

    // surrounding_blanks, of the key or of the provider's name
    {R"(1\Microsoft Strong Cryptographic Provider\ K)", "surrounding_blanks"},
    {R"(1\Microsoft Strong Cryptographic Provider\K )", "surrounding_blanks"},
    {"1\\Microsoft Strong Cryptographic Provider\\\tK", "surrounding_blanks"},
    {"1\\Microsoft Strong Cryptographic Provider\\K\t", "surrounding_blanks"},
    {R"(1\Microsoft Strong Cryptographic Provider\ )", "surrounding_blanks"},
    {"1\\\\\t", "provider_name_omitted, surrounding_blanks"},
    {R"(1\ Microsoft Strong Cryptographic Provider\K)",
     "provider_name_unknown MS_STRONG_PROV, surrounding_blanks"},
    {"1\\Microsoft Strong Cryptographic Provider\t\\K",
     "provider_name_unknown MS_STRONG_PROV, surrounding_blanks"},
    {R"(1\ \K)", "provider_name_unknown, surrounding_blanks"},
    // ... once, however many there are
    {"1\\ Microsoft Strong Cryptographic Provider \\\t K  ",
     "provider_name_unknown MS_STRONG_PROV, surrounding_blanks"},
    // ... not inside a name, and other characters are no blanks
    {R"(1\Microsoft Strong Cryptographic Provider\My Key)", ""},
    {"1\\Microsoft Strong Cryptographic Provider\\My\tKey", ""},
    {"1\\Microsoft Strong Cryptographic Provider\\\nK\r", ""},
    {"1\\Microsoft Strong Cryptographic Provider\\\u00A0K\u3000", ""},

    // provider_type_unknown
    {R"(0\\K)", "provider_name_omitted, provider_type_unknown"},
    {R"(19\\K)", "provider_name_omitted, provider_type_unknown"},
    {R"(25\\K)", "provider_name_omitted, provider_type_unknown"},
    {R"(999\\K)", "provider_name_omitted, provider_type_unknown"},
    {R"(4294967295\\K)", "provider_name_omitted, provider_type_unknown"},
    {R"(19\Microsoft Strong Cryptographic Provider\K)",
     "provider_type_mismatch MS_STRONG_PROV, provider_type_unknown"},

    // provider_type_not_persistent
    {R"(18\\K)", "provider_name_omitted, provider_type_not_persistent"},
    {R"(21\\K)", "provider_name_omitted, provider_type_not_persistent"},
    {R"(21\Contoso Dice\K)", "provider_name_unknown, provider_type_not_persistent"},
    {R"(20\\K)", "provider_name_omitted"},

    // provider_is_key_storage, whatever the case and the type; no other advice on the name
    {R"(1\Microsoft Software Key Storage Provider\K)", "provider_is_key_storage"},
    {R"(24\Microsoft Smart Card Key Storage Provider\K)", "provider_is_key_storage"},
    {R"(1\Microsoft Platform Crypto Provider\K)", "provider_is_key_storage"},
    {R"(1\microsoft PLATFORM crypto provider\K)", "provider_is_key_storage"},
    {R"(77\Microsoft Software Key Storage Provider\ K)",
     "surrounding_blanks, provider_type_unknown, provider_is_key_storage"},
    // ... of the whole name only
    {R"(1\Microsoft Software Key Storage Provide\K)", "provider_name_unknown"},
    {R"(1\Microsoft Platform Crypto Provider 2\K)", "provider_name_unknown"},

    // key_container_is_file_name: 32 hexadecimal digits, an underscore, a GUID
    {R"(1\Microsoft Enhanced Cryptographic Provider v1.0\)"
     R"(76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0)",
     "key_container_is_file_name"},
    {R"(1\\76944FB33636AEDDB9590521C2E8815A_5C9A6B1F-1BCF-4F1B-A0E8-6D5E7E5C6FF0)",
     "provider_name_omitted, key_container_is_file_name"},
    // ... nothing less, more or else: a GUID alone is often a container's name
    {R"(1\\5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0)", "provider_name_omitted"},
    {R"(1\\76944fb33636aeddb9590521c2e8815a)", "provider_name_omitted"},
    {R"(1\\76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff)",
     "provider_name_omitted"},
    {R"(1\\76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff00)",
     "provider_name_omitted"},
    {R"(1\\g6944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0)",
     "provider_name_omitted"},
    {R"(1\\76944fb33636aeddb9590521c2e8815a-5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0)",
     "provider_name_omitted"},
    {R"(1\\76944fb33636aeddb9590521c2e8815a_5c9a6b1f_1bcf-4f1b-a0e8-6d5e7e5c6ff0)",
     "provider_name_omitted"},
    {R"(1\76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0\K)",
     "provider_name_unknown"},

    // several_names: `1\\A,1\\B` after a shell
    {R"(1\A,1\B)", "provider_name_unknown, several_names"},
    {R"(1\A; 24\B)", "provider_name_unknown, several_names"},
    {R"(1\My Key,999\B,1)", "provider_name_unknown, several_names"},
    {R"(1\A 1\B)", "provider_name_unknown, several_names"},
    {R"(1\My Key | 24\B)", "provider_name_unknown, several_names"},
    {"1\\A\n1\\B", "provider_name_unknown, several_names"},
    // ... with another type, or none
    {R"(1\A,01\B)", "provider_name_unknown, several_names"},
    {R"(1\A,1000\B)", "provider_name_unknown, several_names"},
    {R"(1\A,PROV_RSA_FULL\B)", "provider_name_unknown, several_names"},
    {R"(1\A,0x18\B)", "provider_name_unknown, several_names"},
    {R"(1\A, \B)", "provider_name_unknown, surrounding_blanks, several_names"},
    // ... but after a blank only a valid one, and not after the name of a provider
    {R"(1\A 01\B)", "provider_name_unknown"},
    {R"(1\A 1000\B)", "provider_name_unknown"},
    {R"(1\A \B)", "provider_name_unknown, surrounding_blanks"},
    {R"(1\Contoso CSP 2\B)", "provider_name_unknown"},
    {R"(1\Luna Cryptographic Services 7\B)", "provider_name_unknown"},
    {R"(1\A,B\C)", "provider_name_unknown"},
    {R"(1\,1\B)", "provider_name_unknown"},
    {R"(1\1\B)", "provider_name_unknown"},
    {R"(1\Contoso CSP, version 2\B)", "provider_name_unknown"},
    {R"(1\\A,1)", "provider_name_omitted"},

    // key_container_is_provider_name, of a CSP or of CNG, whatever the case
    {R"(1\\Microsoft Strong Cryptographic Provider)",
     "provider_name_omitted, key_container_is_provider_name"},
    {R"(1\\opensc csp)", "provider_name_omitted, key_container_is_provider_name"},
    {R"(1\Microsoft Strong Cryptographic Provider\Microsoft Software Key Storage Provider)",
     "key_container_is_provider_name"},
    // ... of the whole name only: others may be names of containers
    {R"(1\\Contoso CSP)", "provider_name_omitted"},
    {R"(1\\Microsoft Strong Cryptographic Provide)", "provider_name_omitted"},

    // as many as possible
    {"21\\microsoft base smart card crypto provider\\K\t",
     "provider_type_mismatch MS_SCARD_PROV, provider_not_exportable MS_SCARD_PROV, "
     "provider_name_case MS_SCARD_PROV, surrounding_blanks, provider_type_not_persistent"},
});

std::string texts_of(const AdviceList& advice) {
    std::string text;
    for (const Advice& piece : advice) {
        if (!text.empty()) text += ", ";
        text += to_string(piece.code);
        if (piece.provider) (text += ' ') += piece.provider->constant;
    }
    return text;
}

template <class Char>
AdviceList advice_on(const std::basic_string<Char>& text) {
    // types of the tolerant dialect
    const auto spec = check_checkpoint_name(std::basic_string_view<Char>(text), Dialect::tolerant);
    REQUIRE(spec.has_value());
    return advise(*spec);
}

}  // namespace

TEMPLATE_TEST_CASE("advise: returns the advice of every row", "[name]", char, char8_t, char16_t,
                   wchar_t) {
    for (const Row& row : rows) {
        INFO("<" << row.text << ">");
        CHECK(texts_of(advice_on(converted<TestType>(row.text))) == row.advice);
    }
}

TEST_CASE("advise: the rows have every code", "[name]") {
    for (const detail::AdviceRow& known : detail::advice_table) {
        INFO(known.name);
        bool is_shown = false;
        for (const Row& row : rows)
            is_shown = is_shown || row.advice.find(known.name) != row.advice.npos;
        CHECK(is_shown);
    }
}

TEST_CASE("AdviceCode: has stable numbers and names", "[name]") {
    struct GoldenRow {
        int number;
        std::string_view name;
    };
    constexpr auto golden_rows = std::to_array<GoldenRow>({
        {1, "provider_name_omitted"},
        {2, "provider_type_mismatch"},
        {3, "provider_not_exportable"},
        {4, "provider_name_unknown"},
        {5, "provider_name_case"},
        {6, "surrounding_blanks"},
        {7, "provider_type_unknown"},
        {8, "provider_type_not_persistent"},
        {9, "provider_is_key_storage"},
        {10, "key_container_is_file_name"},
        {11, "several_names"},
        {12, "key_container_is_provider_name"},
    });
    for (const GoldenRow& row : golden_rows) {
        INFO(row.name);
        CHECK(to_string(static_cast<AdviceCode>(row.number)) == row.name);
    }
    CHECK(detail::advice_table.size() == golden_rows.size());
}

TEST_CASE("advice_table: has one row with a sentence and an example for every code", "[name]") {
    std::set<AdviceCode> codes;
    std::set<std::string_view> names;
    for (const detail::AdviceRow& row : detail::advice_table) {
        INFO(row.name);
        CHECK(codes.insert(row.code).second);
        CHECK(names.insert(row.name).second);
        CHECK(meaning(row.code) == row.meaning);
        CHECK_FALSE(row.meaning.empty());
        CHECK_FALSE(row.meaning.ends_with('.'));
        const auto example = check_checkpoint_name(row.example);
        REQUIRE(example.has_value());
        CHECK(advise(*example).find(row.code));
    }
}

TEST_CASE("AdviceList::find: finds advice by its code", "[name]") {
    const AdviceList advice = advice_on(R"(24\Microsoft Base Smart Card Crypto Provider\ K)"s);
    CHECK(advice.size() == 3);
    CHECK_FALSE(advice.empty());
    const Advice* const mismatch = advice.find(AdviceCode::provider_type_mismatch);
    REQUIRE(mismatch);
    REQUIRE(mismatch->provider);
    CHECK((mismatch->provider->type == ProviderType(1)));
    CHECK(advice.find(AdviceCode::provider_not_exportable));
    CHECK(advice.find(AdviceCode::surrounding_blanks));
    CHECK_FALSE(advice.find(AdviceCode::provider_name_omitted));

    const AdviceList nothing = advice_on(R"(1\Microsoft Strong Cryptographic Provider\K)"s);
    CHECK(nothing.empty());
    // NOLINTNEXTLINE(readability-container-size-empty): size() is tested
    CHECK(nothing.size() == 0);
    CHECK((nothing.begin() == nothing.end()));
    // an unchecked spec may have an empty name
    const CspSpecView nameless(unchecked, ProviderType(1), std::nullopt, "");
    CHECK_FALSE(advise(nameless).find(AdviceCode::surrounding_blanks));
    CHECK_FALSE(nothing.find(AdviceCode::provider_name_omitted));
}

TEST_CASE("advise: returns the same for an owner and a view", "[name]") {
    for (const Row& row : rows) {
        INFO("<" << row.text << ">");
        const auto spec = check_checkpoint_name(row.text, Dialect::tolerant);
        REQUIRE(spec.has_value());
        CHECK(texts_of(advise(spec->to_owned())) == texts_of(advise(*spec)));
    }
}

TEMPLATE_TEST_CASE("advise: suggests nothing for a name longer than all known ones", "[name]", char,
                   char8_t, char16_t, wchar_t) {
    for (const std::size_t size : {64u, 65u, 66u, 94u, 95u, 96u, 97u, 98u, 1000u, 100'000u}) {
        INFO(size);
        const std::string text = "1\\" + std::string(size, 'x') + "\\K";
        CHECK(texts_of(advice_on(converted<TestType>(text))) == "provider_name_unknown");
    }
    // even where the beginning is a known one
    const std::string text =
        "1\\Microsoft Strong Cryptographic Provider" + std::string(100, ' ') + "x\\K";
    CHECK(texts_of(advice_on(converted<TestType>(text))) == "provider_name_unknown");
}
