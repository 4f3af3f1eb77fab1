// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_GRAMMAR_HPP
#define CRYPTO_CHECKPOINT_NAME_GRAMMAR_HPP

/// @file
/// The grammar of a checkpoint name, once, as ABNF (RFC 5234):
///
///     ; documented: all that is ever sent
///     checkpoint-name = provider-type "\" [ provider-name ] "\" key-container
///     provider-type   = %x31-39 *2DIGIT                  ; 1 to 999, no leading zeros
///     provider-name   = 1*<any character but "\" and NUL>
///     key-container   = 1*<any character but "\" and NUL>
///
///     ; tolerant: also what a cluster might report
///     checkpoint-name = provider-type "\" [ [ provider-name ] "\" ] key-container
///     provider-type   = 1*DIGIT                          ; whatever fits 32 bits
///     provider-name   = 1*<any character but "\" and NUL>
///     key-container   = 1*<any character but NUL>
///
/// Its words are functions on pointers, usable at compile time and from the standard library alone.
/// How they follow each other is a type: match_checkpoint_name() here and the Boost.Spirit X3 parser
/// in name/parse.hpp both walk that type, so there is no second grammar to keep in step.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/detail/find_field_end.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

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

/// Which texts are checkpoint names.
/// @par Grammar      checkpoint-name: as ABNF in crypto_checkpoint/name/grammar.hpp, and as a picture
/// @image html grammar.svg "Both dialects"
/// @par Source       Microsoft Learn, MSCluster_Resource.AddCryptoCheckpoint and
///                   CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT for the documented dialect; the tolerant
///                   one is chosen
enum class Dialect {
    documented,  ///< what Microsoft's documents show: all that is ever sent
    tolerant,    ///< also what a cluster might report: no document says that it would not
};

/// A spec that looks into the text, or why the text is no checkpoint name.
/// @see parse_checkpoint_name()
template <class Char>
using ParseResult = std::expected<BasicCspSpecView<Char>, SyntaxError>;

/// The words of the grammar, and how they follow each other: for who writes a third interpreter.
///
/// A word has a function `match(at, end, found)`. It reads from @p at up to @p end at most; where it
/// matches it moves @p at behind the word and notes in the Match what it found, and where it does not
/// it notes the fault. Nothing allocates, nothing throws, everything works in the compiler too.
/// @par Units and encoding  the texts are in any encoding of CodeUnit, and lengths count code units
/// @par Thread safety       none needed
/// @par Example
/// @snippet reference/names.cpp words
namespace grammar {

/// What has been understood of a text so far, and why it went no further.
/// @par Thread safety  a value
template <class Char>
struct Match {
    std::uint32_t provider_type = 0;             ///< the first word's number
    std::basic_string_view<Char> provider_name;  ///< empty where it is left out
    std::basic_string_view<Char> key_container;  ///< the last word

    Errc fault{};                    ///< what is wrong, once a word did not match
    const Char* fault_at = nullptr;  ///< where, in the text
    std::size_t fault_length = 0;    ///< how far, in code units; 0 where something is missing

    /// Notes a fault. Always false, so that a word can end with it.
    /// @param code    what is wrong
    /// @param at      where in the text
    /// @param length  how far, in code units; 0 where something is missing
    constexpr bool fail(Errc code, const Char* at, std::size_t length = 0) noexcept {
        fault = code;
        fault_at = at;
        fault_length = length;
        return false;
    }
};

/// The provider's type, in decimal: 1 to 999 without leading zeros as documented, whatever fits 32 bits
/// as tolerated.
/// @par Grammar  provider-type
template <Dialect dialect>
struct ProviderTypeWord {
    /// Matches it: see crypto_checkpoint::grammar.
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
    /// Matches it: see crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        if (at == end || *at != Char('\\')) return found.fail(Errc::missing_separator, at);
        ++at;
        return true;
    }
};

/// The provider's name, which may be empty.
/// @par Grammar  [ provider-name ]
struct ProviderNameWord {
    /// Matches it: see crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        const Char* const first = at;
        at = detail::find_field_end(first, end);
        found.provider_name = {first, static_cast<std::size_t>(at - first)};
        return true;
    }
};

/// Nothing, where the tolerant dialect lets the provider name and its separator be left out.
struct OmittedProviderNameWord {
    /// Matches it: see crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*&, const Char*, Match<Char>& found) noexcept {
        found.provider_name = {};
        return true;
    }
};

