// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// One JSON object on a line of its own, its members in the order they are given. What is not
/// well-formed UTF-8 becomes U+FFFD, since JSON has no way to write it; what could drive a terminal is
/// escaped.
class JsonLine {
public:
    JsonLine();
    JsonLine(JsonLine&&) noexcept;
    ~JsonLine();

    JsonLine& text(const char* name, std::string_view value);
    JsonLine& text_or_null(const char* name, std::optional<std::string_view> value);
    /// Null where it is empty.
    JsonLine& name_or_null(const char* name, std::string_view value);
    JsonLine& number(const char* name, std::uint64_t value);
    JsonLine& number_or_null(const char* name, std::optional<std::uint64_t> value);
    JsonLine& boolean(const char* name, bool value);
    JsonLine& texts(const char* name, const std::vector<std::string_view>& values);

    /// The line, with its line feed.
    [[nodiscard]] std::string line() const;

private:
    struct Object;
    std::unique_ptr<Object> object_;
};

}  // namespace crypto_checkpoint::cli
