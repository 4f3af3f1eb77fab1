// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include <crypto_checkpoint/wsman/detail/wql.hpp>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// A filter from a client: it is rejected with a bounded message, or read as a query that survives a round
// trip.

namespace {

std::string written(const detail::WqlQuery& query) {
    std::string text = "SELECT ";
    for (const std::string& property : query.properties)
        text += (&property == &query.properties.front() ? "" : ", ") + property;
    if (query.properties.empty()) text += '*';
    text += " FROM " + query.class_name;
    if (!query.where_property.empty())
        text += " WHERE " + query.where_property + " = " + detail::wql_literal(query.where_value);
    return text;
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
    require(query->where_value.empty() || !query->where_property.empty());
    const auto again = detail::read_wql(written(*query));
    require(again.has_value() && *again == *query);
    return 0;
}
