// SPDX-License-Identifier: BSL-1.0
#include "cli/usage_error.hpp"

#include "cli/program_name.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

std::string see_help(const CommandPath& path) { return "see: " + name_of(path) + " --help"; }

bool looks_like_option(std::string_view word) {
    // `-1\\Key` is a wrong name, and the parser of names says so.
    constexpr std::string_view digits = "0123456789";
    return word.size() > 1 && word.front() == '-' && digits.find(word[1]) == digits.npos;
}

UsageError unknown_option(const CommandPath& path, const std::vector<Option>& options,
                          const std::string& word) {
    // What stands behind `=` may be a password.
    const std::string said = word.substr(0, word.find('='));
    UsageError error{fmt::format("{} has no option {}", name_of(path), printable(said)), {}};
    std::vector<std::string> names;
    names.reserve(options.size());
    for (const Option& option : options) names.push_back(option.name);
    if (const std::string near = nearest(word.substr(0, word.find('=')), names); !near.empty())
        error.lines.push_back(fmt::format("did you mean {}?", near));
    else if (word.find('\\') != word.npos)
        error.lines.emplace_back("write -- before a name that begins with -");
    error.lines.push_back(see_help(path));
    return error;
}

/// The commands of that name, wherever they are, as they are to be written.
void find_commands(const CommandPath& path, std::string_view name,
                   std::vector<std::string>& found) {
    for (const Command& command : path.back()->commands) {
        CommandPath inner = path;
        inner.push_back(&command);
        if (command.name == name) found.push_back(name_of(inner));
        find_commands(inner, name, found);
    }
}

UsageError unknown_command(const CommandPath& path, const std::string& word) {
    UsageError error{fmt::format("{} has no command {}", name_of(path), shell_quoted(word)), {}};
    std::vector<std::string> elsewhere;
    find_commands({path.front()}, word, elsewhere);
    std::vector<std::string> names;
    for (const Command& command : path.back()->commands) names.push_back(command.name);
    std::vector<std::string> candidates = names;
    candidates.emplace_back("--help");
    const std::string near = nearest(word, candidates);
    if (near.empty() && !path.back()->instead.empty())
        error.lines.push_back(with_program_name(path.back()->instead));
    else if (!elsewhere.empty())
        error.lines.push_back(fmt::format("did you mean {}?", fmt::join(elsewhere, ", or ")));
    else if (!near.empty())
        error.lines.push_back(fmt::format("did you mean {}?", near));
    else
        error.lines.push_back(fmt::format("commands: {}", fmt::join(names, ", ")));
    error.lines.push_back(see_help(path));
    return error;
}

}  // namespace

std::optional<UsageError> find_unknown_word(const Command& program,
                                            const std::vector<std::string>& words) {
    CommandPath path{&program};
    for (auto word = words.begin(); word != words.end() && *word != "--"; ++word) {
        if (*word == "-h") continue;
        if (looks_like_option(*word)) {
            std::vector<Option> options = options_of(path);
            if (path.size() == 1)
                options.insert(options.end(), program.options.begin(), program.options.end());
            const std::string name = word->substr(0, word->find('='));
            const auto option = std::ranges::find(options, name, &Option::name);
            if (option == options.end()) return unknown_option(path, options, *word);
            if (option->value.empty() && *word != name)
                return UsageError{name + " takes no value", {see_help(path)}};
            if (option->value.empty() || *word != name) continue;
            if (++word == words.end())
                return UsageError{fmt::format("{} needs {}", name, option->value),
                                  {see_help(path)}};
        } else if (!path.back()->commands.empty()) {
            const auto& commands = path.back()->commands;
            const auto command = std::ranges::find(commands, *word, &Command::name);
            if (command == commands.end()) return unknown_command(path, *word);
            path.push_back(&*command);
        }
    }
    return std::nullopt;
}

UsageError missing_argument(const CommandPath& path, const ParsedArgs& words) {
    std::vector<std::string> missing;
    for (const Argument& argument : path.back()->arguments)
        if (argument.is_required && !words.has(argument.name)) missing.push_back(argument.name);
    return {fmt::format("{} needs {}", name_of(path), fmt::join(missing, " and ")),
            {"usage: " + usage_of(path), see_help(path)}};
}

UsageError extra_argument(const CommandPath& path, const std::string& word) {
    return {fmt::format("{} is one argument too many", shell_quoted(word)),
            {"usage: " + usage_of(path), "a name with blanks in it goes into quotes"}};
}

}  // namespace crypto_checkpoint::cli
