// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_GRAMMAR_HPP
#define CRYPTO_CHECKPOINT_NAME_GRAMMAR_HPP

/// @file
/// The grammar of a checkpoint name, once, as ABNF (RFC 5234):
///
///     ; documented: the only dialect that is sent
///     checkpoint-name = provider-type "\" [ provider-name ] "\" key-container
///     provider-type   = %x31-39 *2DIGIT                  ; 1 to 999, no leading zeros
///     provider-name   = 1*<any character but "\" and NUL>
///     key-container   = 1*<any character but "\" and NUL>
///
///     ; tolerant: also accepts what a cluster might report
///     checkpoint-name = provider-type "\" [ [ provider-name ] "\" ] key-container
///     provider-type   = 1*DIGIT                          ; whatever fits 32 bits
///     provider-name   = 1*<any character but "\" and NUL>
///     key-container   = 1*<any character but NUL>
///
/// The words of the grammar are functions on pointers that need only the standard library and work at
/// compile time. Their order is a type: match_checkpoint_name() here and the Boost.Spirit X3 parser
/// in name/parse.hpp both walk that type, so the grammar exists once.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/detail/find_field_end.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Which texts are accepted as checkpoint names.
/// @par Grammar      checkpoint-name: ABNF in crypto_checkpoint/name/grammar.hpp, and as a picture
/// @image html grammar.svg "Both dialects"
/// @par Source       Microsoft Learn, MSCluster_Resource.AddCryptoCheckpoint and
///                   CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT for the documented dialect; the tolerant
///                   one is chosen
enum class Dialect {
    documented,  ///< what Microsoft's documents show: the only one that is sent
    tolerant,    ///< also what a cluster might report: no document rules it out
};

/// A spec that refers to the parsed text, or the syntax error.
/// @see parse_checkpoint_name()
template <class Char>
using ParseResult = std::expected<BasicCspSpecView<Char>, SyntaxError>;

/// The words of the grammar and their order, for writing another interpreter.
///
/// A word has a function `match(at, end, found)` that reads from @p at up to @p end. On a match it moves
/// @p at behind the word and stores what it found in the Match; otherwise it stores the error. Nothing
/// allocates or throws, and everything works at compile time.
/// @par Units and encoding  texts are in any encoding of CodeUnit; lengths count code units
/// @par Example
/// @snippet reference/names.cpp words
namespace grammar {

/// What has been matched so far, and the first error.
template <class Char>
struct Match {
    std::uint32_t provider_type = 0;             ///< 0 until it is matched
    std::basic_string_view<Char> provider_name;  ///< empty if omitted
    std::basic_string_view<Char> key_container;  ///< empty until it is matched

    Errc error{};                    ///< set by fail()
    const Char* error_at = nullptr;  ///< in the text
    std::size_t error_length = 0;    ///< in code units; 0 where something is missing

    /// Stores an error. Returns false, the result of a word that does not match.
    /// @param code    the error
    /// @param at      its place in the text
    /// @param length  in code units; 0 where something is missing
    constexpr bool fail(Errc code, const Char* at, std::size_t length = 0) noexcept {
        error = code;
        error_at = at;
        error_length = length;
        return false;
    }
};

/// The provider type in decimal. Documented dialect: 1 to 999 without leading zeros; tolerant dialect:
/// any number of 32 bits.
/// @par Grammar  provider-type
template <Dialect dialect>
struct ProviderTypeWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        constexpr std::uint64_t highest = dialect == Dialect::documented
                                              ? std::uint64_t{ProviderType::highest_valid}
                                              : (std::numeric_limits<std::uint32_t>::max)();
        const Char* const first = at;
        std::uint64_t value = 0;
        const Char* last = first;
        for (; last != end && Char('0') <= *last && *last <= Char('9'); ++last)
            if (value <= highest)
                value = value * 10 + static_cast<std::uint64_t>(*last - Char('0'));
        if (last == first && (last == end || *last == Char('\\')))
            return found.fail(Errc::missing_provider_type, first);
        if (last != end && *last != Char('\\')) {
            last = detail::find_field_end(last, end);
            return found.fail(Errc::provider_type_not_decimal, first, length(first, last));
        }
        if constexpr (dialect == Dialect::documented) {
            if (*first == Char('0') && last - first > 1) {
                const Char* digit = first;
                while (last - digit > 1 && *digit == Char('0')) ++digit;
                return found.fail(Errc::leading_zero, first, length(first, digit));
            }
            if (value < ProviderType::lowest_valid)
                return found.fail(Errc::provider_type_out_of_range, first, length(first, last));
        }
        if (value > highest)
            return found.fail(Errc::provider_type_out_of_range, first, length(first, last));
        found.provider_type = static_cast<std::uint32_t>(value);
        at = last;
        return true;
    }

