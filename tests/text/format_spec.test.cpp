// SPDX-License-Identifier: BSL-1.0
#include "name/grammar_rows.hpp"
#include "support/catch.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <fmt/xchar.h>

#include <iterator>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using name_tests::grammar_rows;
using name_tests::GrammarRow;
using test_support::converted;

namespace {

#if FMT_VERSION < 110000
template <class Char>
using FormatContext = fmt::buffer_context<Char>;
#else
template <class Char>
using FormatContext = fmt::buffered_context<Char>;
#endif

/// A spec in a format, in any character type: fmt::runtime() supports only two of them.
template <class Char, class Spec>
std::basic_string<Char> formatted(std::string_view format, const Spec& spec) {
    const auto text = converted<Char>(format);
    return fmt::vformat(fmt::basic_string_view<Char>(text.data(), text.size()),
                        fmt::make_format_args<FormatContext<Char>>(spec));
}

}  // namespace

TEMPLATE_TEST_CASE("fmt: a formatted spec parses as the same spec", "[text]", char, wchar_t,
                   char16_t) {
    using Char = TestType;
    for (const Dialect dialect : {Dialect::documented, Dialect::tolerant})
        for (const GrammarRow<Char>& row : grammar_rows<Char>(dialect)) {
            if (!row.spec) continue;
            const auto text = formatted<Char>("{}", *row.spec);
            INFO("<" << test_support::shown(text) << ">");
            CHECK((parse_checkpoint_name(text, dialect) == row.expected()));
            CHECK((text == to_checkpoint_name(*row.spec)));
            CHECK((text == formatted<Char>("{}", *row.expected())));
        }
}

TEMPLATE_TEST_CASE("fmt: specs accept the format specifications of strings", "[text]", char,
                   wchar_t, char16_t) {
    using Char = TestType;
    const auto name = converted<Char>(R"(1\\K)");
    const auto spec = *parse_checkpoint_name(name);
    struct Row {
        std::string_view format;
        std::string_view text;
    };
    for (const Row& row : {
             Row{"{}", R"(1\\K)"},
             Row{"<{:s}>", R"(<1\\K>)"},
             Row{"{:7}|", R"(1\\K   |)"},
             Row{"{:<7}|", R"(1\\K   |)"},
             Row{"{:>7}|", R"(   1\\K|)"},
             Row{"{:^8}|", R"(  1\\K  |)"},
             Row{"{:*>7}|", R"(***1\\K|)"},
             Row{"{:2}|", R"(1\\K|)"},
             Row{"{:.2}|", R"(1\|)"},
             Row{"{:4.2}|", R"(1\  |)"},
             Row{"{0} and {0}", R"(1\\K and 1\\K)"},
         }) {
        INFO(row.format);
        CHECK((formatted<Char>(row.format, spec) == converted<Char>(row.text)));
        CHECK((formatted<Char>(row.format, spec.to_owned()) == converted<Char>(row.text)));
    }
}

TEST_CASE("fmt: formats a provider type as its number", "[text]") {
    CHECK(fmt::format("{}", ProviderType(24)) == "24");
    CHECK(fmt::format("{:>4}|{:<4}|", ProviderType(1), ProviderType(999)) == "   1|999 |");
}

TEST_CASE("fmt: rejects format specifications that strings do not have", "[text]") {
    const CspSpecView spec = *parse_checkpoint_name(R"(1\\K)");
    for (const std::string_view format : {"{:d}", "{:x}", "{:+}", "{:Q}", "{:"}) {
        INFO(format);
        CHECK_THROWS_AS(fmt::format(fmt::runtime(format), spec), fmt::format_error);
    }
}

TEST_CASE("fmt: checks formats of specs at compile time, and writes to any output", "[text]") {
    const CspSpecView spec = *parse_checkpoint_name(R"(24\Name\Key)");
    CHECK(fmt::format("{:>12}", spec) == R"( 24\Name\Key)");
    CHECK((fmt::format(L"{}", *parse_checkpoint_name(LR"(24\Name\Key)")) == LR"(24\Name\Key)"));
    CHECK((fmt::format(u"{}", *parse_checkpoint_name(uR"(24\Name\Key)")) == uR"(24\Name\Key)"));
    CHECK(fmt::format("{:>{}}", spec, 13) == R"(  24\Name\Key)");
    CHECK(fmt::formatted_size("{}", spec) == 11);
    std::string text = "Add ";
    fmt::format_to(std::back_inserter(text), "{}", spec);
    CHECK(text == R"(Add 24\Name\Key)");
}
