// SPDX-License-Identifier: BSL-1.0
#include "contenders.hpp"

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/fusion/include/vector.hpp>
//
#include <boost/fusion/include/vector_tie.hpp>
#include <boost/spirit/home/x3.hpp>
#include <re2/re2.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <regex>
#include <vector>

// None of these rejects NUL or ill-formed UTF-8, and some accept leading zeros: each adds these checks,
// in the cheapest order.

namespace bench {
namespace {

namespace x3 = boost::spirit::x3;

bool is_type(unsigned value, std::string_view text) {
    return 1 <= value && value <= 999 && text.front() != '0';
}

CspSpecView view_of(unsigned type, std::string_view name, std::string_view key) {
    return {crypto_checkpoint::unchecked, crypto_checkpoint::ProviderType(type),
            name.empty() ? std::nullopt : std::optional(name), key};
}

CspSpec owner_of(unsigned type, std::string name, std::string key) {
    return {crypto_checkpoint::unchecked, crypto_checkpoint::ProviderType(type),
            name.empty() ? std::nullopt : std::optional(std::move(name)), std::move(key)};
}

unsigned number(std::string_view digits) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::optional<CspSpecView> match_x3_ranges(std::string_view text) {
    using Range = boost::iterator_range<const char*>;
    static const auto grammar = x3::uint_ >> '\\' >> x3::raw[*(x3::char_ - '\\')] >> '\\' >>
                                x3::raw[+(x3::char_ - '\\')] >> x3::eoi;
    unsigned type = 0;
    Range name;
    Range key;
    auto parts = boost::fusion::vector_tie(type, name, key);
    const char* first = text.data();
    if (!x3::parse(first, first + text.size(), grammar, parts)) return std::nullopt;
    if (!is_type(type, text) || !is_text(text)) return std::nullopt;
    return view_of(type, std::string_view(name.begin(), name.end()),
                   std::string_view(key.begin(), key.end()));
}

std::optional<CspSpec> match_x3_strings(std::string_view text) {
    static const auto grammar =
        x3::uint_ >> '\\' >> *(x3::char_ - '\\') >> '\\' >> +(x3::char_ - '\\') >> x3::eoi;
    unsigned type = 0;
    std::string name;
    std::string key;
    auto parts = boost::fusion::vector_tie(type, name, key);
    const char* first = text.data();
    if (!x3::parse(first, first + text.size(), grammar, parts)) return std::nullopt;
    if (!is_type(type, text) || !is_text(text)) return std::nullopt;
    return owner_of(type, std::move(name), std::move(key));
}

std::optional<CspSpecView> match_std_regex(std::string_view text) {
    static const std::regex pattern(R"(([1-9][0-9]{0,2})\\([^\\]*)\\([^\\]+))",
                                    std::regex::ECMAScript | std::regex::optimize);
    std::cmatch match;
    if (!std::regex_match(text.data(), text.data() + text.size(), match, pattern) || !is_text(text))
        return std::nullopt;
    const auto part = [&](std::size_t i) {
        return std::string_view(match[i].first, match[i].second);
    };
    return view_of(number(part(1)), part(2), part(3));
}

std::optional<CspSpecView> match_re2(std::string_view text) {
    static const re2::RE2 pattern(R"(([1-9][0-9]{0,2})\\([^\\]*)\\([^\\]+))");
    unsigned type = 0;
    re2::StringPiece name;
    re2::StringPiece key;
    if (!re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern, &type, &name,
                             &key) ||
        !is_text(text))
        return std::nullopt;
    return view_of(type, std::string_view(name.data(), name.size()),
                   std::string_view(key.data(), key.size()));
}

/// @pre a NUL follows @p text
std::optional<CspSpecView> scan_with_sscanf(std::string_view text) {
    static std::array<char, 1024> name;  // the result refers to these
    static std::array<char, 1024> key;
    unsigned type = 0;
    int used = 0;
    name.front() = '\0';
    // NOLINTBEGIN(bugprone-suspicious-stringview-data-usage): a NUL follows it
    // %[ does not match an empty text: an omitted name needs a format of its own.
    if (std::sscanf(text.data(), R"(%3u\%1023[^\]\%1023[^\]%n)", &type, name.data(), key.data(),
                    &used) != 3 &&
        std::sscanf(text.data(), R"(%3u\\%1023[^\]%n)", &type, key.data(), &used) != 2)
        return std::nullopt;
    // NOLINTEND(bugprone-suspicious-stringview-data-usage)
    // %u also accepts blanks and signs.
    if (static_cast<std::size_t>(used) != text.size() || text.front() < '1' || '9' < text.front() ||
        !is_type(type, text) || !is_text(text))
        return std::nullopt;
    return view_of(type, name.data(), key.data());
}

std::optional<CspSpec> split_with_boost(std::string_view text) {
    std::vector<std::string> parts;
    boost::split(parts, text, boost::is_any_of("\\"));
    if (parts.size() != 3) return std::nullopt;
    const std::string& digits = parts[0];
    if (digits.empty() || digits.size() > 3 || !boost::all(digits, boost::is_digit()))
        return std::nullopt;
    const unsigned type = number(digits);
    if (!is_type(type, text) || parts[2].empty() || !is_text(text)) return std::nullopt;
    return owner_of(type, std::move(parts[1]), std::move(parts[2]));
}

}  // namespace bench
