// SPDX-License-Identifier: BSL-1.0
#pragma once

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

}  // namespace crypto_checkpoint::cli
