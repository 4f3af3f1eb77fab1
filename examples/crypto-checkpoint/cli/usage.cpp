// SPDX-License-Identifier: BSL-1.0
#include "cli/usage.hpp"

#include "console/text.hpp"
#include "console/wrapped.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/ranges.h>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// `crypto-checkpoint sandbox key`
std::string name_of(const CLI::App& app) {
    const CLI::App* const parent = app.get_parent();
    return parent ? name_of(*parent) + ' ' + app.get_name() : app.get_name();
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) { return app.get_subcommands({}); }

/// `crypto-checkpoint add [OPTIONS] RESOURCE NAME...`
std::string synopsis_of(const CLI::App& app) {
    if (!commands_of(app).empty()) return name_of(app) + " COMMAND ...";
    std::string text = name_of(app) + " [OPTIONS]";
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_positional()) continue;
        const std::string name = option->get_name() + (option->get_expected_max() > 1 ? "..." : "");
        text += option->get_required() ? " " + name : " [" + name + "]";
    }
    return text;
}

/// A line of a list: the left column, and its meaning.
struct Entry {
    std::string label;
    std::string meaning;
};

std::string section(std::string_view title, const std::vector<Entry>& entries) {
    if (entries.empty()) return {};
    const std::size_t width = std::ranges::max(entries, {}, [](const Entry& entry) {
                                  return entry.label.size();
                              }).label.size();
    std::string text = fmt::format("\n{}:\n", title);
    for (const Entry& entry : entries)
        text += wrapped(fmt::format("  {:<{}}  ", entry.label, width), entry.meaning);
    return text;
}

bool looks_like_option(std::string_view word) {
    // `-1\\Key` is an invalid name, and the parser of names reports it.
    constexpr std::string_view digits = "0123456789";
    return word.size() > 1 && word.front() == '-' && digits.find(word[1]) == digits.npos;
}

using Lines = std::vector<std::string>;

Lines see_help(const CLI::App& app) { return {"see: " + name_of(app) + " --help"}; }

UsageError unknown_option(const CLI::App& app, const std::string& word) {
    // The value after `=` may be a password.
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options())
        if (!option->get_positional()) known.push_back(option->get_name());
    Lines lines = see_help(app);
    if (const std::string similar = nearest(name, known); !similar.empty())
        lines.insert(lines.begin(), fmt::format("did you mean {}?", similar));
    else if (word.find('\\') != word.npos)
        lines.insert(lines.begin(), "write -- before a name that begins with -");
    return {fmt::format("{} has no option {}", name_of(app), printable(name)), lines};
}

/// The full names of the commands called @p name, anywhere below @p app.
void find_commands(const CLI::App& app, std::string_view name, std::vector<std::string>& found) {
    for (const CLI::App* command : commands_of(app)) {
        if (command->get_name() == name) found.push_back(name_of(*command));
        find_commands(*command, name, found);
    }
}

std::string list_of(const std::vector<std::string>& commands) {
    return fmt::format("commands: {}", fmt::join(commands, ", "));
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : commands_of(app)) names.push_back(command->get_name());
    return names;
}

UsageError missing_command(const CLI::App& app) {
    return {name_of(app) + " needs a command",
            {list_of(names_of_commands(app)), see_help(app).front()}};
}

UsageError unknown_command(const CLI::App& app, const std::string& word, std::string_view instead) {
    const std::vector<std::string> names = names_of_commands(app);
    std::vector<std::string> candidates = names;
    candidates.emplace_back("--help");
    const CLI::App* root = &app;
    while (root->get_parent()) root = root->get_parent();
    std::vector<std::string> elsewhere;
    find_commands(*root, word, elsewhere);
    const std::string similar = nearest(word, candidates);
    Lines lines = see_help(app);
    lines.insert(lines.begin(), similar.empty() && !instead.empty() ? std::string(instead)
                                : !elsewhere.empty()
                                    ? fmt::format("did you mean {}?", fmt::join(elsewhere, ", or "))
                                : !similar.empty() ? fmt::format("did you mean {}?", similar)
                                                   : list_of(names));
    return {fmt::format("{} has no command {}", name_of(app), shell_quoted(word)), lines};
}