/// The key container's name, which as documented holds no backslash.
/// @par Grammar  key-container
template <Dialect dialect>
struct KeyContainerWord {
    /// Matches it: see crypto_checkpoint::grammar.
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

/// The end of the text: a further separator is a fault of the key container before it.
struct EndWord {
    /// Matches it: see crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        return at == end || found.fail(Errc::separator_in_key_container, at, 1);
    }
};

/// One part after the other.
template <class... Parts>
struct Sequence {
    /// Matches it: see crypto_checkpoint::grammar.
    template <class Char>
    static constexpr bool match(const Char*& at, const Char* end, Match<Char>& found) noexcept {
        return (Parts::match(at, end, found) && ...);
    }
};

/// The first part, or where that does not match the second, from the same place.
template <class First, class Second>
struct Either {
    /// Matches it: see crypto_checkpoint::grammar.
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

/// The grammar of a dialect: what the interpreters walk.
template <Dialect dialect>
using CheckpointName = typename CheckpointNameOf<dialect>::Type;

/// A NUL or ill-formed text anywhere outranks what the grammar says: the text that Windows would
/// read is then another one, so no other fault of it is worth telling. What stands before the fault
/// has been read already.
/// @param text   all that was read
/// @param found  with the fault that was noted
template <class Char>
constexpr SyntaxError explain_fault(std::basic_string_view<Char> text,
                                    const Match<Char>& found) noexcept {
    const Char* const first = text.data();
    const Char* const end = first + text.size();
    const auto offset = [&](const Char* at) { return static_cast<std::size_t>(at - first); };
    for (const Char* at = found.fault_at; (at = detail::find_field_end(at, end)) != end; ++at) {
        if (*at == Char()) return {Errc::embedded_nul, {offset(at), 1}};
        if (*at != Char('\\'))
            return {Errc::ill_formed_text, {offset(at), detail::scan_character(at, end).length}};
    }
    return {found.fault, {offset(found.fault_at), found.fault_length}};
}

/// What an interpreter of the grammar found, as a result.
/// @param matched  whether all words did
/// @param text     all that was read; the spec looks into it
/// @param found    what the words noted
/// @par Errors  the fault that was noted, or what explain_fault() makes of it
template <class Char>
constexpr ParseResult<Char> result_of(bool matched, std::basic_string_view<Char> text,
                                      const Match<Char>& found) noexcept {
    if (!matched) [[unlikely]]
        return std::unexpected(explain_fault(text, found));
    // Both ways are spelled out: an optional that is made first would be copied by way of memory.
    const ProviderType type(found.provider_type);
    if (found.provider_name.empty())
        return ParseResult<Char>(std::in_place, unchecked, type, std::nullopt, found.key_container);
    return ParseResult<Char>(std::in_place, unchecked, type, found.provider_name,
                             found.key_container);
}

/// Walks the grammar of a dialect over @p text, as check_checkpoint_name() does.
/// @par Errors  as parse_checkpoint_name()
template <Dialect dialect, class Char>
constexpr ParseResult<Char> match_checkpoint_name(std::basic_string_view<Char> text) noexcept {
    Match<Char> found;
    const Char* at = text.data();
    const bool matched = CheckpointName<dialect>::match(at, at + text.size(), found);
    return result_of(matched, text, found);
}

}  // namespace grammar

/// Reads a checkpoint name with the standard library alone, at compile time or at run time:
/// what parse_checkpoint_name() does, for those who want no Boost.
/// @param text       The spec looks into it, so it must live as long.
/// @param dialect    Which texts to accept.
/// @return           as parse_checkpoint_name()
/// @par Errors       as parse_checkpoint_name()
/// @par Complexity   linear, one pass for a valid text
/// @par Thread safety  none needed
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

/// The same of a @p text that ends with a NUL.
/// @par Errors  as above
template <CodeUnit Char>
[[nodiscard]] constexpr ParseResult<Char> check_checkpoint_name(
    const Char* text, Dialect dialect = Dialect::documented) noexcept {
    return check_checkpoint_name(std::basic_string_view<Char>(text), dialect);
}

/// Makes a spec of parts that come from somewhere else than a checkpoint name.
/// @par Units and encoding  as of a BasicCspSpec of these characters
/// @param type           valid ones are 1 to 999
/// @param provider_name  empty, or `std::nullopt`: left out
/// @param key_container  copied, as all parts are
/// @return           The spec, which owns its text.
/// @par Errors       those of the text the parts make together; the span is in that text:
///  * provider_type_out_of_range: the type is not valid
///  * missing_key_container: the container's name is empty
///  * separator_in_key_container: there is a backslash in either name
///  * embedded_nul, ill_formed_text: as parse_checkpoint_name()
/// @par Complexity   linear
/// @par Thread safety  none needed
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

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
