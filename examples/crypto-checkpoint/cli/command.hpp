// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include "cli/parsed_args.hpp"

#include <functional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

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
    std::string instead{};  ///< the hint for an unknown command of a group
    bool takes_sandbox = true;
};

[[nodiscard]] inline Option json_option() {
    return {"--json", "print one JSON object a line instead of text, also for each error"};
}
[[nodiscard]] inline Option dry_run_option() {
    return {"--dry-run", "change nothing; try it on a copy and say what would happen"};
}

}  // namespace crypto_checkpoint::cli
