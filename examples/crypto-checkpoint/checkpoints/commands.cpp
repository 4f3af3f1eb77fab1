// SPDX-License-Identifier: BSL-1.0
// The command lines of what works on checkpoints and their names.
#include "checkpoints/backend_choice.hpp"
#include "checkpoints/change.hpp"
#include "checkpoints/cluster_change.hpp"
#include "checkpoints/cluster_list.hpp"
#include "checkpoints/list.hpp"
#include "checkpoints/native_cluster.hpp"
#include "cli/command.hpp"
#include "cli/program_name.hpp"
#include "explain/explain.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* explain_footer =
    R"(Explanations go to standard output, those of invalid names too. Lines of
standard input are UTF-8 and may be 65,536 bytes long; a blank one is an invalid
name. Explanations come in the order of the names. A cluster might report more
than it may be sent: names without \Name, with leading zeros, with more
backslashes.

members of --json:
  valid    input, ok (true), provider_type, provider_name (or null),
           key_container, canonical, advice (an array of codes)
  invalid  input, ok (false), error (a code), offset and length of the fault in
           bytes, suggestion (or null), message
  What is not UTF-8 in a name is replaced by U+FFFD there.

examples:
  crypto-checkpoint explain '1\\MyKey' '1\Microsoft Strong Cryptographic Provider\MyKey'
  crypto-checkpoint explain --tolerant --json '1\MyKey'
  printf '%s\n' '1\\KeyA' '1\\KeyB' | crypto-checkpoint explain --stdin --json
)";

constexpr const char* members_of_changes =
    R"(
members of --json:
  (but for the sandbox, each begins with cluster; . is the local one)
  done      command, resource, input, dry_run, ok (true), changed, advice (an
            array of codes)
  not done  command, resource, input, dry_run, ok (false), error (a code),
            offset and length of a fault in the name, suggestion, native_domain,
            native_code, native_name (each or null), message
)";

constexpr const char* add_footer =
    R"(The container must exist on the node that owns the resource, at machine level,
and its keys must be exportable. Each name is tried, whatever became of others.
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
    R"(As add, but content with what is there already. Safe to repeat.
)";

constexpr const char* ensure_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
)";

constexpr const char* ensure_absent_footer =
    R"(As remove, but content with what is not there. Safe to repeat.
)";

constexpr const char* ensure_absent_examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure-absent 'SQL Server' '1\\MyKey'
)";

constexpr const char* list_footer =
    R"(In a pattern * stands for anything and ? for one character; upper and lower case
of A to Z are alike, and of other letters not. Name is empty where a checkpoint
leaves the provider's name out.
)";

constexpr const char* list_members =
    R"(
members of --json:
  but for the sandbox: cluster in each, . is the local one; and at the end of a
  cluster one object more with cluster, ok, and either resources and
  checkpoints (how many) or error and message
  resource, checkpoint (the name, word for word), provider_type, provider_name,
  key_container (each or null), error (null, or a code where the cluster reports
  what is no checkpoint name)

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint list
  crypto-checkpoint list 'SQL*' --json
)";

ExitStatus explain(Session& session, const Words& words) {
    const ExplainOptions options{words.has("--tolerant"), words.has("--only-invalid")};
    if (words.has("NAME") == words.has("--stdin")) {
        print_error(session,
                    words.has("NAME") ? "give either names or --stdin"
                                      : "explain what? Give names, or --stdin to read them",
                    {fmt::format("see: {} explain --help", program_name())});
        return ExitStatus::usage;
    }
    return words.has("NAME") ? explain_names(session, words.all("NAME"), options)
                             : explain_standard_input(session, options);
}

Command explain_command() {
    return {.name = "explain",
            .description = "what names say, what is wrong, what will hurt",
            .arguments = {{"NAME", "checkpoint names", false, true}},
            .options = {json_option(),
                        {"--stdin", "read names from standard input, one a line"},
                        {"--tolerant", "also accept what a cluster might report"},
                        {"--only-invalid", "say nothing of valid names"}},
            .footer = explain_footer,
            .act = explain,
            .uses_cluster = false};
}

