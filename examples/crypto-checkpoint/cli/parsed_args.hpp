// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <optional>
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

    /// The same, with one option as if it were given in this way alone.
    [[nodiscard]] ParsedArgs with(const std::string& name, std::string value) const;

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> get_all(const std::string& name) const;
    /// The last value, or @p fallback.
    [[nodiscard]] std::string get(const std::string& name, const std::string& fallback = {}) const;

private:
    [[nodiscard]] std::optional<std::vector<std::string>> find(const std::string& name) const;

    const CLI::App* command_;
    std::map<std::string, std::string> others_;
};

}  // namespace crypto_checkpoint::cli
