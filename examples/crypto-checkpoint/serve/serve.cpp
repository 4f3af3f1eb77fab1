// SPDX-License-Identifier: BSL-1.0
// The only file that includes Boost.Asio, which is slow to compile.
#include "serve/serve.hpp"

#include "sandbox/hints.hpp"
#include "sandbox/sandbox.hpp"
#include "serve/request_log.hpp"
#include "serve/site.hpp"
#include <crypto_checkpoint/server/http_endpoint.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <csignal>
#include <functional>

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

ExitStatus serve_sandbox(Context& context, EndpointOptions options) {
    auto sandbox = Sandbox::open_named_or_default(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());

    const Signals signals;
    SandboxSite site(context, *sandbox);
    RequestLog log(context);
    bool all_answered = false;
    {
        //! [endpoint]
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
    if (all_answered) return ExitStatus::success;
    // Only now have the threads ended that print to the log.
    return print_error(context, "some requests were not answered in time", Errc::timed_out);
}

}  // namespace crypto_checkpoint::cli