std::vector<Option> with_backend_options(std::vector<Option> options) {
    const std::vector<Option> others = backend_options();
    options.insert(options.end(), others.begin(), others.end());
    return options;
}

/// The ways to act on what a command line may mean.
struct Acts {
    std::function<ExitStatus()> on_sandbox;
    std::function<ExitStatus(const Clusters&)> on_clusters;
    std::function<ExitStatus(const NativeCluster&)> on_native_cluster;
};

/// Acts on what a command line chooses.
ExitStatus act_on_choice(Session& session, const Words& words, const Acts& acts) {
    const auto refuse = [&](const UsageError& error) {
        print_error(session, error.what, error.lines);
        return ExitStatus::usage;
    };
    const auto choice = backend_of(words);
    if (!choice) return refuse(choice.error());
    if (*choice != BackendChoice::sandbox && session.sandbox_file) {
        print_error(session, fmt::format("--sandbox and {}: which of them?",
                                         words.has("--cluster") ? "--cluster" : "--backend"));
        return ExitStatus::usage;
    }
    if (*choice == BackendChoice::sandbox) return acts.on_sandbox();
    if (*choice == BackendChoice::wsman) {
        const auto clusters = clusters_of(words);
        return clusters ? acts.on_clusters(*clusters) : refuse(clusters.error());
    }
    const auto cluster = native_cluster_of(words, *choice);
    return cluster ? acts.on_native_cluster(*cluster) : refuse(cluster.error());
}

Command change_command(Change change, std::string name, std::string description,
                       const std::string& notes, const std::string& examples) {
    return {
        .name = std::move(name),
        .description = std::move(description),
        .arguments = {{"RESOURCE", "the resource, such as 'SQL Server'"},
                      {"NAME", R"(checkpoint names, such as '1\\MyKey')", true, true}},
        .options = with_backend_options(
            {json_option(),
             {"--dry-run",
              "change nothing and say what would happen: tried on a copy of the sandbox; of "
              "another cluster only the list is looked at, not the key"}}),
        .footer = notes + std::string(about_backends()) + members_of_changes + examples,
        .act = [change](Session& session, const Words& words) {
            const std::string resource = words.one("RESOURCE");
            const std::vector<std::string> names = words.all("NAME");
            return act_on_choice(
                session, words,
                {.on_sandbox = [&] { return change_checkpoints(session, change, resource, names); },
                 .on_clusters =
                     [&](const Clusters& clusters) {
                         return change_on_clusters(session, clusters, change, resource, names);
                     },
                 .on_native_cluster =
                     [&](const NativeCluster& cluster) {
                         return change_on_native_cluster(session, cluster, change, resource, names);
                     }});
        }};
}

Command list_command() {
    return {.name = "list",
            .description = "the checkpoints of resources",
            .arguments = {{"RESOURCE-PATTERN", "which resources, such as 'SQL*'; else all", false}},
            .options = with_backend_options({json_option()}),
            .footer = list_footer + std::string(about_backends()) + list_members,
            .act = [](Session& session, const Words& words) {
                const std::string pattern = words.one("RESOURCE-PATTERN", "*");
                return act_on_choice(
                    session, words,
                    {.on_sandbox = [&] { return list_checkpoints(session, pattern); },
                     .on_clusters =
                         [&](const Clusters& clusters) {
                             return list_on_clusters(session, clusters, pattern);
                         },
                     .on_native_cluster =
                         [&](const NativeCluster& cluster) {
                             return list_on_native_cluster(session, cluster, pattern);
                         }});
            }};
}

}  // namespace

std::vector<Command> checkpoint_commands() {
    return {explain_command(),
            change_command(Change::add, "add", "add checkpoints to a resource", add_footer,
                           add_examples),
            change_command(Change::remove, "remove", "remove checkpoints from a resource",
                           remove_footer, remove_examples),
            change_command(Change::ensure, "ensure", "add those checkpoints that are not there",
                           ensure_footer, ensure_examples),
            change_command(Change::ensure_absent, "ensure-absent",
                           "remove those checkpoints that are there", ensure_absent_footer,
                           ensure_absent_examples),
            list_command()};
}

}  // namespace crypto_checkpoint::cli