UsageError unexpected_word(const CLI::App& app, std::string_view instead) {
    const std::vector<std::string> rest = app.remaining();
    const bool is_after_mark = rest.front() == "--";
    const std::string& word = is_after_mark && rest.size() > 1 ? rest[1] : rest.front();
    if (!is_after_mark && looks_like_option(word)) return unknown_option(app, word);
    if (!commands_of(app).empty()) return unknown_command(app, word, instead);
    return surplus_argument(app, word);
}

UsageError missing_arguments(const CLI::App& app) {
    std::vector<std::string> missing;
    for (const CLI::Option* option : app.get_options())
        if (option->get_required() && option->count() == 0) missing.push_back(option->get_name());
    return {fmt::format("{} needs {}", name_of(app), fmt::join(missing, " and ")),
            {"usage: " + synopsis_of(app), see_help(app).front()}};
}

/// `--sandbox: 1 required FILE missing`, or `json was given a disallowed flag override`
UsageError wrong_number_of_values(const CLI::App& app, const std::string& what) {
    std::string name = what.substr(0, what.find_first_of(": "));
    if (!name.starts_with('-')) name.insert(0, "--");
    const CLI::Option* const option = app.get_option_no_throw(name);
    return {option && !option->get_type_name().empty()
                ? fmt::format("{} needs {}", name, option->get_type_name())
                : name + " takes no value",
            see_help(app)};
}

/// Of a Check, with its hints.
UsageError wrong_value(const CLI::App& app, std::string what) {
    what.replace(what.find(": "), 2, " ");
    Lines lines;
    for (std::size_t end = what.find('\n'); end != what.npos; end = what.find('\n')) {
        lines.push_back(what.substr(0, end));
        what.erase(0, end + 1);
    }
    lines.push_back(std::move(what));
    lines.push_back(see_help(app).front());
    what = std::move(lines.front());
    lines.erase(lines.begin());
    return {what, lines};
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
    std::vector<Entry> commands;
    std::vector<Entry> arguments;
    std::vector<Entry> options;
    for (const CLI::App* command : commands_of(*app))
        commands.push_back({command->get_name(), command->get_description()});
    for (const CLI::Option* option : app->get_options()) {
        const std::string value = option->get_type_name();
        if (option->get_positional())
            arguments.push_back({option->get_name(), option->get_description()});
        else
            options.push_back({option->get_name() + (value.empty() ? "" : " ") + value,
                               option->get_description()});
    }
    return wrapped(name_of(*app) + ": ", app->get_description()) +
           fmt::format("\nusage: {}\n", synopsis_of(*app)) + section("commands", commands) +
           section("arguments", arguments) + section("options", options) +
           (app->get_footer().empty() ? "" : "\n" + app->get_footer());
}

UsageError surplus_argument(const CLI::App& app, const std::string& word) {
    return {fmt::format("{} is one argument too many", shell_quoted(word)),
            {"usage: " + synopsis_of(app), "a name with blanks in it goes into quotes"}};
}

UsageError usage_error_of(const CLI::App& app, const CLI::Error& error, std::string_view instead) {
    const std::string& kind = error.get_name();
    if (kind == "ExtrasError") return unexpected_word(app, instead);
    if (kind == "RequiredError")
        return commands_of(app).empty() ? missing_arguments(app) : missing_command(app);
    if (kind == "ArgumentMismatch") return wrong_number_of_values(app, error.what());
    if (kind == "ValidationError") return wrong_value(app, error.what());
    return {printable(error.what()), see_help(app)};
}

}  // namespace crypto_checkpoint::cli
