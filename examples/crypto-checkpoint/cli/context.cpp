// SPDX-License-Identifier: BSL-1.0
#include "cli/context.hpp"

#include "console/environment.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr std::string_view usual_name = "crypto-checkpoint";

/// The native code of an error; empty where it adds nothing.
std::string native_code_line(const Error& error) {
    if (!error.native) return {};
    switch (error.native->domain) {
        case NativeDomain::sqlite: return {};  // the detail has SQLite's message
        case NativeDomain::curl: return fmt::format("libcurl's code: {}", error.native->value);
        case NativeDomain::http_status:
            if (error.detail.find("HTTP status") != error.detail.npos) return {};
            return fmt::format("the response was HTTP status {}", error.native->value);
        default: return fmt::format("the response was {}", *error.native);
    }
}

void print_object(Context& context, const Error& error, std::string_view message,
                  const std::vector<std::string>& hints) {
    JsonLine json;
    json.boolean("ok", false)
        .text("error", to_string(error.code))
        .name_or_null("resource", error.resource);
    context.out.write(add_error(json, error, message, hints).line());
}

}  // namespace

std::string Context::command(std::string_view arguments,
                             std::initializer_list<std::string_view> words) const {
    std::string text = program_name() + " ";
    if (sandbox_file) text += fmt::format("--sandbox {} ", shell_quoted(*sandbox_file));
    text += arguments;
    for (const std::string_view word : words) text += ' ' + shell_quoted(word);
    return text;
}

std::string program_name() {
    constexpr std::size_t max_bytes = 200;
    std::string name = environment_variable("CRYPTO_CHECKPOINT_COMMAND").value_or("");
    // It comes from outside, and is repeated only if it can be a command on one line.
    if (name.find_first_not_of(' ') == name.npos || name.size() > max_bytes ||
        printable(name) != name)
        return std::string(usual_name);
    return name;
}

std::string with_program_name(std::string_view text) {
    const std::string name = program_name();
    std::string named;
    for (auto at = text.find(usual_name); at != text.npos; at = text.find(usual_name)) {
        named.append(text.substr(0, at)).append(name);
        text.remove_prefix(at + usual_name.size());
    }
    return named.append(text);
}

std::string error_text(std::string_view what, const std::vector<std::string>& lines) {
    std::string text = fmt::format("error: {}\n", printable(what));
    for (const std::string& line : lines) text += fmt::format("  {}\n", printable(line));
    return text;
}

ExitStatus print_error(Context& context, std::string_view what, Errc code,
                       const std::vector<std::string>& lines) {
    if (context.json) {
        print_object(context, code, what, lines);
    } else {
        context.out.flush();
        write_to_standard_error(error_text(what, lines));
    }
    return exit_status_of(code);
}

ExitStatus print_error(Context& context, std::string_view what, const Error& error,
                       const std::vector<std::string>& hints) {
    if (context.json) {
        print_object(context, error, fmt::format("{}: {}", what, message_of(error)), hints);
        return exit_status_of(error.code);
    }
    std::vector<std::string> lines = reasons(error);
    lines.insert(lines.end(), hints.begin(), hints.end());
    return print_error(context, what, error.code, lines);
}

JsonLine& add_error(JsonLine& json, const Error& error, std::string_view message,
                    const std::vector<std::string>& hints) {
    const auto& native = error.native;
    return json.name_or_null("place", error.context)
        .text_or_null("native_domain",
                      native ? std::optional(to_string(native->domain)) : std::nullopt)
        .number_or_null("native_code", native ? std::optional(native->value) : std::nullopt)
        .name_or_null("native_name", native ? native_name(*native) : std::string_view())
        .text("message", message)
        .texts("hints", hints);
}

std::string message_of(const Error& error) {
    std::string message(meaning(error.code));
    if (!error.detail.empty()) message += ": " + error.detail;
    return message;
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
    if (auto line = native_code_line(error); !line.empty()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace crypto_checkpoint::cli
