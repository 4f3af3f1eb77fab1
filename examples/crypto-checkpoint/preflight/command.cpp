// SPDX-License-Identifier: BSL-1.0
// The command line of `preflight`.
#include "cli/command.hpp"

#include "preflight/preflight.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* footer =
    R"(Windows only: run it on the node that owns the resource, as an administrator.
It asks the CryptoAPI of this machine what a cluster would meet here. Nothing is
created, changed or exported, and no window opens.

Of a container with two keys no document says which one a cluster takes along,
so each is told. The cluster asks with rights of its own: what you may not open,
it may.

exit status 3: this machine would refuse some checkpoint, or would not say.

members of --json:
  valid    input, ok (whether nothing would be refused), provider_type,
           provider_name (or null), key_container, provider_here and
           provider_type_here (the provider that this means on this machine, or
           null), container (found, not_found, not_opened or not_asked),
           exchange_key and signature_key (exportable, not_exportable, unknown,
           or null), advice and faults (arrays of codes), native_code,
           native_name and message (of the first fault, or null)
  invalid  as of explain

examples:
  crypto-checkpoint preflight '1\\MyKey'
  crypto-checkpoint preflight '1\Microsoft Strong Cryptographic Provider\MyKey' --json
)";

}  // namespace

Command preflight_command() {
    return {.name = "preflight",
            .description = "what a cluster would meet here; on Windows only",
            .arguments = {{"NAME", "checkpoint names", true, true}},
            .options = {json_option()},
            .footer = footer,
            .act = [](Context& context,
                      const ParsedArgs& args) { return preflight_names(context, args.get_all("NAME")); },
            .uses_cluster = false};
}

}  // namespace crypto_checkpoint::cli
