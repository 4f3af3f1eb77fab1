// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace crypto_checkpoint::cli {

/// What was written for the options and arguments of a command, word for word. One that a command does
/// not have is looked up in the command around it.
class ParsedArgs {
public:
    explicit ParsedArgs(const CLI::App& command) : command_(&command) {}

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> get_all(const std::string& name) const;
    /// The last value, or @p fallback.
    [[nodiscard]] std::string get(const std::string& name, const std::string& fallback = {}) const;

private:
    const CLI::App* command_;
};

/// Checks a value. Returns an empty text, or what is wrong, to be read after the option's name: `takes
/// true or false`. Further lines are hints.
using Check = std::function<std::string(const std::string& value)>;

struct Argument {
    std::string name;  ///< `RESOURCE`
    std::string meaning;
    bool is_required = true;
    bool is_repeated = false;  ///< only the last argument of a command
    Check check{};
};

struct Option {
    std::string name;  ///< `--node`
    std::string meaning;
    std::string value{};  ///< the placeholder of its value, `NODE`; empty for a flag
    Check check{};
    std::string needs{};     ///< the option that must be given as well
    std::string excludes{};  ///< the option or argument that must not
};

/// A command as data. A group has commands, the others act.
struct Command {
    std::string name;
    std::string description;
    std::vector<Argument> arguments{};
    std::vector<Option> options{};
    std::string footer{};  ///< ends `--help`; its examples follow the line `examples:`
    std::function<ExitStatus(Context&, const ParsedArgs&)> act{};
    std::vector<Command> commands{};
    std::string instead{};     ///< a hint for who looks for a command that the group does not have
    bool uses_cluster = true;  ///< whether it takes `--sandbox`
};

[[nodiscard]] inline Option json_option() {
    return {"--json", "print one JSON object a line instead of text"};
}
[[nodiscard]] inline Option dry_run_option() {
    return {"--dry-run", "change nothing; try it on a copy and say what would happen"};
}

}  // namespace crypto_checkpoint::cli
