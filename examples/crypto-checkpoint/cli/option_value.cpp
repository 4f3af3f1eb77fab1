// SPDX-License-Identifier: BSL-1.0
#include "cli/option_value.hpp"

#include "console/read_secret.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/open_file.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace crypto_checkpoint::cli {

Check one_of(std::vector<std::string> words) {
    return [words = std::move(words)](const std::string& value) -> std::string {
        if (std::ranges::find(words, value) != words.end()) return {};
        const std::string similar = nearest(value, words);
        return fmt::format("does not take {}\n{}it takes: {}", shell_quoted(value),
                           similar.empty() ? similar : fmt::format("did you mean {}?\n", similar),
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
    WipedBytes<4096> room;  // instead of a buffer of the C library, in which a key would remain
    const detail::File file = detail::open_to_read(name);
    if (!file || std::setvbuf(file.get(), room.bytes.data(), _IOFBF, room.bytes.size()) != 0) {
        error.lines.push_back(std::generic_category().message(errno));
        return error;
    }
    bool is_pem = false;
    bool has_key = false;
    bool is_at_line = true;
    WipedBytes<1024> buffer;
    while (std::fgets(buffer.bytes.data(), static_cast<int>(buffer.bytes.size()), file.get())) {
        const std::string_view part(buffer.bytes.data());
        const bool begins = is_at_line && part.starts_with("-----BEGIN ");
        is_pem = is_pem || begins;
        has_key = has_key || (begins && part.find(" PRIVATE KEY-----") != part.npos);
        is_at_line = part.ends_with('\n');
    }
    if (!is_pem)
        error.lines.emplace_back("no line of the file begins with -----BEGIN, so it is not PEM");
    else if (const std::string problem = problem_of_private_file(*file);
             has_key && !problem.empty())
        error.lines.push_back("it has a private key, and " + problem);
    if (error.lines.empty()) return std::nullopt;
    return error;
}

}  // namespace crypto_checkpoint::cli
