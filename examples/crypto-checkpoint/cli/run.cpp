// SPDX-License-Identifier: BSL-1.0
#include "cli/run.hpp"

#include "cli/usage.hpp"
#include <crypto_checkpoint/version.hpp>

#include <algorithm>
#include <memory>
#include <sstream>

namespace crypto_checkpoint::cli {
namespace {

const CLI::Option* find_given(const CLI::App* app, const std::string& name) {
    for (; app != nullptr; app = app->get_parent())
        if (const CLI::Option* option = app->get_option_no_throw(name); option && option->count())
            return option;
    return nullptr;
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
        try {
            // To CLI11 this ends a command.
            const auto names = std::ranges::find(argv, std::string_view("--"));
            if (std::find(argv.begin(), names, std::string_view("++")) != names)
                throw CLI::ValidationError("++", "is a name only after --");
            app_.parse(static_cast<int>(argv.size()), argv.data());
        } catch (const CLI::ParseError& error) {
            return report(error);
        }
        return status_;
    }

private:
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
        if (&command != &program_ && command.uses_cluster)
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

    static void declare(const Option& option, CLI::App& app) {
        if (option.value.empty()) {
            app.add_flag(option.name)->description(option.meaning)->disable_flag_override();
            return;
        }
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

    ExitStatus report(const CLI::ParseError& error) {
        const CLI::App& at = place_of_error();
        std::ostringstream out;
        std::ostringstream errors;
        const int code = at.remaining_size() == 0
                             ? at.exit(error, out, errors)
                             : at.exit(CLI::ExtrasError(at.remaining()), out, errors);
        context_.out.write(out.str());
        write_to_standard_error(errors.str());
        return code == 0 ? ExitStatus::success : ExitStatus::usage;
    }

    Context& context_;
    const Command& program_;
    CLI::App app_;
    ExitStatus status_ = ExitStatus::success;
};

}  // namespace

bool ParsedArgs::has(const std::string& name) const {
    return find_given(command_, name) != nullptr;
}

std::vector<std::string> ParsedArgs::get_all(const std::string& name) const {
    const CLI::Option* const option = find_given(command_, name);
    return option ? option->results() : std::vector<std::string>();
}

std::string ParsedArgs::get(const std::string& name, const std::string& fallback) const {
    const CLI::Option* const option = find_given(command_, name);
    return option ? option->results().back() : fallback;
}

ExitStatus run_command_line(Context& context, const Command& program,
                            const std::vector<const char*>& argv) {
    return Run(context, program).run(argv);
}

}  // namespace crypto_checkpoint::cli
