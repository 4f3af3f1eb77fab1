// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// What a command line says: the words under the names that the command gives them.
class ParsedArgs {
public:
    explicit ParsedArgs(std::map<std::string, std::vector<std::string>> values)
        : values_(std::move(values)) {}

    [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }

    [[nodiscard]] std::vector<std::string> get_all(const std::string& name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? std::vector<std::string>() : found->second;
    }

    /// The last of them.
    [[nodiscard]] std::string get(const std::string& name,
                                  const std::string& otherwise = {}) const {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : found->second.back();
    }

private:
    std::map<std::string, std::vector<std::string>> values_;
};

struct Argument {
    std::string name;  ///< `RESOURCE`
    std::string meaning;
    bool is_required = true;
    bool is_repeated = false;  ///< only the last argument of a command
};

struct Option {
    std::string name;  ///< `--node`
    std::string meaning;
    std::string value{};  ///< what it takes, `NODE`; nothing if it is a flag
};

/// A command as data: what can be written and what it does. A group has commands, the others act.
struct Command {
    std::string name;
    std::string description;
    std::vector<Argument> arguments{};
    std::vector<Option> options{};
    std::string footer{};  ///< ends `--help`; its examples stand under `examples:`
    std::function<ExitStatus(Context&, const ParsedArgs&)> act{};
    std::vector<Command> commands{};
    std::string instead{};     ///< what to do where a group lacks the command that is wanted
    bool uses_cluster = true;  ///< so `--sandbox` may stand behind it
};

/// The options that commands have in common.
[[nodiscard]] Option json_option();
[[nodiscard]] Option dry_run_option();

[[nodiscard]] Command crypto_checkpoint_command();
[[nodiscard]] std::vector<Command> checkpoint_commands();
[[nodiscard]] Command preflight_command();
[[nodiscard]] Command sandbox_command();
[[nodiscard]] Command serve_command();
[[nodiscard]] std::vector<Command> sandbox_control_commands();
[[nodiscard]] Command sandbox_key_commands();
[[nodiscard]] Command sandbox_provider_commands();

}  // namespace crypto_checkpoint::cli
