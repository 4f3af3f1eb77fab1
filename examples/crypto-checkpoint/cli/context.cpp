// SPDX-License-Identifier: BSL-1.0
#include "cli/context.hpp"

#include "cli/program_name.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {

namespace {

/// The number that came with an error, and whose it is; empty where it adds nothing.
std::string line_of_number(const Error& error) {
    if (!error.native) return {};
    switch (error.native->domain) {
        case NativeDomain::sqlite: return {};  // what SQLite says is in the detail
        case NativeDomain::curl:               // nobody answered
            return fmt::format("libcurl's code: {}", error.native->value);
        case NativeDomain::http_status:
            if (error.detail.find("HTTP status") != error.detail.npos) return {};
            return fmt::format("the answer was HTTP status {}", error.native->value);
        default: return fmt::format("the answer was {}", *error.native);
    }
}

}  // namespace

std::string Context::command(std::string_view arguments) const {
    std::string text = program_name() + " ";
    if (sandbox_file) text += fmt::format("--sandbox {} ", shell_quoted(*sandbox_file));
    return text.append(arguments);
}

void print_error(Context& context, std::string_view what, const std::vector<std::string>& lines) {
    context.out.flush();
    std::string text = fmt::format("error: {}\n", what);
    for (const std::string& line : lines) text += fmt::format("  {}\n", line);
    write_to_standard_error(text);
}

ExitStatus print_error(Context& context, std::string_view what, const Error& error,
                       const std::vector<std::string>& hints) {
    std::vector<std::string> lines = reasons(error);
    lines.insert(lines.end(), hints.begin(), hints.end());
    print_error(context, what, lines);
    return exit_status_of(error.code);
}

std::vector<std::string> reasons(const Error& error) {
    // It may repeat a name of any length.
    constexpr std::size_t max_detail_bytes = 400;
    const bool is_long = error.detail.size() > max_detail_bytes;
    std::string reason(meaning(error.code));
    if (!error.detail.empty())
        reason += fmt::format(": {}{}", printable(error.detail.substr(0, max_detail_bytes)),
                              is_long ? "..." : "");
    std::vector<std::string> lines{std::move(reason)};
    if (auto number = line_of_number(error); !number.empty()) lines.push_back(std::move(number));
    return lines;
}

}  // namespace crypto_checkpoint::cli
