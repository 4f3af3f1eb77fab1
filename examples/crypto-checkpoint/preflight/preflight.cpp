// SPDX-License-Identifier: BSL-1.0
#include "preflight/preflight.hpp"

#include "console/text.hpp"
#include "explain/explanation_text.hpp"
#include "preflight/report_text.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <fmt/ranges.h>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* preflight_footer =
    R"(Windows only: run it on the node that owns the resource, as an administrator.
It checks by CryptoAPI whether a cluster would accept the names on this machine.
It creates, changes and exports nothing, and opens no window.

If a container has two keys, both are reported: no document says which one a
cluster takes. The cluster has its own rights, and may be able to open a
container that you cannot.

exit status 3: a checkpoint would be refused, or the machine did not answer.

members of --json:
  valid    input, ok (whether it would be accepted), provider_type,
           provider_name (or null), key_container, provider_here and
           provider_type_here (the provider that this means on this machine, or
           null), container (found, not_found, not_opened or not_asked),
           exchange_key and signature_key (exportable, not_exportable, unknown,
           or null), advice and faults (arrays of codes), error, native_code,
           native_name and message (of the first, or null), hints (none)
  invalid  as of explain

examples:
  crypto-checkpoint preflight '1\\MyKey'
  crypto-checkpoint preflight '1\Microsoft Strong Cryptographic Provider\MyKey' --json
)";

ExitStatus print_unsupported(Context& context, const std::vector<std::string>& names) {
    std::vector<std::string> quoted;
    std::ranges::transform(names, std::back_inserter(quoted), shell_quoted);
    print_error(context, "preflight works on Windows only: it uses the CryptoAPI of the machine",
                Errc::unsupported,
                {"run it on the node that owns the resource",
                 fmt::format("to check the names here: {} explain {}", program_name(),
                             fmt::join(quoted, " "))});
    return ExitStatus::usage;
}

ExitStatus preflight(Context& context, const ParsedArgs& args) {
    const std::vector<std::string> names = args.get_all("NAME");
    if (!has_crypto_api()) return print_unsupported(context, names);
    ExitStatus status = ExitStatus::success;
    bool is_first = true;
    for (const std::string& name : names) {
        if (!context.json && !std::exchange(is_first, false)) context.out.write("\n");
        const auto spec = parse_checkpoint_name(name);
        if (!spec) {
            const ExplainedName explained{name, std::unexpected(spec.error())};
            context.out.write(context.json ? as_json(explained) : as_text(explained));
            if (!context.json) context.out.write(quoting_note(name, spec.error()));
            status = worst(status, ExitStatus::invalid_name);
            continue;
        }
        const Preflight report = preflight_here(*spec);
        context.out.write(context.json ? as_json(name, *spec, report)
                                       : as_text(name, *spec, report));
        if (report.has_error()) status = worst(status, ExitStatus::refused);
    }
    return status;
}

}  // namespace

Command preflight_command() {
    return {.name = "preflight",
            .description = "check names by CryptoAPI; on Windows only",
            .arguments = {{"NAME", "checkpoint names", true, true}},
            .options = {json_option()},
            .footer = preflight_footer,
            .act = preflight,
            .takes_sandbox = false};
}

}  // namespace crypto_checkpoint::cli
