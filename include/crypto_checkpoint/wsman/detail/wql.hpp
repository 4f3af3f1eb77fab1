// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_WQL_HPP

/// @file
/// The supported part of WMI's query language:
///
///     query    = "SELECT" ( "*" / property *( "," property ) ) "FROM" class [ "WHERE" property "=" text ]
///     text     = ( "'" *character "'" ) / ( DQUOTE *character DQUOTE )  ; backslash escapes a quote
///                                                                       ; and itself
///
/// Keywords ignore case, as WMI does.

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct WqlQuery {
    std::vector<std::string> properties;  ///< empty for all
    std::string class_name;
    std::string where_property;  ///< empty for all instances
    std::string where_value;
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

class WqlReader {
public:
    explicit WqlReader(std::string_view text) : rest_(text) {}

    /// @par Errors  unsupported: not one of the queries above; Error::detail says what was expected
    Result<WqlQuery> read() {
        WqlQuery query;
        if (!takes_keyword("SELECT")) return expected("SELECT");
        if (!takes('*')) {
            do {
                query.properties.emplace_back(word());
                if (query.properties.back().empty()) return expected("the name of a property");
            } while (takes(','));
        }
        if (!takes_keyword("FROM")) return expected("FROM");
        query.class_name = word();
        if (query.class_name.empty()) return expected("the name of a class");
        if (takes_keyword("WHERE")) {
            query.where_property = word();
            if (query.where_property.empty()) return expected("the name of a property");
            if (!takes('=')) return expected("=");
            auto value = literal();
            if (!value) return expected("a text in quotes");
            query.where_value = std::move(*value);
        }
        skip_blanks();
        if (!rest_.empty()) return expected("the end of the query");
        return query;
    }

private:
    static constexpr bool is_blank(char letter) noexcept {
        return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    }
    static constexpr bool is_of_word(char letter) noexcept {
        return ('a' <= letter && letter <= 'z') || ('A' <= letter && letter <= 'Z') ||
               ('0' <= letter && letter <= '9') || letter == '_';
    }

    void skip_blanks() noexcept {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    }

    std::string_view word() noexcept {
        skip_blanks();
        std::size_t length = 0;
        while (length != rest_.size() && is_of_word(rest_[length])) ++length;
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

    bool takes(char letter) noexcept {
        skip_blanks();
        if (!rest_.starts_with(letter)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::optional<std::string> literal() {
        skip_blanks();
        if (!rest_.starts_with('\'') && !rest_.starts_with('"')) return std::nullopt;
        const char quote = rest_.front();
        std::string value;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == quote) {
                rest_.remove_prefix(at + 1);
                return value;
            }
            if (rest_[at] == '\\' && ++at == rest_.size()) break;
            value += rest_[at];
        }
        return std::nullopt;
    }

    [[nodiscard]] std::unexpected<Error> expected(std::string_view what) const {
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
};

inline Result<WqlQuery> read_wql(std::string_view text) { return WqlReader(text).read(); }

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
