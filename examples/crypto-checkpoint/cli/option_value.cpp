// SPDX-License-Identifier: BSL-1.0
#include "cli/option_value.hpp"

#include "console/environment.hpp"
#include "console/text.hpp"

#include <fmt/ranges.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <system_error>

namespace crypto_checkpoint::cli {

std::unexpected<UsageError> unknown_value(std::string_view option, const std::string& word,
                                          const std::vector<std::string>& known) {
    std::vector<std::string> lines;
    if (const std::string near = nearest(word, known); !near.empty())
        lines.push_back(fmt::format("did you mean {}?", near));
    lines.push_back(fmt::format("{} takes: {}", option, fmt::join(known, ", ")));
    return usage_error(fmt::format("{} does not take {}", option, shell_quoted(word)),
                       std::move(lines));
}

std::expected<unsigned, UsageError> number_of(const ParsedArgs& args, const std::string& option,
                                              unsigned otherwise, unsigned most) {
    if (!args.has(option)) return otherwise;
    const std::string text = args.get(option);
    unsigned number = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (bad != std::errc() || end != text.data() + text.size() || number == 0 || number > most)
        return usage_error(fmt::format("{} takes a number from 1 to {}, not {}", option,
                                       grouped(most), shell_quoted(text)));
    return number;
}

std::optional<UsageError> find_pem_error(const ParsedArgs& args, const std::string& option) {
    if (!args.has(option)) return std::nullopt;
    const std::string name = args.get(option);
    UsageError error{fmt::format("{} cannot be used: {}", option, quoted_name(name)), {}};
    errno = 0;
    std::ifstream file(path_of(name), std::ios::binary);
    if (!file) {
        error.lines.push_back(std::generic_category().message(errno));
        return error;
    }
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("-----BEGIN ")) return std::nullopt;
    error.lines.emplace_back("it is no PEM file: no line in it begins with -----BEGIN");
    return error;
}

}  // namespace crypto_checkpoint::cli
