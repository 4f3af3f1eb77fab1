// SPDX-License-Identifier: BSL-1.0
// Does not check for ill-formed text, and does not report which error.
#include "program.hpp"

#include <charconv>
#include <regex>

int main(int count, char** arguments) {
    return report(count, arguments, [](std::string_view text) -> std::optional<Parts> {
        static const std::regex pattern(R"(([1-9][0-9]{0,2})\\([^\\]*)\\([^\\]+))");
        std::cmatch match;
        if (!std::regex_match(text.data(), text.data() + text.size(), match, pattern))
            return std::nullopt;
        const auto part = [&](std::size_t i) {
            return std::string_view(match[i].first, match[i].second);
        };
        unsigned type = 0;
        std::from_chars(match[1].first, match[1].second, type);
        return Parts{type, part(2), part(3)};
    });
}
