// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A string as JSON writes it, with its quotes. Ill-formed UTF-8 becomes U+FFFD. What a terminal may act
/// on is escaped: control characters, which JSON allows in part, and bidirectional controls.
[[nodiscard]] std::string json_quoted(std::string_view text);

/// A JSON object on one line, with its members in the order of the calls and its texts as by
/// json_quoted().
class JsonLine {
public:
    JsonLine& text(std::string_view name, std::string_view value);
    JsonLine& text_or_null(std::string_view name, std::optional<std::string_view> value);
    /// Null if empty.
    JsonLine& name_or_null(std::string_view name, std::string_view value);
    JsonLine& number(std::string_view name, std::uint64_t value);
    JsonLine& number_or_null(std::string_view name, std::optional<std::uint64_t> value);
    JsonLine& boolean(std::string_view name, bool value);
    JsonLine& texts(std::string_view name, const std::vector<std::string_view>& values);
    JsonLine& texts(std::string_view name, const std::vector<std::string>& values);

    /// The line, with its line feed.
    [[nodiscard]] std::string line() const;

private:
    JsonLine& member(std::string_view name, std::string_view value);

    std::string members_;
};

}  // namespace crypto_checkpoint::cli
