// SPDX-License-Identifier: BSL-1.0
#include "explain/quoting_hint.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// The name as it was before it lost all of its backslashes.
std::optional<std::string> with_separators(std::string_view name) {
    constexpr std::size_t max_digits = 3;
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    if (digits == 0 || digits > max_digits || digits == name.size()) return std::nullopt;
    // `1|Name|Key` has wrong separators, and lost none.
    constexpr std::string_view separators = "|;:,!#/";
    if (separators.find(name[digits]) != separators.npos) return std::nullopt;
    const std::string_view type = name.substr(0, digits);
    const std::string_view rest = name.substr(digits);
    for (const KnownProvider& known : known_providers)
        if (rest.size() > known.name.size() &&
            detail::starts_with_ignoring_ascii_case(rest, known.name))
            return std::string(type) + '\\' + std::string(known.name) + '\\' +
                   std::string(rest.substr(known.name.size()));
    return std::string(type) + "\\\\" + std::string(rest);
}

}  // namespace

std::optional<std::string> quoting_hint(std::string_view name, const SyntaxError& error) {
    if (name.size() > 2 && name.starts_with('\'') && name.ends_with('\'')) {
        const std::string_view inside = name.substr(1, name.size() - 2);
        if (!parse_checkpoint_name(inside)) return std::nullopt;
        return fmt::format("the quotes are part of the name; cmd.exe takes double ones: \"{}\"",
                           printable(inside));
    }
    std::optional<std::string> meant;
    if (name.find('\\') == name.npos && error.code == Errc::provider_type_not_decimal) {
        // A name that can be corrected as it is lost nothing: `1//MyKey`.
        if (suggest_correction(name)) return std::nullopt;
        meant = with_separators(name);
    }
    if (error.code == Errc::missing_separator) meant = suggest_correction(name);
    if (!meant || !parse_checkpoint_name(*meant)) return std::nullopt;
    return "a shell takes backslashes away outside single quotes; write\n" + shell_quoted(*meant);
}

}  // namespace crypto_checkpoint::cli
