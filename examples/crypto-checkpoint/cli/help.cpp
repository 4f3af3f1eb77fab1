// SPDX-License-Identifier: BSL-1.0
#include "cli/help.hpp"

#include "cli/program_name.hpp"
#include "console/text.hpp"

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// A line of a list: what stands left, and what it means.
struct Entry {
    std::string label;
    std::string meaning;
};

std::string section(std::string_view title, const std::vector<Entry>& entries) {
    if (entries.empty()) return {};
    std::size_t width = 0;
    for (const Entry& entry : entries) width = std::max(width, entry.label.size());
    std::string text = fmt::format("\n{}:\n", title);
    for (const Entry& entry : entries)
        text += wrapped(fmt::format("  {:<{}}  ", entry.label, width), entry.meaning);
    return text;
}

}  // namespace

std::string name_of(const CommandPath& path) {
    std::string name;
    for (const Command* command : path) name += (name.empty() ? "" : " ") + command->name;
    return name;
}

std::string usage_of(const CommandPath& path) {
    const Command& command = *path.back();
    if (!command.commands.empty()) return name_of(path) + " COMMAND ...";
    std::string usage = name_of(path) + " [OPTIONS]";
    for (const Argument& argument : command.arguments) {
        const std::string name = argument.name + (argument.is_repeated ? "..." : "");
        usage += argument.is_required ? " " + name : " [" + name + "]";
    }
    return usage;
}

std::vector<Option> options_of(const CommandPath& path) {
    std::vector<Option> options = path.back()->options;
    const bool is_root = path.size() == 1;
    for (const Option& option : path.front()->options)
        if (!is_root && path.back()->uses_cluster && !option.value.empty())
            options.push_back(option);
    options.push_back({"--help", "print this; -h for short"});
    return options;
}

std::string help_of(const CommandPath& path) {
    const Command& command = *path.back();
    std::vector<Entry> commands;
    std::vector<Entry> arguments;
    std::vector<Entry> options;
    commands.reserve(command.commands.size());
    arguments.reserve(command.arguments.size());
    for (const Command& one : command.commands) commands.push_back({one.name, one.description});
    for (const Argument& one : command.arguments) arguments.push_back({one.name, one.meaning});
    for (const Option& one : options_of(path))
        options.push_back({one.name + (one.value.empty() ? "" : " ") + one.value, one.meaning});
    return wrapped(name_of(path) + ": ", command.description) +
           fmt::format("\nusage: {}\n", usage_of(path)) + section("commands", commands) +
           section("arguments", arguments) + section("options", options) +
           (command.footer.empty() ? "" : fmt::format("\n{}", with_program_name(command.footer)));
}

}  // namespace crypto_checkpoint::cli
