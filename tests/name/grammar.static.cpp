// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

// The compiler reads every row of the grammar as the program does.

namespace {

using namespace crypto_checkpoint;

template <class Char>
constexpr bool every_row_reads_as_it_says(Dialect dialect) {
    bool is_right = true;
    text_tests::for_each_row<Char>(
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

// Texts and errors can be made and compared at compile time, where the library's string can: that of
// libstdc++ 12 cannot with clang, and with g++ neither that of 12 nor that of 13 can be moved, as an
// owning spec has to.
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
