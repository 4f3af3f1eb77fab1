// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

// check_checkpoint_name() returns the expected result of every row at compile time.

namespace {

using namespace crypto_checkpoint;

template <class Char>
constexpr bool every_row_reads_as_it_says(Dialect dialect) {
    bool is_right = true;
    name_tests::for_each_row<Char>(
        dialect, [&](std::basic_string_view<Char> text, const ParseResult<Char>& expected) {
            is_right = is_right && check_checkpoint_name(text, dialect) == expected &&
                       parse_checkpoint_name(text, dialect) == expected;
        });
    return is_right;
}

static_assert(every_row_reads_as_it_says<char>(Dialect::documented));
static_assert(every_row_reads_as_it_says<char>(Dialect::tolerant));
static_assert(every_row_reads_as_it_says<char8_t>(Dialect::documented));
static_assert(every_row_reads_as_it_says<char16_t>(Dialect::documented));
static_assert(every_row_reads_as_it_says<char16_t>(Dialect::tolerant));
static_assert(every_row_reads_as_it_says<char32_t>(Dialect::documented));
static_assert(every_row_reads_as_it_says<wchar_t>(Dialect::documented));
static_assert(every_row_reads_as_it_says<wchar_t>(Dialect::tolerant));

// Owning specs at compile time, where std::string permits: not libstdc++ 12 with clang, and with g++
// neither 12 nor 13 can move one.
#if !defined(_GLIBCXX_RELEASE) || _GLIBCXX_RELEASE > 12 || !defined(__clang__)
static_assert(to_checkpoint_name(*parse_checkpoint_name("1\\\\MyKey")) == "1\\\\MyKey");
static_assert(make_csp_spec(ProviderType(0), std::optional<std::string_view>(),
                            std::string_view("K"))
                  .error() == SyntaxError{Errc::provider_type_out_of_range, {0, 1}});
static_assert(suggest_correction(std::string_view("PROV_RSA_FULL\\K")) == "1\\\\K");
#endif
#if !defined(_GLIBCXX_RELEASE) || _GLIBCXX_RELEASE > 13
static_assert(make_csp_spec(ProviderType(24), std::optional<std::u16string_view>(u"N"),
                            std::u16string_view(u"K"))
                  .value() == *parse_checkpoint_name(u"24\\N\\K"));
static_assert(parse_checkpoint_name("1\\\\A")->to_owned() < *parse_checkpoint_name("1\\\\B"));
#endif

}  // namespace
