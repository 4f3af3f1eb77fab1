// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_HPP

/// @file
/// WMI's query language, as far as it selects instances of one class:
///
///     query      = "SELECT" ( "*" / property *( "," property ) ) "FROM" class [ "WHERE" any ]
///     any        = all *( "OR" all )
///     all        = one *( "AND" one )
///     one        = "NOT" one / "(" any ")" / comparison
///     comparison = property operator value / value operator property
///                / property "IS" [ "NOT" ] "NULL"
///     operator   = "=" / "<>" / "!=" / "<" / "<=" / ">" / ">=" / "LIKE"
///     value      = text / [ "-" ] 1*DIGIT / "TRUE" / "FALSE" / "NULL"
///     text       = ( "'" *character "'" ) / ( DQUOTE *character DQUOTE )  ; backslash escapes a quote
///                                                                         ; and itself
///
/// Keywords ignore case, as WMI does.
/// @par Source  Microsoft Learn, WQL (SQL for WMI), WHERE clause, WQL operators; from memory

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A value in a query; std::monostate is NULL.
using WqlValue = std::variant<std::monostate, bool, std::int64_t, std::string>;

enum class WqlOperator { equal, not_equal, less, less_equal, greater, greater_equal, like };

/// `IS NULL` is `= NULL`.
struct WqlComparison {
    std::string property;
    WqlOperator operation = WqlOperator::equal;
    WqlValue value;
    friend bool operator==(const WqlComparison&, const WqlComparison&) = default;
};

enum class WqlConnective { both, either, opposite };

using WqlTerm = std::variant<WqlComparison, WqlConnective>;

struct WqlQuery {
    std::vector<std::string> properties;  ///< empty for all
    std::string class_name;
    std::vector<WqlTerm> condition;  ///< in postfix order; empty for all instances
    friend bool operator==(const WqlQuery&, const WqlQuery&) = default;
};

/// A text as a WQL literal. Backslashes are doubled: a name such as `a\b` is `'a\\b'`.
/// @par Source  Microsoft Learn, WQL (SQL for WMI), string literals
inline std::string wql_literal(std::string_view text) {
    std::string literal = "'";
    for (const char letter : text) {
        if (letter == '\\' || letter == '\'') literal += '\\';
        literal += letter;
    }
    return literal += '\'';
}

constexpr bool is_of_wql_word(char letter) noexcept {
    return ('a' <= letter && letter <= 'z') || ('A' <= letter && letter <= 'Z') ||
           ('0' <= letter && letter <= '9') || letter == '_';
}

/// Whether a text can be the name of a property.
constexpr bool is_wql_word(std::string_view text) noexcept {
    return !text.empty() && (text.front() < '0' || '9' < text.front()) &&
           std::ranges::all_of(text, is_of_wql_word);
}

class WqlReader {
public:
    explicit WqlReader(std::string_view text) : rest_(text) {}

    /// @par Errors  unsupported: not one of the queries above; Error::detail says what was expected
    Result<WqlQuery> read() {
        if (!takes_keyword("SELECT")) return expected("SELECT");
        if (!takes("*")) {
            do {
                query_.properties.emplace_back(word());
                if (query_.properties.back().empty()) return expected("the name of a property");
            } while (takes(","));
        }
        if (!takes_keyword("FROM")) return expected("FROM");
        query_.class_name = word();
        if (query_.class_name.empty()) return expected("the name of a class");
        if (takes_keyword("WHERE") && !reads_any()) return expected(missing_);
        skip_blanks();
        if (!rest_.empty()) return expected("the end of the query");
        return std::move(query_);
    }

private:
    static constexpr bool is_blank(char letter) noexcept {
        return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    }
    static constexpr bool is_digit(char letter) noexcept { return '0' <= letter && letter <= '9'; }
    void skip_blanks() noexcept {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    }

    std::string_view word() noexcept {
        skip_blanks();
        std::size_t length = 0;
        while (length != rest_.size() && is_of_wql_word(rest_[length])) ++length;
        if (length != 0 && is_digit(rest_.front())) length = 0;
        const std::string_view found = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return found;
    }

    bool takes_keyword(std::string_view keyword) noexcept {
        const std::string_view before = rest_;
        if (equals_ignoring_ascii_case(word(), keyword)) return true;
        rest_ = before;
        return false;
    }

    bool takes(std::string_view sign) noexcept {
        skip_blanks();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }

    bool misses(std::string_view what) noexcept {
        if (missing_.empty()) missing_ = what;
        return false;
    }

    bool reads_any() {
        if (!reads_all()) return false;
        while (takes_keyword("OR")) {
            if (!reads_all()) return false;
            query_.condition.emplace_back(WqlConnective::either);
        }
        return true;
    }

