// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/wsman/detail/wql.hpp>
#include <crypto_checkpoint/wsman/detail/wql_condition.hpp>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// A filter from a client: it is rejected with a bounded message, or read as a query that survives a round
// trip.

namespace {

std::string written(const detail::WqlValue& value) {
    if (const auto* const text = std::get_if<std::string>(&value))
        return detail::wql_literal(*text);
    if (const auto* const number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    if (const auto* const boolean = std::get_if<bool>(&value)) return *boolean ? "TRUE" : "FALSE";
    return "NULL";
}

/// The value comes first: a property may have the name of a keyword.
std::string written(const detail::WqlComparison& comparison) {
    constexpr std::string_view mirrored[] = {"=", "<>", ">", ">=", "<", "<=", "LIKE"};
    return written(comparison.value) + ' ' +
           std::string(mirrored[static_cast<std::size_t>(comparison.operation)]) + ' ' +
           comparison.property;
}

/// With no more parentheses than needed, since their number is limited.
std::string written(const std::vector<detail::WqlTerm>& condition) {
    enum Level { any, all, one };
    struct Piece {
        std::string text;
        Level level;
        [[nodiscard]] std::string at_least(Level wanted) const {
            return level < wanted ? '(' + text + ')' : text;
        }
    };
    std::vector<Piece> pieces;
    for (const detail::WqlTerm& term : condition) {
        if (const auto* const comparison = std::get_if<detail::WqlComparison>(&term)) {
            pieces.push_back({written(*comparison), one});
            continue;
        }
        const Piece last = pieces.back();
        const auto connective = std::get<detail::WqlConnective>(term);
        if (connective == detail::WqlConnective::opposite) {
            pieces.back() = {"NOT " + last.at_least(one), one};
            continue;
        }
        pieces.pop_back();
        const bool is_both = connective == detail::WqlConnective::both;
        const Level own = is_both ? all : any;
        pieces.back() = {pieces.back().at_least(own) + (is_both ? " AND " : " OR ") +
                             last.at_least(is_both ? one : all),
                         own};
    }
    return pieces.empty() ? std::string() : " WHERE " + pieces.front().text;
}

std::string written(const detail::WqlQuery& query) {
    std::string text = "SELECT ";
    for (const std::string& property : query.properties)
        text += (&property == &query.properties.front() ? "" : ", ") + property;
    if (query.properties.empty()) text += '*';
    return text + " FROM " + query.class_name + written(query.condition);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto query = detail::read_wql(text);
    if (!query) {
        require(query.error().code == Errc::unsupported);
        require(query.error().detail.starts_with("the query is not supported: expected "));
        require(query.error().detail.size() < 150);
        return 0;
    }
    require(!query->class_name.empty());
    // Any value of a property: the evaluation ends, and is the same for both.
    const auto value_of = [&](std::string_view name) {
        return name.size() % 2 == 0 ? detail::WqlValue(std::string(text.substr(0, 100)))
                                    : detail::WqlValue();
    };
    const auto again = detail::read_wql(written(*query));
    require(again.has_value() && *again == *query);
    require(detail::meets(again->condition, value_of) == detail::meets(query->condition, value_of));
    return 0;
}
