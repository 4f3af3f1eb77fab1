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
    Words words;
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
        if (at->get_subcommands().empty()) return {std::move(path), Words(std::move(values))};
        at = at->get_subcommands().front();
        command = &*std::ranges::find(command->commands, at->get_name(), &Command::name);
    }
}

ExitStatus complain_of_usage(Session& session, const UsageError& error) {
    print_error(session, error.what, error.lines);
    return ExitStatus::usage;
}

std::string version() {
    return fmt::format("crypto-checkpoint {}.{}.{}\n", library_version.major_number,
                       library_version.minor_number, library_version.patch_number);
}

}  // namespace

ExitStatus run_command_line(Session& session, const std::vector<std::string>& words) {
    const Command program = crypto_checkpoint_command();
    if (const auto error = find_unknown_word(program, words))
        return complain_of_usage(session, *error);

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
            session.out.write(version());
            return ExitStatus::well;
        }
        if (!path.back()->commands.empty()) {
            write_to_standard_error(help_of(path));
            return ExitStatus::usage;
        }
        if (dynamic_cast<const CLI::RequiredError*>(&fault) != nullptr)
            return complain_of_usage(session, missing_argument(path, said));
        const auto leftovers = Guard::off(app.remaining(true));
        if (!leftovers.empty())
            return complain_of_usage(session, extra_argument(path, leftovers.front()));
        return complain_of_usage(session, {fault.what(), {"usage: " + usage_of(path)}});
    }
    const auto [path, said] = understood(program, app);
    if (asks_for_help) {
        session.out.write(help_of(path));
        return ExitStatus::well;
    }
    session.json = said.has("--json");
    session.dry_run = said.has("--dry-run");
    if (said.has("--sandbox")) session.sandbox_file = said.one("--sandbox");
    if (session.sandbox_file && session.sandbox_file->empty())
        return complain_of_usage(session, {"--sandbox needs FILE", {}});
    return path.back()->act(session, said);
}

}  // namespace crypto_checkpoint::cli