    bool reads_all() {
        if (!reads_one()) return false;
        while (takes_keyword("AND")) {
            if (!reads_one()) return false;
            query_.condition.emplace_back(WqlConnective::both);
        }
        return true;
    }

    bool reads_one() {
        constexpr int max_depth = 64;
        if (depth_ == max_depth) return misses("fewer parentheses");
        ++depth_;
        bool is_read = false;
        if (takes_keyword("NOT")) {
            is_read = reads_one();
            if (is_read) query_.condition.emplace_back(WqlConnective::opposite);
        } else if (takes("(")) {
            is_read = reads_any() && (takes(")") || misses(")"));
        } else {
            is_read = reads_comparison();
        }
        --depth_;
        return is_read;
    }

    bool reads_comparison() {
        WqlComparison comparison;
        if (auto value = literal()) {
            const auto found = operation();
            if (!found) return misses("an operator");
            comparison.operation = mirrored(*found);
            comparison.value = *std::move(value);
            comparison.property = word();
            if (comparison.property.empty()) return misses("the name of a property");
        } else {
            comparison.property = word();
            if (comparison.property.empty()) return misses("the name of a property");
            if (takes_keyword("IS")) {
                if (takes_keyword("NOT")) comparison.operation = WqlOperator::not_equal;
                if (!takes_keyword("NULL")) return misses("NULL");
            } else {
                const auto found = operation();
                if (!found) return misses("an operator");
                comparison.operation = *found;
                value = literal();
                if (!value) return misses("a value");
                comparison.value = *std::move(value);
            }
        }
        if (comparison.operation == WqlOperator::like &&
            !std::holds_alternative<std::string>(comparison.value))
            return misses("a text to compare with LIKE");
        query_.condition.emplace_back(std::move(comparison));
        return true;
    }

    std::optional<WqlOperator> operation() noexcept {
        using enum WqlOperator;
        struct Row {
            std::string_view sign;
            WqlOperator operation;
        };
        for (const Row& row :
             {Row{"=", equal}, Row{"<>", not_equal}, Row{"!=", not_equal}, Row{"<=", less_equal},
              Row{"<", less}, Row{">=", greater_equal}, Row{">", greater}})
            if (takes(row.sign)) return row.operation;
        if (takes_keyword("LIKE")) return like;
        return std::nullopt;
    }

    /// The operator with its operands exchanged.
    static WqlOperator mirrored(WqlOperator operation) noexcept {
        using enum WqlOperator;
        switch (operation) {
            case less: return greater;
            case less_equal: return greater_equal;
            case greater: return less;
            case greater_equal: return less_equal;
            default: return operation;
        }
    }

    std::optional<WqlValue> literal() {
        if (takes_keyword("NULL")) return WqlValue();
        if (takes_keyword("TRUE")) return WqlValue(true);
        if (takes_keyword("FALSE")) return WqlValue(false);
        skip_blanks();
        if (rest_.starts_with('\'') || rest_.starts_with('"')) return text();
        std::size_t length = rest_.starts_with('-') ? 1 : 0;
        while (length != rest_.size() && is_of_wql_word(rest_[length])) ++length;
        const auto number = parse_number<std::int64_t>(rest_.substr(0, length));
        if (!number) return std::nullopt;
        rest_.remove_prefix(length);
        return WqlValue(*number);
    }

    std::optional<WqlValue> text() {
        const char quote = rest_.front();
        std::string value;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == quote) {
                rest_.remove_prefix(at + 1);
                return WqlValue(std::move(value));
            }
            if (rest_[at] == '\\' && ++at == rest_.size()) break;
            value += rest_[at];
        }
        return std::nullopt;
    }

    [[nodiscard]] std::unexpected<Error> expected(std::string_view what) {
        skip_blanks();
        std::string detail = "the query is not supported: expected ";
        detail.append(what).append(rest_.empty() ? " at its end" : " before: ");
        constexpr std::size_t max_bytes = 40;
        std::size_t shown = 0;
        while (shown < (std::min)(max_bytes, rest_.size()))
            shown += measure_character(rest_.data() + shown, rest_.data() + rest_.size()).length;
        detail.append(rest_.substr(0, shown)).append(shown == rest_.size() ? "" : " ...");
        return std::unexpected(Error(Errc::unsupported, std::move(detail)));
    }

    std::string_view rest_;
    std::string_view missing_;  ///< what a condition lacks
    WqlQuery query_;
    int depth_ = 0;
};

inline Result<WqlQuery> read_wql(std::string_view text) { return WqlReader(text).read(); }

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
