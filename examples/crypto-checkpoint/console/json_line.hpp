// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A JSON object on one line, with its members in the order of the calls. Ill-formed UTF-8 becomes
/// U+FFFD; control characters are escaped.
class JsonLine {
public:
    JsonLine();
    JsonLine(JsonLine&&) noexcept;
    ~JsonLine();

    JsonLine& text(const char* name, std::string_view value);
    JsonLine& text_or_null(const char* name, std::optional<std::string_view> value);
    /// Null if empty.
    JsonLine& name_or_null(const char* name, std::string_view value);
    JsonLine& number(const char* name, std::uint64_t value);
    JsonLine& number_or_null(const char* name, std::optional<std::uint64_t> value);
    JsonLine& boolean(const char* name, bool value);
    JsonLine& texts(const char* name, const std::vector<std::string_view>& values);
    JsonLine& texts(const char* name, const std::vector<std::string>& values);

    /// The line, with its line feed.
    [[nodiscard]] std::string line() const;

private:
    struct Object;
    std::unique_ptr<Object> object_;
};

}  // namespace crypto_checkpoint::cli
