// SPDX-License-Identifier: BSL-1.0
// crypto-checkpoint: cryptographic checkpoints of cluster resources, from a command line.
#include "cli/run.hpp"
#include "console/standard_streams.hpp"
#if defined(_WIN32)
#    include "wide_word.hpp"
#endif

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace cli = crypto_checkpoint::cli;

namespace {

/// What could not be written was not told, whatever else went well.
cli::ExitStatus finish(cli::Context& context, cli::ExitStatus status) {
    context.out.flush();
    if (context.out.state() != cli::Output::State::failed) return status;
    cli::print_error(context, "cannot write to standard output: " + context.out.fault().message());
    return cli::worst(status, cli::ExitStatus::unreachable);
}

/// @param words  as they were given, UTF-8, with the program's name
int run(std::vector<std::string> words) {
    try {
        cli::prepare_standard_streams();
        cli::Context context;
        if (!words.empty()) words.erase(words.begin());
        return static_cast<int>(finish(context, cli::run_command_line(context, words)));
    } catch (const std::exception& fault) {
        cli::write_to_standard_error(std::string("error: ") + fault.what() + '\n');
        return static_cast<int>(cli::ExitStatus::unreachable);
    }
}

}  // namespace

#if defined(_WIN32)

#    if defined(__MINGW32__)
// Its start-up code would take `SQL*` for a pattern of file names.
extern "C" int _dowildcard;
int _dowildcard = 0;
#    endif

int wmain(int argc, wchar_t** argv) {
    std::vector<std::string> words;
    for (int i = 0; i < argc; ++i) words.push_back(cli::text_of_word(argv[i]));
    return run(std::move(words));
}

#else

int main(int argc, char** argv) { return run({argv, argv + argc}); }

#endif
