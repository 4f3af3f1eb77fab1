// SPDX-License-Identifier: BSL-1.0
#include "cli/run.hpp"

#include "cli/usage.hpp"
#include <crypto_checkpoint/version.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

namespace crypto_checkpoint::cli {
namespace {

bool is_before_end_of_options(std::string_view word, const std::vector<const char*>& argv) {
    const auto end = std::ranges::find(argv, std::string_view("--"));
    return std::find(argv.begin(), end, word) != end;
}

/// A command line while it is parsed and run.
class Run {
public:
    Run(Context& context, const Command& program)
        : context_(context), program_(program), app_("", program.name) {
        app_.formatter(std::make_shared<HelpFormatter>());
        app_.allow_windows_style_options(false);
        app_.set_version_flag("--version", "crypto-checkpoint " + to_string(library_version),
                              "print the version");
        declare(program, app_);
    }

    ExitStatus run(const std::vector<const char*>& argv) {
        // Also for the errors of a command line that cannot be parsed.
        context_.json = is_before_end_of_options("--json", argv);
        try {
            reject_end_of_command(argv);
            app_.parse(static_cast<int>(argv.size()), argv.data());
        } catch (const CLI::ParseError& error) {
            return report(error, argv);
        }
        return status_;
    }

private:
    /// To CLI11 `++` ends a command. Before `--` it is the value of an option, or an error.
    void reject_end_of_command(const std::vector<const char*>& argv) const {
        std::string_view previous;
        for (const std::string_view word : argv) {
            if (word == "--") return;
            if (word == "++" && !options_with_value_.contains(previous))
                throw CLI::ValidationError("++", "is a name only after --");
            previous = word;
        }
    }

    void declare(const Command& command, CLI::App& app) {
        app.description(command.description);
        app.footer(with_program_name(command.footer));
        commands_.emplace(&app, &command);
        for (const Argument& argument : command.arguments) {
            CLI::Option* const option = app.add_option(argument.name)
                                            ->description(argument.meaning)
                                            ->required(argument.is_required);
            // As many as there are. allow_extra_args() would take `[a,b]` for a list.
            constexpr int any_number = CLI::detail::expected_max_vector_size;
            if (argument.is_repeated)
                option->expected(any_number, any_number)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
            if (argument.check) option->check(argument.check);
        }
        for (const Option& option : command.options) declare(option, app);
        if (&command != &program_ && command.takes_sandbox)
            for (const Option& option : program_.options) declare(option, app);
        for (const Option& option : command.options) {
            if (!option.needs.empty())
                app.get_option(option.name)->needs(app.get_option(option.needs));
            if (!option.excludes.empty())
                app.get_option(option.name)->excludes(app.get_option(option.excludes));
        }
        app.set_help_flag("-h,--help", "print this; -h for short");
        for (const Command& inner : command.commands)
            declare(inner, *app.add_subcommand(inner.name));
        if (!command.commands.empty()) app.require_subcommand(1);
        if (command.act) app.callback([this, &command, &app] { act(command, ParsedArgs(app)); });
    }

    void declare(const Option& option, CLI::App& app) {
        if (option.value.empty()) {
            app.add_flag(option.name)->description(option.meaning)->disable_flag_override();
            return;
        }
        options_with_value_.insert(option.name);
        CLI::Option* const declared = app.add_option(option.name)
                                          ->description(option.meaning)
                                          ->type_name(option.value)
                                          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        if (option.check) declared->check(option.check);
    }

    void act(const Command& command, const ParsedArgs& args) {
        context_.dry_run = args.has("--dry-run");
        if (args.has("--sandbox")) context_.sandbox_file = args.get("--sandbox");
        status_ = command.act(context_, args);
    }

    /// The first command on the command line that was given unknown words, or else the last one.
    [[nodiscard]] const CLI::App& place_of_error() const {
        const CLI::App* at = &app_;
        while (at->remaining_size() == 0 && !at->get_subcommands().empty())
            at = at->get_subcommands().front();
        return *at;
    }

    ExitStatus report(const CLI::ParseError& error, const std::vector<const char*>& argv) {
        const CLI::App* at = &place_of_error();
        const std::vector<std::string> words = at->remaining();
        // CLI11 passes a word after -- that a command does not take to the group around it.
        if (!words.empty() && words.front() != "--" &&
            !is_before_end_of_options(words.front(), argv)) {
            while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
            return print_error(context_, surplus_argument(*at, words.front()));
        }
        // CLI11 checks values before it looks for --help.
        if (at->get_help_ptr()->count() != 0) return print_page(*at, CLI::CallForHelp());
        const std::string instead = with_program_name(commands_.at(at)->instead);
        if (!words.empty())
            return print_error(context_, usage_error_of(*at, CLI::ExtrasError(words), instead));
        if (error.get_exit_code() == 0) return print_page(*at, error);
        const bool lacks_command =
            error.get_name() == "RequiredError" && !commands_.at(at)->commands.empty();
        if (!lacks_command || context_.json)
            return print_error(context_, usage_error_of(*at, error, instead));
        write_to_standard_error(at->help());
        return ExitStatus::usage;
    }

    /// Prints the help or the version.
    ExitStatus print_page(const CLI::App& at, const CLI::Error& which) {
        std::ostringstream out;
        at.exit(which, out, out);
        context_.out.write(out.str());
        return ExitStatus::success;
    }

    Context& context_;
    const Command& program_;
    CLI::App app_;
    std::set<std::string, std::less<>> options_with_value_;
    std::map<const CLI::App*, const Command*> commands_;
    ExitStatus status_ = ExitStatus::success;
};

}  // namespace

ExitStatus run_command_line(Context& context, const Command& program,
                            const std::vector<const char*>& argv) {
    return Run(context, program).run(argv);
}

}  // namespace crypto_checkpoint::cli
