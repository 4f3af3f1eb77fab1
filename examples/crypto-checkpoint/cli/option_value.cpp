// SPDX-License-Identifier: BSL-1.0
#include "cli/option_value.hpp"

#include "console/environment.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace crypto_checkpoint::cli {

Check one_of(std::vector<std::string> words) {
    return [words = std::move(words)](const std::string& value) -> std::string {
        if (std::ranges::find(words, value) != words.end()) return {};
        const std::string near = nearest(value, words);
        return fmt::format("does not take {}\n{}it takes: {}", shell_quoted(value),
                           near.empty() ? near : fmt::format("did you mean {}?\n", near),
                           fmt::join(words, ", "));
    };
}

Check whole_number(unsigned min, unsigned max) {
    return [min, max](const std::string& value) -> std::string {
        const auto number = detail::parse_number<unsigned>(value);
        if (number && min <= *number && *number <= max) return {};
        return fmt::format("takes a number from {} to {}, not {}", grouped(min), grouped(max),
                           shell_quoted(value));
    };
}

unsigned number_of(const ParsedArgs& args, const std::string& option, unsigned fallback) {
    return detail::parse_number<unsigned>(args.get(option)).value_or(fallback);
}

std::optional<UsageError> find_pem_error(const ParsedArgs& args, const std::string& option) {
    if (!args.has(option)) return std::nullopt;
    const std::string name = args.get(option);
    UsageError error{fmt::format("{} cannot be used: {}", option, quoted_name(name))};
    errno = 0;
    std::ifstream file(path_of(name), std::ios::binary);
    if (!file) {
        error.lines.push_back(std::generic_category().message(errno));
        return error;
    }
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("-----BEGIN ")) return std::nullopt;
    error.lines.emplace_back("no line of the file begins with -----BEGIN, so it is not PEM");
    return error;
}

}  // namespace crypto_checkpoint::cli
