// SPDX-License-Identifier: BSL-1.0
#include "explain/explained_name.hpp"

#include "console/json_line.hpp"
#include "console/line_reader.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/explain.hpp>

#include <algorithm>
#include <vector>

namespace crypto_checkpoint::cli {
namespace {

std::optional<std::string> suggestion(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded) return std::nullopt;
    return suggest_correction(name.input);
}

std::vector<std::string> hints(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded) return {};
    return quoting_hints(name.input, name.parsed.error());
}

std::vector<std::string_view> names(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded) return {};
    return split_name_list(name.input);
}

/// Whether a text has a word, ignoring ASCII case.
bool contains(std::string_view text, std::string_view word) {
    for (; text.size() >= word.size(); text.remove_prefix(1))
        if (detail::starts_with_ignoring_ascii_case(text, word)) return true;
    return false;
}

/// The name as it was if it lost all of its backslashes.
std::optional<std::string> with_separators(std::string_view name) {
    constexpr std::size_t max_digits = 3;
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    if (digits == 0 || digits > max_digits || digits == name.size()) return std::nullopt;
    // `1|Name|Key` has wrong separators, and lost none.
    constexpr std::string_view separators = "|;:,!#/";
    if (separators.find(name[digits]) != separators.npos) return std::nullopt;
    const std::string_view type = name.substr(0, digits);
    const std::string_view rest = name.substr(digits);
    std::string_view provider;  // the longest: some names begin with another one
    for (const KnownProvider& known : known_providers)
        if (rest.size() > known.name.size() && known.name.size() > provider.size() &&
            detail::starts_with_ignoring_ascii_case(rest, known.name))
            provider = known.name;
    // Another provider's name ends at an unknown place, `1A,1B` may have been several names, and `11Key` may
    // have been `11\\Key` or `1\\1Key`.
    if (provider.empty() &&
        (contains(rest, "Provider") || contains(rest, "CSP") || contains(rest, "Cryptographic") ||
         contains(rest, "Crypto-") || rest.find_first_of(",;|") != rest.npos || digits > 1))
        return std::nullopt;
    std::string whole(type);
    ((whole += '\\') += provider) += '\\';
    return whole += rest.substr(provider.size());
}

}  // namespace

std::string message_of(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded)
        return "the line is longer than " + grouped(LineReader::max_line) +
               " bytes, so it was not read";
    return explain(name.input, name.parsed.error());
}

std::optional<std::string> quoting_hint(std::string_view name, const SyntaxError& error) {
    if (name.size() > 2 && name.starts_with('\'') && name.ends_with('\'')) {
        const auto meant = suggest_correction(name);
        if (!meant) return std::nullopt;
        return "cmd.exe passes single quotes on; there, write\n\"" + printable(*meant) + '"';
    }
    const std::string rule = "a shell takes backslashes away outside single quotes; ";
    if (error.code == Errc::missing_separator)
        if (const auto meant = suggest_correction(name))
            return rule + "write\n" + shell_quoted(*meant);
    // A name that can be corrected as it is lost nothing: `1//MyKey`.
    if (name.find('\\') == name.npos && error.code == Errc::provider_type_not_decimal &&
        !suggest_correction(name))
        if (const auto meant = with_separators(name); meant && parse_checkpoint_name(*meant))
            return rule + "if one did, write\n" + shell_quoted(*meant);
    return std::nullopt;
}

std::string as_json(const ExplainedName& name) {
    JsonLine json;
    json.text("input", name.input).boolean("ok", name.parsed.has_value());
    if (!name.parsed) {
        const SyntaxError& error = name.parsed.error();
        return json.text("error", to_string(error.code))
            .number("offset", error.where.offset)
            .number("length", error.where.length)
            .text_or_null("suggestion", suggestion(name))
            .texts("names", names(name))
            .text("message", message_of(name))
            .texts("hints", hints(name))
            .line();
    }
    const CspSpecView& spec = *name.parsed;
    const KnownProviderType* const type = find_known_provider_type(spec.provider_type());
    std::vector<std::string_view> advice;
    std::vector<std::string> messages;
    for (const Advice& piece : advise(spec)) {
        advice.push_back(to_string(piece.code));
        messages.push_back(explain(piece));
    }
    return json.number("provider_type", spec.provider_type().value())
        .name_or_null("constant", type ? type->constant : std::string_view())
        .text_or_null("provider_name", spec.provider_name())
        .text("key_container", spec.key_container())
        .text("canonical", to_checkpoint_name(spec))
        .texts("advice", advice)
        .texts("messages", messages)
        .line();
}

std::vector<std::string> quoting_hints(std::string_view name, const SyntaxError& error) {
    auto hint = quoting_hint(name, error);
    if (!hint) return {};
    std::ranges::replace(*hint, '\n', ' ');
    return {*std::move(hint)};
}

}  // namespace crypto_checkpoint::cli
