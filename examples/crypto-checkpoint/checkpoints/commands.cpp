// SPDX-License-Identifier: BSL-1.0
// The commands that work on checkpoints and their names.
#include "checkpoints/commands.hpp"

#include "checkpoints/backend_choice.hpp"
#include "checkpoints/change.hpp"
#include "checkpoints/target.hpp"
#include "cli/command.hpp"
#include "cli/context.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/cluster/resource_pattern.hpp>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* members_of_changes =
    R"(
members of --json:
  (except for the sandbox, each begins with cluster; . is the local one)
  done      command, resource, input, dry_run, ok (true), changed, advice (an
            array of codes)
  not done  command, resource, input, dry_run, ok (false), error (a code),
            offset and length of an error in the name, suggestion (each or
            null), names (an array: as of explain), place (an address, a
            node or a file), native_domain, native_code, native_name (each
            or null), message, hints
)";

constexpr const char* add_footer =
    R"(The container must exist on the node that owns the resource, at machine level,
and its keys must be exportable. Each name is tried, even if others fail, unless
the cluster cannot be reached.
)";

constexpr const char* add_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\ServiceKey'
  crypto-checkpoint add 'SQL Server' '1\\ServiceKey' --dry-run
  crypto-checkpoint add 'SQL Server' '1\\ServiceKey'
)";

constexpr const char* remove_footer =
    R"(The key containers stay, on every node. A name may be spelled as list shows it.
)";

constexpr const char* remove_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint remove 'SQL Server' '1\\MyKey'
)";

constexpr const char* ensure_footer =
    R"(As add, but succeeds if the checkpoint exists already. Safe to repeat.
)";

constexpr const char* ensure_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
)";

constexpr const char* ensure_absent_footer =
    R"(As remove, but succeeds if the checkpoint does not exist. Safe to repeat.
)";

constexpr const char* ensure_absent_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure-absent 'SQL Server' '1\\MyKey'
)";

constexpr const char* list_footer =
    R"(In a pattern * stands for any text and ? for one character. The case of A to Z
is ignored, that of other letters is not. Name is empty where a checkpoint omits
the name of the provider.
)";

constexpr const char* list_members =
    R"(
members of --json:
  except for the sandbox: cluster in each, . is the local one; and at the end of
  a cluster one more object with cluster, ok, and either resources and
  checkpoints (how many) or error, resource (null if it is about all), place,
  native_domain, native_code, native_name, message, hints
  resource, checkpoint (the name, word for word), provider_type, provider_name,
  key_container (each or null), error (null, or a code where the cluster reports
  an invalid checkpoint name)

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint list
  crypto-checkpoint list 'SQL*' --json
)";

ExitStatus list(Context& context, const ParsedArgs& args) {
    const std::string pattern = args.get("RESOURCE-PATTERN", "*");
    auto target =
        open_target(context, args, has_wildcard(pattern) ? Purpose::enumerate : Purpose::read);
    if (!target) return target.error();
    return std::visit([&](auto& clusters) { return list_checkpoints(context, clusters, pattern); },
                      *target);
}

Command change_command(Change change, std::string name, std::string description,
                       const std::string& notes, const std::string& examples) {
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {{"RESOURCE", "the resource, such as 'SQL Server'"},
                          {"NAME", R"(checkpoint names, such as '1\\MyKey')", true, true}},
            .options = with_backend_options(
                {json_option(),
                 {"--dry-run",
                  "change nothing and print what would happen: tried on a copy of the sandbox; of "
                  "another cluster only the list is read, not the key"}}),
            .footer = notes + std::string(about_backends()) + members_of_changes + examples,
            .act = [change](Context& context, const ParsedArgs& args) {
                auto target = open_target(context, args, Purpose::change);
                if (!target) return target.error();
                return std::visit(
                    [&](auto& clusters) {
                        return change_checkpoints(context, clusters, change, args.get("RESOURCE"),
                                                  args.get_all("NAME"));
                    },
                    *target);
            }};
}

Command list_command() {
    return {.name = "list",
            .description = "the checkpoints of resources",
            .arguments = {{"RESOURCE-PATTERN", "which resources, such as 'SQL*'; else all", false}},
            .options = with_backend_options({json_option()}),
            .footer = list_footer + std::string(about_backends()) + list_members,
            .act = list};
}

}  // namespace

std::vector<Command> checkpoint_commands() {
    return {
        change_command(Change::add, "add", "add checkpoints to a resource", add_footer,
                       add_examples),
        change_command(Change::remove, "remove", "remove checkpoints from a resource",
                       remove_footer, remove_examples),
        change_command(Change::ensure, "ensure", "add the checkpoints that are missing",
                       ensure_footer, ensure_examples),
        change_command(Change::ensure_absent, "ensure-absent", "remove the checkpoints that exist",
                       ensure_absent_footer, ensure_absent_examples),
        list_command()};
}

}  // namespace crypto_checkpoint::cli
