// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_SUGGESTION_HPP
#define CRYPTO_CHECKPOINT_NAME_SUGGESTION_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/detail/name_list.hpp>
#include <crypto_checkpoint/name/detail/similar_provider.hpp>
#include <crypto_checkpoint/name/detail/written_type.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// The text with all backslashes halved if each is doubled, as in a C string or in JSON.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> with_halved_backslashes(
    std::basic_string_view<Char> text) {
    std::basic_string<Char> plain;
    for (std::size_t i = 0; i != text.size(); ++i) {
        plain.push_back(text[i]);
        if (text[i] != Char('\\')) continue;
        if (i + 1 == text.size() || text[i + 1] != Char('\\')) return std::nullopt;
        ++i;
    }
    return plain;
}

/// The text with backslashes instead of slashes, if it has only slashes.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> with_backslashes(
    std::basic_string_view<Char> text) {
    if (text.find(Char('\\')) != text.npos || text.find(Char('/')) == text.npos)
        return std::nullopt;
    std::basic_string<Char> result(text);
    for (Char& unit : result)
        if (unit == Char('/')) unit = Char('\\');
    return result;
}

/// The text without the quotes around it, which were meant for a shell or a programming language.
template <CodeUnit Char>
constexpr std::optional<std::basic_string_view<Char>> unquoted(
    std::basic_string_view<Char> text) noexcept {
    if (text.size() < 2 || text.front() != text.back() ||
        (text.front() != Char('"') && text.front() != Char('\'')))
        return std::nullopt;
    return text.substr(1, text.size() - 2);
}

/// The text with two backslashes if all of its backslashes are adjacent.
/// @pre It has more than two.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> with_two_separators(
    std::basic_string_view<Char> text) {
    const std::size_t first = text.find(Char('\\'));
    const std::size_t last = text.rfind(Char('\\'));
    for (std::size_t i = first; i != last; ++i)
        if (text[i] != Char('\\')) return std::nullopt;
    return std::basic_string<Char>(text.substr(0, first + 2)).append(text.substr(last + 1));
}

/// The text with one error corrected, if a correction is likely.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> corrected(std::basic_string_view<Char> text,
                                                           const SyntaxError& error) {
    using String = std::basic_string<Char>;
    const auto replaced = [&](std::size_t length, std::uint32_t type) {
        String result;
        for (const char digit : to_checkpoint_name(
                 BasicCspSpecView<char>(unchecked, ProviderType(type), std::nullopt, "")))
            if (digit != '\\') result.push_back(static_cast<Char>(digit));
        return result.append(text.substr(length));
    };
    switch (error.code) {
        case Errc::provider_type_not_decimal:
            if (const auto plain = unquoted(text)) return String(*plain);
            if (const auto type = intended_provider_type(text.substr(0, error.where.length)))
                return replaced(error.where.length, *type);
            // `Microsoft Strong Cryptographic Provider\MyKey` lacks the type, and a CSP has one type.
            if (const KnownProvider* known =
                    find_known_provider(text.substr(0, error.where.length))) {
                String typed = replaced(0, known->type.value());
                typed.insert(typed.size() - text.size(), 1, Char('\\'));
                return typed;
            }
            return with_backslashes(text);
        case Errc::leading_zero: return String(text.substr(error.where.length));
        case Errc::missing_provider_type: {
            // `\Name\Key` means the type of that CSP.
            const auto rest = text.substr(text.empty() ? 0 : 1);
            const auto name = rest.substr(0, rest.find(Char('\\')));
            if (const KnownProvider* known = find_known_provider(name))
                return replaced(0, known->type.value());
            return std::nullopt;
        }
        case Errc::missing_separator: {
            const std::size_t separator = text.find(Char('\\'));
            if (separator == text.npos) return std::nullopt;
            String result(text);
            result.insert(separator, 1, Char('\\'));
            return result;
        }
        case Errc::separator_in_key_container:
            if (auto plain = with_halved_backslashes(text)) return plain;
            return with_two_separators(text);
        default: return std::nullopt;
    }
}

/// Whether a corrected name means what the text says. Its provider is known here, or the text has it between
/// single backslashes: `80\\REGISTRY\\K`, which certificate managers of CryptoPro print, does not name the
/// provider REGISTRY. It does not end as in a list of names. The container does not look like a provider:
/// `1\Contoso CSP` lacks a container.
/// @pre The corrected text is a checkpoint name.
template <CodeUnit Char>
constexpr bool keeps_meaning(std::basic_string_view<Char> corrected_text,
                             std::basic_string_view<Char> text) noexcept {
    const auto spec = parse_checkpoint_name(corrected_text);
    const auto provider = spec->provider_name();
    if (!provider) return !looks_like_provider(spec->key_container());
    if (find_known_provider(*provider) || is_known_key_storage_provider(*provider)) return true;
    return !ends_with_next_type(*provider) &&
           text.find(corrected_text.substr(corrected_text.find(Char('\\')))) != text.npos;
}

}  // namespace detail
/// @endcond

