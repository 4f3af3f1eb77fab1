// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_DETAIL_NAME_LIST_HPP
#define CRYPTO_CHECKPOINT_NAME_DETAIL_NAME_LIST_HPP

/// @file
/// Where the names of a list end.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/name/detail/similar_provider.hpp>
#include <crypto_checkpoint/name/detail/written_type.hpp>

#include <cstddef>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Whether a unit separates the names of a list.
template <CodeUnit Char>
constexpr bool is_between_names(Char unit) noexcept {
    constexpr std::string_view separators = " ,;|\t\r\n";
    for (const char known : separators)
        if (unit == Char(known)) return true;
    return false;
}

/// Removes the separators at the end of a name.
/// @return  whether one of them is more than a blank or line end, which a name may contain
template <CodeUnit Char>
constexpr bool take_separators(std::basic_string_view<Char>& name) noexcept {
    bool has_other = false;
    for (; !name.empty() && is_between_names(name.back()); name.remove_suffix(1))
        has_other = has_other || name.back() == Char(',') || name.back() == Char(';') ||
                    name.back() == Char('|');
    return has_other;
}

/// Whether the name of a provider or container ends as in a list of names: with a separator, and the type of the
/// next name in any notation, or none. After blanks alone, which such a name may contain, there must be a valid
/// type, and what is before it must not look like a provider: `Contoso CSP 2`.
/// @par Source  chosen; a shell makes `1\A,1\B` of `1\\A,1\\B`
template <CodeUnit Char>
constexpr bool ends_with_next_type(std::basic_string_view<Char> name) noexcept {
    std::size_t begin = name.size();
    while (begin != 0 && !is_between_names(name[begin - 1])) --begin;
    const auto type = name.substr(begin);
    name.remove_suffix(type.size());
    const bool after_blanks = !take_separators(name);
    if (name.empty() || name.size() == begin) return false;
    bool is_number = true;
    for (const Char unit : type) is_number = is_number && Char('0') <= unit && unit <= Char('9');
    if (!after_blanks) return is_number || intended_provider_type(type).has_value();
    constexpr std::size_t max_digits = 3;
    return is_number && !type.empty() && type.size() <= max_digits && type.front() != Char('0') &&
           !looks_like_provider(name);
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