private:
    template <class Char>
    static constexpr std::size_t length(const Char* first, const Char* last) noexcept {
        return static_cast<std::size_t>(last - first);
    }
};

/// A backslash.
struct SeparatorWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        if (at == end || *at != Char('\\')) return found.fail(Errc::missing_separator, at);
        ++at;
        return true;
    }
};

/// The provider name, which may be empty.
/// @par Grammar  [ provider-name ]
struct ProviderNameWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        const Char* const first = at;
        at = detail::find_field_end(first, end);
        found.provider_name = {first, static_cast<std::size_t>(at - first)};
        return true;
    }
};

/// Matches nothing: the tolerant dialect allows omitting the provider name with its separator.
struct OmittedProviderNameWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*&, const Char*, Match<Char>& found) noexcept {
        found.provider_name = {};
        return true;
    }
};

/// The key container's name. Documented dialect: without a backslash.
/// @par Grammar  key-container
template <Dialect dialect>
struct KeyContainerWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        const Char* const first = at;
        if (first == end) return found.fail(Errc::missing_key_container, first);
        at = detail::find_field_end(first, end);
        if constexpr (dialect == Dialect::tolerant)
            while (at != end && *at == Char('\\')) at = detail::find_field_end(at + 1, end);
        found.key_container = {first, static_cast<std::size_t>(at - first)};
        return true;
    }
};

/// The end of the text. A further separator is an error of the key container before it.
struct EndWord {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        return at == end || found.fail(Errc::separator_in_key_container, at, 1);
    }
};

/// All parts, in this order.
template <class... Parts>
struct Sequence {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        return (Parts::match(at, end, found) && ...);
    }
};

/// The first part, or if it does not match, the second from the same place.
template <class First, class Second>
struct Either {
    /// See crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        const Char* const first = at;
        if (First::match(at, end, found)) return true;
        at = first;
        return Second::match(at, end, found);
    }
};

/// @cond
template <Dialect dialect>
struct CheckpointNameOf {
    using Type = Sequence<ProviderTypeWord<dialect>, SeparatorWord,  //
                          ProviderNameWord, SeparatorWord,           //
                          KeyContainerWord<dialect>, EndWord>;
};

template <>
struct CheckpointNameOf<Dialect::tolerant> {
    using Type =
        Sequence<ProviderTypeWord<Dialect::tolerant>, SeparatorWord,
                 Either<Sequence<ProviderNameWord, SeparatorWord>, OmittedProviderNameWord>,
                 KeyContainerWord<Dialect::tolerant>, EndWord>;
};

/// @endcond

/// The grammar of a dialect, as the interpreters walk it.
template <Dialect dialect>
using CheckpointName = typename CheckpointNameOf<dialect>::Type;

/// The error to report. A NUL or ill-formed text anywhere takes precedence over what the grammar found:
/// Windows would read a different text, so no other error of this one matters. The search begins at
/// the stored error because the text before it has been checked.
/// @param text   the whole text
/// @param found  with an error
template <class Char>
constexpr SyntaxError syntax_error_of(std::basic_string_view<Char> text,
                                      const Match<Char>& found) noexcept {
    const Char* const first = text.data();
    const Char* const end = first + text.size();
    const auto offset = [&](const Char* at) { return static_cast<std::size_t>(at - first); };
    for (const Char* at = found.error_at; (at = detail::find_field_end(at, end)) != end; ++at) {
        if (*at == Char()) return {Errc::embedded_nul, {offset(at), 1}};
        if (*at != Char('\\'))
            return {Errc::ill_formed_text, {offset(at), detail::scan_character(at, end).length}};
    }
    return {found.error, {offset(found.error_at), found.error_length}};
}

/// The result of an interpreter.
/// @param matched  whether all words matched
/// @param text     the whole text; the spec refers to it
/// @param found    what the words stored
/// @par Errors  as syntax_error_of()
template <class Char>
constexpr ParseResult<Char> result_of(bool matched, std::basic_string_view<Char> text,
                                      const Match<Char>& found) noexcept {
    if (!matched) [[unlikely]]
        return std::unexpected(syntax_error_of(text, found));
    // Not one call with an optional: that would be copied through memory.
    const ProviderType type(found.provider_type);
    if (found.provider_name.empty())
        return ParseResult<Char>(std::in_place, unchecked, type, std::nullopt, found.key_container);
    return ParseResult<Char>(std::in_place, unchecked, type, found.provider_name,
                             found.key_container);
}

