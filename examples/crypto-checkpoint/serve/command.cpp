// SPDX-License-Identifier: BSL-1.0
// The command line of `serve`.
#include "cli/usage_error.hpp"
#include "console/read_secret.hpp"
#include "console/text.hpp"
#include "serve/serve.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/open_file.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* serve_footer =
    R"(WS-Management clients find the sandbox under /wsman, browsers a page under /, to
play with: it crashes nodes, moves resources, makes keys and adds checkpoints.
With --read-only-page it only shows them. Each request is logged on one line,
except those that the page sends to stay up to date. Ctrl-C or SIGTERM finishes
the open requests and stops; the second one stops at once.

An address that other machines can reach requires TLS and a password, since any
client may change the sandbox. The password is the first line of its file.

Restart it after `sandbox reset`, which makes another file.

The last example writes key.pem and cert.pem to the current folder, and deletes
them.

members of --json:
  at the start    listening (the URL)
  in the log      dropped (the number of lines that nobody read in time)
  for a request   time, remote, user, method, path, operation, resource,
                  argument (the checkpoint, a query, or of the page the key
                  container or the node), status, ok, error (a code),
                  fault (why the server rejected it), delivered, microseconds;
                  each may be null

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint serve --listen 127.0.0.1:0 & sleep 2; kill $!
  openssl req -x509 -nodes -newkey rsa -subj /CN=x -keyout key.pem -out cert.pem
  crypto-checkpoint serve --listen :0 --tls-cert cert.pem --tls-key key.pem & sleep 2; kill $!
  rm key.pem cert.pem
)";

struct ListenAddress {
    std::string host;  ///< empty: the default
    std::optional<std::uint16_t> port;
};

/// Parses `127.0.0.1:5985`, `[::1]:5985`, `:5985`, `127.0.0.1` or `::1`.
std::optional<ListenAddress> parse_address(std::string_view text) {
    ListenAddress address;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos) return std::nullopt;
        address.host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && !port.starts_with(':')) return std::nullopt;
    } else if (const auto colon = text.find(':'); colon == text.rfind(':') && colon != text.npos) {
        address.host = text.substr(0, colon);
        port = text.substr(colon);
    } else {
        // Without a colon, digits are a port, not an address.
        if (text.find_first_not_of("0123456789") == text.npos) return std::nullopt;
        address.host = text;
    }
    if (port.empty()) return address;
    address.port = detail::parse_number<std::uint16_t>(port.substr(1));
    if (!address.port) return std::nullopt;
    return address;
}

std::string check_address(const std::string& text) {
    if (parse_address(text)) return {};
    return fmt::format("takes HOST:PORT, not {}\n"
                       "such as 127.0.0.1:5985, [::1]:5985, or 127.0.0.1:0 for any free port",
                       shell_quoted(text));
}

/// What is wrong with the permissions of a file with a key. That it cannot be read is reported later.
std::string problem_of_key(const std::string& path) {
    const detail::File file = detail::open_to_read(path);
    return file ? problem_of_private_file(*file) : std::string();
}

std::expected<EndpointOptions, UsageError> options_of(const ParsedArgs& args) {
    //! [options]
    EndpointOptions options;
    if (args.has("--tls-cert")) {
        options.tls = TlsFiles{args.get("--tls-cert"), args.get("--tls-key")};
        options.port = 5986;
    }
    if (const std::string problem = problem_of_key(args.get("--tls-key")); !problem.empty())
        return usage_error("--tls-key cannot be used: " + shell_quoted(args.get("--tls-key")),
                           {problem});
    if (const auto address = parse_address(args.get("--listen"))) {
        if (!address->host.empty()) options.address = address->host;
        options.port = address->port.value_or(options.port);
    }
    if (!args.has("--user")) return options;
    auto password = secret_from_file(args.get("--password-file"));
    if (!password)
        return usage_error(
            "cannot read the password from " + shell_quoted(args.get("--password-file")),
            {printable(password.error().detail)});
    options.credentials = BasicCredentials{args.get("--user"), std::move(*password)};
    //! [options]
    return options;
}

ExitStatus serve(Context& context, const ParsedArgs& args) {
    auto options = options_of(args);
    if (!options) return print_error(context, options.error());
    return serve_sandbox(context, std::move(*options),
                         {.is_page_read_only = args.has("--read-only-page"),
                          .omits_empty_arrays = args.has("--omit-empty-arrays")});
}

}  // namespace

Command serve_command() {
    return {.name = "serve",
            .description = "serve the sandbox to WS-Management clients and to browsers",
            .options = {{"--listen",
                         "the address; default: 127.0.0.1:5985, with TLS 127.0.0.1:5986; port 0: "
                         "any free port",
                         "HOST:PORT", check_address},
                        {.name = "--tls-cert",
                         .meaning = "the server's certificate or its chain, PEM",
                         .value = "FILE",
                         .needs = "--tls-key"},
                        {.name = "--tls-key",
                         .meaning = "its key, PEM, without a passphrase",
                         .value = "FILE",
                         .needs = "--tls-cert"},
                        {.name = "--user",
                         .meaning = "the user that may send requests",
                         .value = "NAME",
                         .needs = "--password-file"},
                        {.name = "--password-file",
                         .meaning = "a file with the user's password",
                         .value = "FILE",
                         .needs = "--user"},
                        {"--read-only-page", "the page under / only shows the sandbox"},
                        {"--omit-empty-arrays", "an empty array is absent, not null"},
                        json_option()},
            .footer = serve_footer,
            .act = serve};
}

}  // namespace crypto_checkpoint::cli