/// The names in a @p text that is a list of names, `Type\Name\Key,Type\Name\Key`, as cluster.exe takes it.
///
/// Commas, semicolons, bars, blanks and line ends separate names, and quotes may surround the list. A name in
/// a list begins with a decimal type, so that a container may contain separators: `1\\A,B` is one name. Blanks
/// alone separate no name whose container contains one: the names in `1\\A and 1\\B` are uncertain.
/// @par Units and encoding  as parse_checkpoint_name()
/// @return           two names or more, views of the text; nothing if it is no such list, or an uncertain one
/// @par Complexity   linear
/// @par Source       Microsoft Learn, Cluster resource (Windows Server 2003), /addcryptocheckpoints, for the
///                   comma; the other separators are chosen
/// @par Example
/// @snippet reference/names.cpp list
template <CodeUnit Char>
[[nodiscard]] constexpr std::vector<std::basic_string_view<Char>> split_name_list(
    std::basic_string_view<Char> text) {
    std::vector<std::basic_string_view<Char>> names;
    text = detail::unquoted(text).value_or(text);
    while (!text.empty() && detail::is_between_names(text.front())) text.remove_prefix(1);
    while (!text.empty()) {
        auto name = text;
        std::size_t third = text.find(Char('\\'));
        for (int i = 0; i != 2 && third != text.npos; ++i) third = text.find(Char('\\'), third + 1);
        if (third != text.npos) {  // behind the type of the next name
            std::size_t type = third;
            while (type != 0 && Char('0') <= text[type - 1] && text[type - 1] <= Char('9')) --type;
            name = text.substr(0, type);
            if (name.empty() || !detail::is_between_names(name.back())) return {};
        }
        text.remove_prefix(name.size());
        const bool is_certain = detail::take_separators(name) || text.empty();
        const auto spec = parse_checkpoint_name(name);
        if (!spec) return {};
        for (const Char unit : spec->key_container())
            if (!is_certain && detail::is_between_names(unit)) return {};
        // `1\A,1\B` was a list itself.
        const auto provider = spec->provider_name();
        if (provider && !find_known_provider(*provider) && detail::ends_with_next_type(*provider))
            return {};
        names.push_back(name);
    }
    if (names.size() < 2) names.clear();
    return names;
}

/// The same for a @p text that is a string or ends with a NUL.
/// @par Units and encoding  as above
template <detail::AnyText Text>
[[nodiscard]] constexpr auto split_name_list(const Text& text) {
    return split_name_list(detail::view_of(text));
}

/// The names would not outlive a temporary.
template <CodeUnit Char>
detail::keep_the_text_in_a_variable split_name_list(std::basic_string<Char>&&)
    CRYPTO_CHECKPOINT_DELETED("keep the text in a variable");

/// The likely correction of a @p text that is not a checkpoint name: a valid name of the documented
/// dialect.
///
/// It corrects provider types (a constant's name, hexadecimal, leading zeros, other digits), separators
/// (missing, doubled, slashes), quotes meant for a shell, and a provider name without its type. It turns
/// nothing into the name of a provider that is not known here, and nothing that looks like a provider's name
/// into a key container.
/// @par Units and encoding  as parse_checkpoint_name()
/// @return           `std::nullopt` if the text is valid or no correction is likely
/// @par Complexity   linear in the text; at most three corrections
/// @par Source       the corrections are chosen
/// @par Example
/// @snippet reference/names.cpp suggest
/// @see split_name_list()
template <CodeUnit Char>
[[nodiscard]] constexpr std::optional<std::basic_string<Char>> suggest_correction(
    std::basic_string_view<Char> text) {
    // Errors come together: `PROV_RSA_FULL\MyKey` has two.
    constexpr int max_corrections = 3;
    std::basic_string<Char> attempt(text);
    for (int corrections = 0; corrections != max_corrections; ++corrections) {
        const auto parsed = parse_checkpoint_name(attempt);
        if (parsed) break;
        auto next = detail::corrected(std::basic_string_view<Char>(attempt), parsed.error());
        if (!next) return std::nullopt;
        attempt = std::move(*next);
    }
    if (attempt == text || !parse_checkpoint_name(attempt)) return std::nullopt;
    if (!detail::keeps_meaning(std::basic_string_view<Char>(attempt), text)) return std::nullopt;
    return attempt;
}

/// The same for a @p text that is a string or ends with a NUL.
/// @par Units and encoding  as above
template <detail::AnyText Text>
[[nodiscard]] constexpr auto suggest_correction(const Text& text) {
    return suggest_correction(detail::view_of(text));
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
