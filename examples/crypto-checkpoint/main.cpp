// SPDX-License-Identifier: BSL-1.0
// crypto-checkpoint: cryptographic checkpoints of cluster resources, from a command line.
#include "command_line.hpp"

#include <cstring>
#include <exception>
#include <string>
#include <vector>

namespace cli = crypto_checkpoint::cli;

namespace {

/// What could not be written was not told, whatever else went well.
cli::ExitStatus finish(cli::Session& session, cli::ExitStatus status) {
    session.out.flush();
    if (session.out.state() != cli::Output::State::failed) return status;
    cli::complain(session, std::string("cannot write to standard output: ") +
                               std::strerror(session.out.errno_value()));
    return cli::worst(status, cli::ExitStatus::unreachable);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        cli::prepare_standard_streams();
        cli::Session session;
        const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
        return static_cast<int>(finish(session, cli::run_command_line(session, words)));
    } catch (const std::exception& fault) {
        cli::write_to_standard_error(std::string("error: ") + fault.what() + '\n');
        return static_cast<int>(cli::ExitStatus::unreachable);
    }
}
