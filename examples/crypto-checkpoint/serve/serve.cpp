// SPDX-License-Identifier: BSL-1.0
// The only file that includes Boost.Asio, which is slow to compile.
#include "serve/serve.hpp"

#include "console/standard_streams.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/sandbox.hpp"
#include "serve/request_log.hpp"
#include "serve/site.hpp"
#include <crypto_checkpoint/server/http_endpoint.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <csignal>
#include <functional>

#include <poll.h>
#include <unistd.h>

namespace crypto_checkpoint::cli {
namespace {

/// Blocks the signals that end the program, for wait() to receive. Threads inherit that.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals() { release(); }

    void wait() const {
        int which = 0;
        sigwait(&set_, &which);
    }

    /// From now on the signals end the program.
    void release() const { pthread_sigmask(SIG_UNBLOCK, &set_, nullptr); }

private:
    sigset_t set_{};
};

/// Whether a short text can be written now. Standard error may be the same unread pipe as the output.
bool does_not_block(int file) {
    pollfd polled{file, POLLOUT, 0};
    return ::poll(&polled, 1, 0) == 1;
}

ExitStatus print_endpoint_error(Context& context, const Error& error) {
    std::vector<std::string> lines{printable(error.detail)};
    if (error.code == Errc::insecure_connection)
        lines.emplace_back("write --tls-cert FILE --tls-key FILE --user NAME --password-file FILE");
    else if (!error.context.empty())
        lines.emplace_back("--listen takes an IP address and a port: 127.0.0.1:5985, or "
                           "127.0.0.1:0 for any that is "
                           "free");
    print_error(context, "cannot serve the sandbox", error.code, lines);
    return ExitStatus::usage;  // also for files, which the command line names
}

}  // namespace

ExitStatus serve_sandbox(Context& context, EndpointOptions options, SiteOptions site_options) {
    auto sandbox = Sandbox::open_named_or_default(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());

    const Signals signals;
    SandboxSite site(context, *sandbox, site_options);
    options.content_types.emplace_back("application/json");  // of the page
    RequestLog log(context.json);
    bool all_answered = false;
    {
        //! [endpoint]
        options.anonymous = site.anonymous_access();
        auto endpoint = HttpEndpoint::listen(std::move(options), std::ref(site), std::ref(log));
        if (!endpoint) return print_endpoint_error(context, endpoint.error());
        log.print_address(endpoint->url() + std::string(SandboxSite::wsman_path));
        if (state->nodes.empty()) write_to_standard_error("note: " + how_to_fill(context) + '\n');
        endpoint->start();
        signals.wait();
        signals.release();
        all_answered = endpoint->stop();
        //! [endpoint]
    }
    // Only now have the threads ended that print to the log.
    const auto [unwritten, error] = log.finish();
    const ExitStatus status = all_answered ? ExitStatus::success : exit_status_of(Errc::timed_out);
    if (unwritten != 0) {
        if (does_not_block(STDERR_FILENO))
            write_to_standard_error(fmt::format(
                "note: up to {} log lines were not written, since nobody reads standard output\n",
                unwritten));
        return status;
    }
    if (error && !is_broken_pipe(error)) {
        write_to_standard_error(
            error_text("cannot write to standard output: " + error.message(), {}));
        return worst(status, ExitStatus::unreachable);
    }
    if (all_answered) return status;
    return print_error(context, "some requests were not answered in time", Errc::timed_out);
}

}  // namespace crypto_checkpoint::cli
