// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_CONDITION_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_CONDITION_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/wsman/detail/wql.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// @file
/// Whether an instance meets the condition of a query.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Matches texts with a pattern of LIKE: `%` any text, `_` any character, `[abc]` and `[a-c]` one of some,
/// `[^abc]` one of the others. ASCII letters match in either case. A `[` without its end is itself.
/// @par Source  Microsoft Learn, LIKE operator of WQL, from memory; the case and the last sentence are
///              chosen
class LikePattern {
public:
    explicit LikePattern(std::string_view pattern) : pattern_(pattern) {}

    [[nodiscard]] bool matches(std::string_view text) const {
        std::size_t at = 0;     // in the pattern
        std::size_t where = 0;  // in the text
        // The last `%`, and where the text behind what it has matched begins.
        std::size_t percent = std::string_view::npos;
        std::size_t behind = 0;
        while (where != text.size()) {
            const std::size_t length = length_at(text, where);
            if (at != pattern_.size() && pattern_[at] == '%') {
                percent = at++;
                behind = where;
            } else if (const std::size_t used = match_one(at, text.substr(where, length))) {
                at += used;
                where += length;
            } else if (percent != std::string_view::npos) {
                behind += length_at(text, behind);
                where = behind;
                at = percent + 1;
            } else {
                return false;
            }
        }
        return pattern_.find_first_not_of('%', at) == std::string_view::npos;
    }

private:
    static std::size_t length_at(std::string_view text, std::size_t at) noexcept {
        return measure_character(text.data() + at, text.data() + text.size()).length;
    }

    /// @return  the length of the piece of the pattern that matches a character; 0 if none does
    [[nodiscard]] std::size_t match_one(std::size_t at, std::string_view character) const {
        if (at == pattern_.size()) return 0;
        if (pattern_[at] == '_') return 1;
        // The first letter may be a `]`.
        const std::size_t first = at + (pattern_.substr(at).starts_with("[^") ? 2 : 1);
        const auto end = pattern_[at] == '[' ? pattern_.find(']', first + 1) : pattern_.npos;
        if (end != pattern_.npos) {
            const bool is_found = is_in_set(pattern_.substr(first, end - first), character);
            return is_found == (first == at + 1) ? end + 1 - at : 0;
        }
        const std::size_t length = length_at(pattern_, at);
        return equals_ignoring_ascii_case(pattern_.substr(at, length), character) ? length : 0;
    }

    static bool is_in_set(std::string_view set, std::string_view character) {
        const auto folded = [](std::string_view one) {
            std::string lower;
            for (const char letter : one)
                lower += static_cast<char>(ascii_lower(unit_value(letter)));
            return lower;  // UTF-8 sorts as its characters do
        };
        const std::string wanted = folded(character);
        for (std::size_t at = 0; at != set.size();) {
            const std::string low = folded(set.substr(at, length_at(set, at)));
            at += low.size();
            std::string high = low;
            if (set.substr(at).starts_with('-') && at + 1 != set.size()) {
                high = folded(set.substr(at + 1, length_at(set, at + 1)));
                at += 1 + high.size();
            }
            if (low <= wanted && wanted <= high) return true;
        }
        return false;
    }

    std::string_view pattern_;
};

/// How a value of an instance compares with one of a query. Texts ignore ASCII case. NULL equals only
/// NULL, and is neither less nor greater than anything (chosen).
/// @pre  Both have the same type, or one is NULL.
inline bool compares(const WqlValue& left, WqlOperator operation, const WqlValue& right) {
    using enum WqlOperator;
    if (left.index() != right.index() || std::holds_alternative<std::monostate>(left)) {
        const bool are_same = left.index() == right.index();
        if (operation == not_equal && std::holds_alternative<std::monostate>(right))
            return !are_same;
        return operation == equal && are_same;
    }
    if (operation == like)
        return LikePattern(std::get<std::string>(right)).matches(std::get<std::string>(left));
    std::strong_ordering order = std::strong_ordering::equal;
    if (const auto* const text = std::get_if<std::string>(&left)) {
        constexpr LessIgnoringAsciiCase less_text;
        const auto& other = std::get<std::string>(right);
        if (less_text(*text, other)) order = std::strong_ordering::less;
        if (less_text(other, *text)) order = std::strong_ordering::greater;
    } else if (const auto* const number = std::get_if<std::int64_t>(&left)) {
        order = *number <=> std::get<std::int64_t>(right);
    } else {
        order = std::get<bool>(left) <=> std::get<bool>(right);
    }
    switch (operation) {
        case equal: return order == 0;
        case not_equal: return order != 0;
        case less: return order < 0;
        case less_equal: return order <= 0;
        case greater: return order > 0;
        case greater_equal: return order >= 0;
        case like: break;
    }
    return false;
}

/// @param value_of  returns the WqlValue of a property of an instance
template <class ValueOf>
bool meets(const std::vector<WqlTerm>& condition, ValueOf value_of) {
    std::vector<bool> results;
    for (const WqlTerm& term : condition) {
        if (const auto* const one = std::get_if<WqlComparison>(&term)) {
            results.push_back(compares(value_of(one->property), one->operation, one->value));
            continue;
        }
        const bool last = results.back();
        const auto connective = std::get<WqlConnective>(term);
        if (connective != WqlConnective::opposite) results.pop_back();
        results.back() = connective == WqlConnective::both     ? results.back() && last
                         : connective == WqlConnective::either ? results.back() || last
                                                               : !last;
    }
    return results.empty() || results.back();
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
