// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace crypto_checkpoint::cli {

/// A JSON value that knows where it begins.
struct JsonNode {
    struct Null {};
    using Array = std::vector<JsonNode>;
    using Object = std::vector<std::pair<std::string, JsonNode>>;  // in the order of the text

    std::size_t offset = 0;  ///< in bytes; of a member, that of its name
    std::variant<Null, bool, std::int64_t, double, std::string, Array, Object> value{};
};

struct JsonError {
    std::string what;
    std::size_t offset = 0;
};

/// Parses JSON with comments. Rejects what is nested deeper than 32 levels.
[[nodiscard]] std::expected<JsonNode, JsonError> parse_json(std::string_view text);

}  // namespace crypto_checkpoint::cli