/// check_checkpoint_name() for one dialect.
/// @par Errors  as parse_checkpoint_name()
template <Dialect dialect, class Char>
constexpr ParseResult<Char> match_checkpoint_name(std::basic_string_view<Char> text) noexcept {
    Match<Char> found;
    const Char* at = text.data();
    const bool matched = CheckpointName<dialect>::match(at, at + text.size(), found);
    return result_of(matched, text, found);
}

}  // namespace grammar

/// parse_checkpoint_name() with the standard library alone, for constant evaluation and for programs
/// without Boost.
/// @param text       the spec refers to it, so it must outlive the spec
/// @param dialect    which texts to accept
/// @return           as parse_checkpoint_name()
/// @par Errors       as parse_checkpoint_name()
/// @par Complexity   linear, one pass for a valid text
/// @par Source       as parse_checkpoint_name()
/// @par Example
/// @snippet reference/names.cpp check
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> check_checkpoint_name(
    std::basic_string_view<Char> text, Dialect dialect = Dialect::documented) noexcept {
    return dialect == Dialect::documented
               ? grammar::match_checkpoint_name<Dialect::documented>(text)
               : grammar::match_checkpoint_name<Dialect::tolerant>(text);
}

/// The same for a @p text that ends with a NUL.
/// @par Errors  as above
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> check_checkpoint_name(
    const Char* text, Dialect dialect = Dialect::documented) noexcept {
    return check_checkpoint_name(std::basic_string_view<Char>(text), dialect);
}

/// Makes a spec from parts, and checks them.
/// @par Units and encoding  as BasicCspSpec
/// @param type           1 to 999
/// @param provider_name  empty or `std::nullopt`: omitted
/// @param key_container  not empty
/// @return           the spec, which owns its text
/// @par Errors       those of to_checkpoint_name() of the parts; the span is in that text:
///  * provider_type_out_of_range: the type is not valid
///  * missing_key_container: the container's name is empty
///  * separator_in_key_container: either name contains a backslash
///  * embedded_nul, ill_formed_text: as parse_checkpoint_name()
/// @par Complexity   linear
/// @par Example
/// @snippet reference/names.cpp make
template <CodeUnit Char>
[[nodiscard]] constexpr std::expected<BasicCspSpec<std::basic_string<Char>>, SyntaxError>
make_csp_spec(ProviderType type, std::optional<std::basic_string_view<Char>> provider_name,
              std::basic_string_view<Char> key_container) {
    const BasicCspSpecView<Char> parts(unchecked, type, provider_name, key_container);
    const std::basic_string<Char> text = to_checkpoint_name(parts);
    const auto checked = check_checkpoint_name(std::basic_string_view<Char>(text));
    if (!checked) return std::unexpected(checked.error());
    return checked->to_owned();
}

/// The same, with every character type deduced: `make_csp_spec(1, std::nullopt, L"MyKey")`.
/// @param type           a ProviderType or a number
/// @param provider_name  a text of the character type of @p key_container, or `std::nullopt`
/// @param key_container  a string, a view or a text that ends with a NUL
/// @return       as above
/// @par Errors   as above
template <class Type, class Name, detail::AnyText Key>
    requires((std::same_as<Type, ProviderType> || std::integral<Type>) &&
             (std::same_as<Name, std::nullopt_t> || detail::IsTextLike<Name, Key>))
[[nodiscard]] constexpr auto make_csp_spec(Type type, const Name& provider_name,
                                           const Key& key_container) {
    using View = std::basic_string_view<detail::CharOf<Key>>;
    std::optional<View> name;
    if constexpr (detail::AnyText<Name>) name = detail::view_of(provider_name);
    if constexpr (std::integral<Type>) {
        const bool fits = std::in_range<std::uint32_t>(type);
        return make_csp_spec(ProviderType(fits ? static_cast<std::uint32_t>(type) : 0), name,
                             detail::view_of(key_container));
    } else {
        return make_csp_spec(type, name, detail::view_of(key_container));
    }
}

/// @cond
namespace detail {

inline void append_text(Text& text, Dialect dialect) {
    text << (dialect == Dialect::tolerant ? "tolerant" : "documented");
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
