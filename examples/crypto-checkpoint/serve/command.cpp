// SPDX-License-Identifier: BSL-1.0
// The command line of `serve`.
#include "cli/program_name.hpp"
#include "console/read_secret.hpp"
#include "console/text.hpp"
#include "serve/serve.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <expected>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* footer =
    R"(Programs that manage clusters by WS-Management find the sandbox under /wsman,
and browsers a page under /. Each request is told in one line, but for what that
page asks by itself. Ctrl-C or SIGTERM stops it: what has begun is answered
first. The second one stops it at once.

An address that others can reach takes both TLS and a password: whoever reaches
it may change the sandbox. The password is the first line of its file.

Start it again after `sandbox reset`, which makes another file.

members of --json:
  at first        listening (the URL)
  for a request   time, remote, user, method, path, operation, resource,
                  argument (the checkpoint, or a query), status, ok, error (a
                  code), fault (why the server itself refused), delivered,
                  microseconds; null where there is none

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint serve --listen 127.0.0.1:0 & sleep 2; kill $!
  openssl req -x509 -nodes -newkey rsa -subj /CN=x -keyout key.pem -out cert.pem
  crypto-checkpoint serve --listen :0 --tls-cert cert.pem --tls-key key.pem & sleep 2; kill $!
)";

/// What is wrong with the options, and what to write instead.
struct Wrong {
    std::string what;
    std::vector<std::string> lines{};
    ExitStatus status = ExitStatus::usage;
};

/// `127.0.0.1:5985`, `[::1]:5985`, `:5985`, `127.0.0.1`, `::1`
std::expected<void, Wrong> read_address(std::string_view text, EndpointOptions& options) {
    const Wrong wrong{"--listen takes HOST:PORT, not " + shell_quoted(text),
                      {"such as 127.0.0.1:5985, [::1]:5985, or 127.0.0.1:0 for any free port"}};
    std::string_view address = text;
    std::string_view port;
    bool has_port = false;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos) return std::unexpected(wrong);
        address = text.substr(1, end - 1);
        port = text.substr(end + 1);
        has_port = !port.empty();
        if (has_port && !port.starts_with(':')) return std::unexpected(wrong);
        if (has_port) port.remove_prefix(1);
    } else if (text.find(':') == text.rfind(':') && text.find(':') != text.npos) {
        address = text.substr(0, text.find(':'));
        port = text.substr(text.find(':') + 1);
        has_port = true;
    }
    if (has_port) {
        const auto number = detail::parse_number<std::uint16_t>(port);
        if (!number) return std::unexpected(wrong);
        options.port = *number;
    }
    // Without a colon, digits are a port and no address.
    constexpr std::string_view digits = "0123456789";
    if (!has_port && address.find_first_not_of(digits) == address.npos && !address.empty())
        return std::unexpected(wrong);
    if (!address.empty()) options.address = address;
    return {};
}

std::expected<EndpointOptions, Wrong> options_of(const ParsedArgs& args) {
    //! [options]
    EndpointOptions options;
    if (args.has("--tls-cert") != args.has("--tls-key"))
        return std::unexpected(Wrong{"--tls-cert and --tls-key go together", {}});
    if (args.has("--user") != args.has("--password-file"))
        return std::unexpected(Wrong{"--user and --password-file go together", {}});
    if (args.has("--tls-cert")) {
        options.tls = TlsFiles{args.get("--tls-cert"), args.get("--tls-key")};
        options.port = 5986;
    }
    if (const auto read = read_address(args.get("--listen"), options); !read)
        return std::unexpected(read.error());
    if (!args.has("--user")) return options;
    // As for the password of a client: what cannot be read is a slip in the command line.
    auto password = secret_from_file(args.get("--password-file"));
    if (!password)
        return std::unexpected(
            Wrong{"cannot read the password from " + shell_quoted(args.get("--password-file")),
                  {printable(password.error().detail)},
                  exit_status_of(password.error().code)});
    options.credentials = BasicCredentials{args.get("--user"), std::move(*password)};
    //! [options]
    return options;
}

ExitStatus serve(Context& context, const ParsedArgs& args) {
    auto options = options_of(args);
    if (options) return serve_sandbox(context, std::move(*options));
    Wrong& wrong = options.error();
    wrong.lines.push_back(fmt::format("see: {} serve --help", program_name()));
    print_error(context, wrong.what, wrong.lines);
    return wrong.status;
}

}  // namespace

Command serve_command() {
    return {
        .name = "serve",
        .description = "serve the sandbox to clients of WS-Management and to browsers",
        .options = {{"--listen",
                     "where; default: 127.0.0.1:5985, with TLS 127.0.0.1:5986; port 0: any",
                     "HOST:PORT"},
                    {"--tls-cert", "the server's certificate, or its chain, in PEM form", "FILE"},
                    {"--tls-key", "the key to it, in PEM form, without a passphrase", "FILE"},
                    {"--user", "who may ask", "NAME"},
                    {"--password-file", "the file with the password of NAME", "FILE"},
                    json_option()},
        .footer = footer,
        .act = serve};
}

}  // namespace crypto_checkpoint::cli
