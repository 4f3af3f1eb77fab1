// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_PARSE_HPP
#define CRYPTO_CHECKPOINT_NAME_PARSE_HPP

/// @file
/// The only header that includes Boost.Spirit X3. No X3 type is visible outside `detail`.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <string>
#include <string_view>
#include <type_traits>

#if !CRYPTO_CHECKPOINT_HAS_RTTI && !defined(BOOST_SPIRIT_X3_NO_RTTI)
#    define BOOST_SPIRIT_X3_NO_RTTI
#endif
#include <boost/spirit/home/x3/core/parser.hpp>
#include <boost/spirit/home/x3/support/context.hpp>
#include <boost/spirit/home/x3/support/unused.hpp>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {
namespace x3 = boost::spirit::x3;

struct MatchTag;

/// A word of the grammar as an X3 parser. It stores what it finds in the Match of the context.
template <class Word>
struct X3Word : x3::parser<X3Word<Word>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    template <class Char, class Context, class RuleContext, class Attribute>
    CRYPTO_CHECKPOINT_ONE_LEVEL bool parse(const Char*& at, const Char* const& end,
                                           const Context& context, RuleContext&, Attribute&) const {
        return Word::match(at, end, x3::get<MatchTag>(context));
    }
};

// Words have no attributes. X3's own operators >> and | do the same with parsers that have none, and their
// headers bring what parsers with attributes need: Boost.Variant, Fusion, half of the standard library.
// A test compares the two.

/// `left >> right`
template <class Left, class Right>
struct X3Sequence : x3::binary_parser<Left, Right, X3Sequence<Left, Right>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    constexpr X3Sequence(const Left& first, const Right& second)
        : x3::binary_parser<Left, Right, X3Sequence>(first, second) {}

    template <class Char, class Context, class RuleContext, class Attribute>
    CRYPTO_CHECKPOINT_ONE_LEVEL bool parse(const Char*& at, const Char* const& end,
                                           const Context& context, RuleContext& rule_context,
                                           Attribute& attribute) const {
        const Char* const first = at;
        if (this->left.parse(at, end, context, rule_context, attribute) &&
            this->right.parse(at, end, context, rule_context, attribute))
            return true;
        at = first;
        return false;
    }
};

/// `left | right`
template <class Left, class Right>
struct X3Alternative : x3::binary_parser<Left, Right, X3Alternative<Left, Right>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    constexpr X3Alternative(const Left& first, const Right& second)
        : x3::binary_parser<Left, Right, X3Alternative>(first, second) {}

    template <class Char, class Context, class RuleContext, class Attribute>
    CRYPTO_CHECKPOINT_ONE_LEVEL bool parse(const Char*& at, const Char* const& end,
                                           const Context& context, RuleContext& rule_context,
                                           Attribute& attribute) const {
        return this->left.parse(at, end, context, rule_context, attribute) ||
               this->right.parse(at, end, context, rule_context, attribute);
    }
};

template <class Word>
constexpr auto x3_parser(Word) {
    return X3Word<Word>();
}

template <class First, class... Rest>
constexpr auto x3_parser(grammar::Sequence<First, Rest...>);

template <class First, class Second>
constexpr auto x3_parser(grammar::Either<First, Second>) {
    return X3Alternative(x3_parser(First()), x3_parser(Second()));
}

template <class First, class... Rest>
constexpr auto x3_parser(grammar::Sequence<First, Rest...>) {
    if constexpr (sizeof...(Rest) == 0)
        return x3_parser(First());
    else
        return X3Sequence(x3_parser(First()), x3_parser(grammar::Sequence<Rest...>()));
}

template <Dialect dialect, class Char>
CRYPTO_CHECKPOINT_FLATTEN inline ParseResult<Char> parse_with_x3(
    std::basic_string_view<Char> text) noexcept {
    grammar::Match<Char> found;
    const Char* at = text.data();
    // What x3::parse() and x3::with<>[] do, with three levels fewer to inline.
    const bool matched = x3_parser(grammar::CheckpointName<dialect>())
                             .parse(at, text.data() + text.size(),
                                    x3::make_context<MatchTag>(found), x3::unused, x3::unused);
    return grammar::result_of(matched, text, found);
}

}  // namespace detail
/// @endcond

/// Parses a checkpoint name.
/// @par Grammar      checkpoint-name, of either dialect: see #Dialect
/// @par Units and encoding  @p text is UTF-8 in `char` and `char8_t`, UTF-16 in `char16_t`, UTF-32
///                   in `char32_t`, and UTF-16 or UTF-32 in `wchar_t`, according to its size; spans
///                   count its code units from 0
/// @param text       the spec refers to it, so it must outlive the spec
/// @param dialect    which texts to accept
/// @return           the spec, or the first error in the text; never allocates or throws
/// @par Errors
///  * missing_provider_type: the text before the first backslash is empty
///  * provider_type_not_decimal: it contains something other than the digits 0 to 9
///  * leading_zero (documented dialect): it has more than one digit, the first of them 0
///  * provider_type_out_of_range: it is not 1 to 999; tolerant dialect: it exceeds 32 bits
///  * missing_separator: fewer than two backslashes (tolerant dialect: none)
///  * missing_key_container: nothing follows the last of them
///  * separator_in_key_container (documented dialect): more than two backslashes
///  * embedded_nul, ill_formed_text: anywhere; these take precedence over the others
/// @par Complexity   linear, one pass for a valid text
/// @par Source       Microsoft Learn: MSCluster_Resource.AddCryptoCheckpoint (`Type\Name\Key`,
///                   decimal type, optional name) and CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT (an
///                   omitted name is spelled `1\\MyKey`). The documented dialect rejects what no
///                   document mentions, such as leading zeros or further backslashes, and the
///                   tolerant one accepts it: a choice of this library.
/// @par Example
/// @snippet reference/names.cpp parse
/// @see suggest_correction(), render_diagnostic(); check_checkpoint_name(), which works without Boost
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> parse_checkpoint_name(
    std::basic_string_view<Char> text, Dialect dialect = Dialect::documented) noexcept {
    if (std::is_constant_evaluated()) {
        return check_checkpoint_name(text, dialect);
    } else {
        return dialect == Dialect::documented ? detail::parse_with_x3<Dialect::documented>(text)
                                              : detail::parse_with_x3<Dialect::tolerant>(text);
    }
}

/// The same for a @p text that ends with a NUL.
/// @par Errors  as above
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> parse_checkpoint_name(
    const Char* text, Dialect dialect = Dialect::documented) noexcept {
    return parse_checkpoint_name(std::basic_string_view<Char>(text), dialect);
}

/// The same for a string.
/// @param text     as above
/// @param dialect  as above
/// @par Errors     as above
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> parse_checkpoint_name(
    const std::basic_string<Char>& text, Dialect dialect = Dialect::documented) noexcept {
    return parse_checkpoint_name(std::basic_string_view<Char>(text), dialect);
}

/// @cond
namespace detail {
/// The return type is the message of the compiler.
struct keep_the_text_in_a_variable;  // NOLINT(readability-identifier-naming)
}  // namespace detail
/// @endcond

/// A temporary would not outlive the spec that refers to it.
template <CodeUnit Char>
detail::keep_the_text_in_a_variable parse_checkpoint_name(std::basic_string<Char>&&, Dialect = {})
    CRYPTO_CHECKPOINT_DELETED("keep the text in a variable");

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
