// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

struct Verb {
    std::string_view plain;  ///< `move`
    std::string_view past;   ///< `moved`
};

/// One change of a sandbox, and how to report it.
struct Step {
    FakeClusterCommand command;
    Verb verb;
    std::string object;     ///< `'SQL Server' to NODE2`
    std::string outcome{};  ///< appended on success: `, offline`
    std::string already{};  ///< if nothing changed: `'SQL Server' is on NODE2`
    std::string
        failure_text{};  ///< after a partial change: `moved 'SQL Server' to NODE2, where it failed`
    bool may_exist = false;  ///< whether object_already_exists is a success
    bool prints_events = false;
};

/// The steps of the commands of the sandbox.
[[nodiscard]] Step crash_step(const std::string& node);
[[nodiscard]] Step start_step(const std::string& node);
[[nodiscard]] Step online_step(const std::string& resource);
[[nodiscard]] Step offline_step(const std::string& resource);
[[nodiscard]] Step move_step(const std::string& resource, const std::string& node);
/// @param name  @p container as typed
[[nodiscard]] Step create_key_step(const std::string& node, const std::string& name,
                                   CspSpec container, bool exportable = true,
                                   bool machine_level = true);
[[nodiscard]] Step change_key_step(const std::string& node, const std::string& name,
                                   CspSpec container);

/// The steps of `sandbox create` without options that are left to do.
[[nodiscard]] std::vector<Step> steps_to_fill(Sandbox& sandbox, const FakeClusterState& state);

/// A step after its execution, in words that are safe to show.
struct StepReport {
    std::string what;                  ///< `moved 'SQL Server' to NODE2`, or what failed
    std::vector<std::string> lines{};  ///< of a failure: why, and what to do about it
    std::optional<Errc> error{};
    ExecutionResult result;
};

[[nodiscard]] StepReport execute(const Context& context, Sandbox& sandbox, const Step& step);

/// That a resource without checkpoints left a key behind when it moved; empty if it did not.
[[nodiscard]] std::string note_on_keys_left_behind(const std::string& resource,
                                                   const FakeClusterState& before,
                                                   const FakeClusterState& after);

/// Executes a step and prints the result.
ExitStatus perform(Context& context, Sandbox& sandbox, const Step& step);

/// As above, in the sandbox of the context.
ExitStatus perform(Context& context, const Step& step);

/// Events as a table, the newest last; without headings if @p indent is given.
[[nodiscard]] std::string lines_of_events(const std::vector<FakeEvent>& events,
                                          std::string_view indent);

/// Why a text cannot name a new node, resource, group or provider. A cluster may allow more, but people
/// could not read or type it.
[[nodiscard]] std::optional<std::string> check_new_name(std::string_view name);

}  // namespace crypto_checkpoint::cli
