// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_DETAIL_SIMILAR_PROVIDER_HPP
#define CRYPTO_CHECKPOINT_NAME_DETAIL_SIMILAR_PROVIDER_HPP

/// @file
/// Names that are probably meant as that of a CSP.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/name/detail/edit_distance.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Removes the first word of a text, and the blanks around it.
template <CodeUnit Char>
constexpr std::basic_string_view<Char> take_word(std::basic_string_view<Char>& text) noexcept {
    while (!text.empty() && text.front() == Char(' ')) text.remove_prefix(1);
    const auto word = text.substr(0, text.find(Char(' ')));
    text.remove_prefix(word.size());
    while (!text.empty() && text.front() == Char(' ')) text.remove_prefix(1);
    return word;
}

/// Whether one word is the other one or its beginning: "Crypto" and "Cryptographic".
template <CodeUnit Char>
constexpr bool is_same_or_abbreviated(std::basic_string_view<Char> word,
                                      std::string_view known) noexcept {
    constexpr std::size_t shortest = 3;
    const std::size_t length = word.size() < known.size() ? word.size() : known.size();
    if (length < shortest && word.size() != known.size()) return false;
    return equals_ignoring_ascii_case(word.substr(0, length), known.substr(0, length));
}

/// How many words of a known name are missing at the end of a name, whose words are otherwise the same or
/// abbreviated; nothing if it has other words.
template <CodeUnit Char>
constexpr std::optional<std::size_t> missing_words(std::basic_string_view<Char> name,
                                                   std::string_view known) noexcept {
    while (!name.empty())
        if (!is_same_or_abbreviated(take_word(name), take_word(known))) return std::nullopt;
    std::size_t missing = 0;
    for (; !known.empty(); ++missing) take_word(known);
    return missing;
}

/// The known CSP with the nearest spelling, at an edit distance of at most 2.
template <CodeUnit Char>
constexpr const KnownProvider* nearest_spelling(std::basic_string_view<Char> name) noexcept {
    constexpr std::size_t farthest = 2;
    const KnownProvider* nearest = nullptr;
    std::size_t distance = farthest + 1;
    for (const KnownProvider& known : known_providers) {
        const std::size_t length_difference = name.size() < known.name.size()
                                                  ? known.name.size() - name.size()
                                                  : name.size() - known.name.size();
        if (length_difference >= distance) continue;
        if (const std::size_t d = edit_distance(name, known.name); d < distance) {
            nearest = &known;
            distance = d;
        }
    }
    return nearest;
}

/// The known CSP that a name without a CSP probably means, or nullptr: the one with the nearest spelling, or
/// the only one of whose words at most two are missing.
template <CodeUnit Char>
constexpr const KnownProvider* nearest_known_provider(std::basic_string_view<Char> name) noexcept {
    if (const KnownProvider* const nearest = nearest_spelling(name)) return nearest;
    const KnownProvider* nearest = nullptr;
    std::size_t fewest = 3;
    for (const KnownProvider& known : known_providers) {
        const auto missing = missing_words(name, known.name);
        if (!missing || *missing > fewest) continue;
        nearest = *missing < fewest ? &known : nullptr;
        fewest = *missing;
    }
    return nearest;
}

/// Whether a word is one of those in the names of providers.
/// @par Source  chosen; the providers of #known_providers, of CryptoPro and of Thales Luna have these words
template <CodeUnit Char>
constexpr bool is_provider_word(std::basic_string_view<Char> word) noexcept {
    constexpr std::string_view beginning = "Crypto-";
    word = word.substr(0, word.find(Char(',')));
    if (equals_ignoring_ascii_case(word.substr(0, beginning.size()), beginning)) return true;
    for (const std::string_view known : {"Provider", "CSP", "Cryptographic"})
        if (equals_ignoring_ascii_case(word, known)) return true;
    return false;
}

/// Whether a name is probably that of a provider, known here or not, or the beginning of one: it has a word of
/// such names, or is similar to a known one, or has two words or more of one.
template <CodeUnit Char>
constexpr bool looks_like_provider(std::basic_string_view<Char> name) noexcept {
    for (auto rest = name; !rest.empty();)
        if (is_provider_word(take_word(rest))) return true;
    if (nearest_spelling(name) != nullptr) return true;
    auto behind_first = name;
    (void)take_word(behind_first);
    if (behind_first.empty()) return false;
    for (const KnownProvider& known : known_providers)
        if (missing_words(name, known.name)) return true;
    return false;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
