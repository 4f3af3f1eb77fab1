// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>

#include <memory>
#include <string>

namespace crypto_checkpoint::cli {

/// The cluster that the commands work on: a fake one that is kept in a file, or a copy of it in
/// memory, where a dry run tries what would happen. A backend like any other.
class Sandbox : public FakeClusterControls<Sandbox> {
public:
    /// The sandbox of a context; made, with its folders, where there is none. A dry run gets a copy.
    static Result<Sandbox> open_to_change(const Context& context);

    /// Likewise for a change of what is there already.
    /// @par Errors  object_not_found: a file was named that does not exist
    static Result<Sandbox> open_existing(const Context& context);

    /// A copy of it as it is now: empty where there is none. Makes no file.
    /// @par Errors  object_not_found: a file was named that does not exist
    static Result<Sandbox> open_to_look(const Context& context);

    /// Deletes the file of the sandbox, if it is one. Nobody else should have it open.
    /// @return  whether there was one
    static Result<bool> remove(const Context& context);

    /// Where the sandbox of a context is. UTF-8, absolute.
    /// @par Errors  storage_failed: no folder of the user is known
    static Result<std::string> path(const Context& context);

    Sandbox(Sandbox&&) noexcept;
    ~Sandbox();

    Result<void> apply(const FakeClusterCommand& command) { return execute(command).outcome; }
    ExecutionResult execute(const FakeClusterCommand& command);
    Result<void> add(std::string_view resource, CspSpecView spec);
    Result<void> remove(std::string_view resource, CspSpecView spec);
    Result<CheckpointList> list(std::string_view resource);
    Result<std::vector<ReportedResource>> resources();
    Result<FakeClusterState> state();
    Result<FakeKey> key_in(std::string_view node, CspSpecView container);

private:
    struct Cluster;
    static Result<Sandbox> copy_of(const Context& context);
    explicit Sandbox(std::unique_ptr<Cluster> cluster);
    std::unique_ptr<Cluster> cluster_;
};

/// The resources of a cluster that a command line may mean, as they are spelled there.
[[nodiscard]] std::vector<std::string> names_of_resources(const FakeClusterState& state);
[[nodiscard]] std::vector<std::string> names_of_nodes(const FakeClusterState& state);

/// Tells that the sandbox could not be opened or read.
ExitStatus print_sandbox_error(Context& context, const Error& error);

}  // namespace crypto_checkpoint::cli
