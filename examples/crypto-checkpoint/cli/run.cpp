// SPDX-License-Identifier: BSL-1.0
#include "cli/run.hpp"

#include "cli/usage.hpp"
#include <crypto_checkpoint/version.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

namespace crypto_checkpoint::cli {
namespace {

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
        app.failure_message([&command](const CLI::App* at, const CLI::Error& error) {
            return usage_text(*at, error, with_program_name(command.instead));
        });
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
        context_.json = args.has("--json");
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
        const auto mark = std::ranges::find(argv, std::string_view("--"));
        // CLI11 passes a word after -- that a command does not take to the group around it.
        if (!words.empty() && words.front() != "--" &&
            std::find(argv.begin(), mark, words.front()) == mark) {
            while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
            write_to_standard_error(surplus_argument(*at, words.front()));
            return ExitStatus::usage;
        }
        std::ostringstream out;
        std::ostringstream errors;
        // CLI11 checks values before it looks for --help.
        const int code = at->get_help_ptr()->count() != 0
                             ? at->exit(CLI::CallForHelp(), out, errors)
                         : words.empty() ? at->exit(error, out, errors)
                                         : at->exit(CLI::ExtrasError(words), out, errors);
        context_.out.write(out.str());
        write_to_standard_error(errors.str());
        return code == 0 ? ExitStatus::success : ExitStatus::usage;
    }

    Context& context_;
    const Command& program_;
    CLI::App app_;
    std::set<std::string, std::less<>> options_with_value_;
    ExitStatus status_ = ExitStatus::success;
};

}  // namespace

ExitStatus run_command_line(Context& context, const Command& program,
                            const std::vector<const char*>& argv) {
    return Run(context, program).run(argv);
}

}  // namespace crypto_checkpoint::cli
