// SPDX-License-Identifier: BSL-1.0
// Key containers of nodes.
#include "console/text.hpp"
#include "explain/explanation_text.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/step.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* key_create_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\OtherKey'
  crypto-checkpoint sandbox key create NODE1 '1\\FixedKey' --not-exportable
)";

constexpr const char* change_footer =
    R"(While the resource is online there, a checkpoint of it saves the new key.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key change NODE1 '1\\MyKey'
)";

constexpr const char* delete_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\OldKey'
  crypto-checkpoint sandbox key delete NODE1 '1\\OldKey'
)";

constexpr const char* key_footer =
    R"(Keys are numbers here: no cryptography is done.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\AnotherKey'
)";

/// `the key container '1\\MyKey' on NODE1`
std::string shown(std::string_view what, const std::string& name, const std::string& node) {
    return fmt::format("{} {} on {}", what, shell_quoted(name), quoted_name(node));
}

Step create_step(const ParsedArgs& args, CspSpec container) {
    return create_key_step(args.get("NODE"), args.get("NAME"), std::move(container),
                           !args.has("--not-exportable"), !args.has("--user"));
}

Step change_step(const ParsedArgs& args, CspSpec container) {
    return change_key_step(args.get("NODE"), args.get("NAME"), std::move(container));
}

Step delete_step(const ParsedArgs& args, CspSpec container) {
    return {.command = fake::DeleteKey{args.get("NODE"), std::move(container)},
            .verb = {"delete", "deleted"},
            .object = shown("the key container", args.get("NAME"), args.get("NODE"))};
}

/// A command that performs a step on a key container, which a checkpoint name names.
Command key_command(std::string name, std::string description,
                    Step (*step)(const ParsedArgs&, CspSpec), std::vector<Option> options,
                    std::string footer) {
    options.push_back(dry_run_option());
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {{"NODE", "the node"},
                          {"NAME", R"(the container, such as '1\\MyKey'; without a provider's )"
                                   "name, that of the node's default provider"}},
            .options = std::move(options),
            .footer = std::move(footer),
            .act = [step](Context& context, const ParsedArgs& args) {
                const std::string container = args.get("NAME");
                const auto spec = parse_checkpoint_name(container);
                if (spec) return perform(context, step(args, spec->to_owned()));
                write_to_standard_error(render_diagnostic(container, spec.error()) +
                                        quoting_note(container, spec.error()));
                return ExitStatus::invalid_name;
            }};
}

}  // namespace

Step create_key_step(const std::string& node, const std::string& name, CspSpec container,
                     bool exportable, bool machine_level) {
    return {.command = fake::CreateKey{node, std::move(container), exportable, machine_level},
            .verb = {"create", "created"},
            .object = shown("the key container", name, node),
            .outcome = fmt::format("{}{}", exportable ? ", exportable" : ", not exportable",
                                   machine_level ? "" : ", for a user only")};
}

Step change_key_step(const std::string& node, const std::string& name, CspSpec container) {
    return {.command = fake::ChangeKey{node, std::move(container)},
            .verb = {"change", "changed"},
            .object = shown("the key in", name, node),
            .prints_events = true};
}

Command key_commands() {
    return {
        .name = "key",
        .description = "create, change and delete keys",
        .footer = key_footer,
        .commands = {
            key_command("create", "create a key container with a new key", create_step,
                        {{"--not-exportable", "a key that cannot leave the node"},
                         {"--user", "for a user, not for the machine"}},
                        key_create_footer),
            key_command("change", "put a new key into a container", change_step, {}, change_footer),
            key_command("delete", "delete a key container", delete_step, {}, delete_footer)}};
}

}  // namespace crypto_checkpoint::cli
