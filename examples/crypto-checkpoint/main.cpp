// SPDX-License-Identifier: BSL-1.0
// crypto-checkpoint: cryptographic checkpoints of cluster resources, from a command line.
#include "checkpoints/commands.hpp"
#include "cli/run.hpp"
#include "console/environment.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "desired/commands.hpp"
#include "explain/explain.hpp"
#include "preflight/preflight.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/sandbox.hpp"
#include "serve/serve.hpp"

#include <exception>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* program_footer =
    R"(A checkpoint name is Type\Name\Key: the decimal type of a cryptographic service
provider (CSP), its name, and a key container. Type\\Key leaves the provider's
name out. Put names into single quotes, or the shell takes backslashes away;
in cmd.exe into double ones.

The commands work on a sandbox: a fake cluster that is kept in a file. With
--cluster, the commands for checkpoints work on real clusters, and serve makes
the sandbox look like one.

With --json standard output has one object a line, also for each error, which
has ok (false), error (a code), message and hints (an array of texts) among its
members. Standard error has an error only if standard output cannot be written.

exit status, the highest that applies, but 5 only if no other does:
  0  success
  1  a name is invalid
  2  the command line or a file is wrong
  3  the cluster refused, or would refuse
  4  the cluster could not be reached, or the result is unknown or could not be
     written
  5  of plan and apply: something is left to do, or to decide

examples:
  crypto-checkpoint explain '1\\MyKey'
  crypto-checkpoint sandbox create
  crypto-checkpoint add 'SQL Server' '1\\MyKey'
  crypto-checkpoint list
)";

std::string default_sandbox() {
    const auto path = Sandbox::path(Context());
    return path ? shell_quoted(*path)
                : fmt::format("none, since {} is not set", data_folder_variable());
}

Command root_command() {
    Command root{
        .name = program_name(),
        .description = "keys that move with the resources of a cluster",
        .options = {{"--sandbox", "the sandbox to work on; default: " + default_sandbox(), "FILE",
                     [](const std::string& file) { return file.empty() ? "needs FILE" : ""; }}},
        .footer = program_footer,
        .commands = checkpoint_commands()};
    root.commands.insert(root.commands.begin(), explain_command());
    for (Command& command : desired_commands()) root.commands.push_back(std::move(command));
    root.commands.push_back(preflight_command());
    root.commands.push_back(sandbox_command());
    root.commands.push_back(serve_command());
    return root;
}

/// Output that could not be written is a failure, whatever the command returned.
ExitStatus finish(Context& context, ExitStatus status) {
    context.out.flush();
    if (context.out.state() != Output::State::failed) return status;
    write_to_standard_error(
        error_text("cannot write to standard output: " + context.out.error().message(), {}));
    return worst(status, ExitStatus::unreachable);
}

/// @param argv  UTF-8, with the program's name
int run(const std::vector<const char*>& argv) {
    Context context;
    try {
        prepare_standard_streams();
        ignore_key_log_file();
        return static_cast<int>(finish(context, run_command_line(context, root_command(), argv)));
    } catch (const std::exception& error) {
        const ExitStatus status = print_error(context, error.what(), Errc::outcome_unknown);
        return static_cast<int>(finish(context, status));  // reports the changes made before
    }
}

}  // namespace
}  // namespace crypto_checkpoint::cli

#if defined(_WIN32)

#    if defined(__MINGW32__)
// Its start-up code would take `SQL*` for a pattern of file names.
extern "C" int _dowildcard;
int _dowildcard = 0;
#    endif

int wmain(int argc, wchar_t** argv) {
    std::vector<std::string> texts;
    for (int i = 0; i < argc; ++i) texts.push_back(crypto_checkpoint::cli::utf8_argument(argv[i]));
    std::vector<const char*> words;
    for (const std::string& text : texts) words.push_back(text.c_str());
    return crypto_checkpoint::cli::run(words);
}

#else

int main(int argc, char** argv) { return crypto_checkpoint::cli::run({argv, argv + argc}); }

#endif
