// SPDX-License-Identifier: BSL-1.0
// The only file that includes CLI11, which costs the compiler much.
#include "cli/run.hpp"

#include "cli/usage_error.hpp"
#include <crypto_checkpoint/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

/// CLI11 takes `[a,b]` for a list and `++` for the end of a subcommand. A name may look like either,
/// so such words are guarded on their way through it.
class Guard {
public:
    static std::string on(std::string word) {
        if (word.starts_with('[') || word.starts_with(mark) || word == "++")
            word.insert(0, 1, mark);
        return word;
    }
    static std::vector<std::string> off(std::vector<std::string> words) {
        for (std::string& word : words)
            if (word.starts_with(mark)) word.erase(0, 1);
        return words;
    }

private:
    static constexpr char mark = '\x01';
};

void declare(const Command& command, CLI::App& app) {
    for (const Option& option : command.options) {
        if (option.value.empty())
            app.add_flag(option.name);
        else
            app.add_option(option.name)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    for (const Argument& argument : command.arguments) {
        CLI::Option* const option = app.add_option(argument.name)->required(argument.is_required);
        if (argument.is_repeated)
            option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args();
    }
    for (const Command& inner : command.commands) {
        CLI::App* const subcommand = app.add_subcommand(inner.name);
        subcommand->fallthrough(inner.uses_cluster);
        declare(inner, *subcommand);
    }
    if (!command.commands.empty()) app.require_subcommand(1);
}

/// What was understood of a command line.
struct Understood {
    CommandPath path;
    ParsedArgs words;
};

Understood understood(const Command& program, const CLI::App& app) {
    CommandPath path;
    std::map<std::string, std::vector<std::string>> values;
    const CLI::App* at = &app;
    const Command* command = &program;
    for (;;) {
        path.push_back(command);
        for (const CLI::Option* option : at->get_options())
            if (option->count() != 0) values[option->get_name()] = Guard::off(option->results());
        if (at->get_subcommands().empty()) return {std::move(path), ParsedArgs(std::move(values))};
        at = at->get_subcommands().front();
        command = &*std::ranges::find(command->commands, at->get_name(), &Command::name);
    }
}

ExitStatus complain_of_usage(Context& context, const UsageError& error) {
    print_error(context, error.what, error.lines);
    return ExitStatus::usage;
}

std::string version() {
    return fmt::format("crypto-checkpoint {}.{}.{}\n", library_version.major_number,
                       library_version.minor_number, library_version.patch_number);
}

}  // namespace

ExitStatus run_command_line(Context& context, const std::vector<std::string>& words) {
    const Command program = crypto_checkpoint_command();
    if (const auto error = find_unknown_word(program, words))
        return complain_of_usage(context, *error);

    CLI::App app;
    app.fallthrough();
    declare(program, app);
    std::vector<std::string> guarded;
    std::ranges::transform(words, std::back_inserter(guarded), Guard::on);
    std::ranges::reverse(guarded);  // as CLI11 wants them
    bool asks_for_help = false;
    try {
        app.parse(std::move(guarded));
    } catch (const CLI::CallForHelp&) {
        asks_for_help = true;
    } catch (const CLI::ParseError& fault) {
        const auto [path, said] = understood(program, app);
        if (path.size() == 1 && said.has("--version")) {
            context.out.write(version());
            return ExitStatus::success;
        }
        if (!path.back()->commands.empty()) {
            write_to_standard_error(help_of(path));
            return ExitStatus::usage;
        }
        if (dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr)
            return complain_of_usage(context, missing_argument(path, said));
        const auto leftovers = Guard::off(app.remaining(true));
        if (!leftovers.empty())
            return complain_of_usage(context, extra_argument(path, leftovers.front()));
        return complain_of_usage(context, {fault.what(), {"usage: " + usage_of(path)}});
    }
    const auto [path, said] = understood(program, app);
    if (asks_for_help) {
        context.out.write(help_of(path));
        return ExitStatus::success;
    }
    context.json = said.has("--json");
    context.dry_run = said.has("--dry-run");
    if (said.has("--sandbox")) context.sandbox_file = said.get("--sandbox");
    if (context.sandbox_file && context.sandbox_file->empty())
        return complain_of_usage(context, {"--sandbox needs FILE", {}});
    return path.back()->act(context, said);
}

}  // namespace crypto_checkpoint::cli
