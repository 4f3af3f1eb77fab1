// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace crypto_checkpoint::cli {

/// The fake cluster that the commands work on: in a file, or a copy in memory for dry runs.
class Sandbox {
public:
    /// Opens the sandbox of a context, or creates it with its folders. A dry run gets a copy.
    static Result<Sandbox> open_to_change(const Context& context);

    /// As open_to_change(), but does not create a file that `--sandbox` names. Creates the default file.
    /// @par Errors  object_not_found: the file that `--sandbox` names does not exist
    static Result<Sandbox> open_named_or_default(const Context& context);

    /// Opens a copy, which is empty if there is no sandbox yet. Creates no file.
    /// @par Errors  object_not_found: `--sandbox` names a file that does not exist
    static Result<Sandbox> open_to_look(const Context& context);

    /// The state of open_to_look().
    static Result<FakeClusterState> read_state(const Context& context);

    /// Deletes the file, if it says that it is a sandbox, damaged or not, and the regular files beside it
    /// that belong to it. No other process should have it open. The check and the deletion are two
    /// steps: no portable call deletes a file that is open. Whoever may write to the folder can put
    /// another file in its place between them, and could as well delete that one.
    /// @return  whether there was one
    /// @par Errors  storage_damaged: it does not say so
    static Result<bool> remove(const Context& context);

    /// The file of the sandbox. UTF-8, absolute.
    /// @par Errors  storage_failed: the user's data folder is unknown
    static Result<std::string> path(const Context& context);

    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command);
    [[nodiscard]] Result<std::vector<ReportedResource>> resources();
    [[nodiscard]] Result<FakeClusterState> state();
    [[nodiscard]] Result<FakeKey> key_in(std::string_view node, CspSpecView container);

    /// A backend that refers to this sandbox, which may be moved.
    [[nodiscard]] AnyBackend backend();

    /// The file.
    /// @pre it is not a copy
    [[nodiscard]] JournaledFakeCluster& journal() {
        return std::get<JournaledFakeCluster>(*cluster_);
    }

private:
    using Cluster = std::variant<FakeCluster, JournaledFakeCluster>;

    explicit Sandbox(std::unique_ptr<Cluster> cluster) : cluster_(std::move(cluster)) {}
    static Result<Sandbox> open(const Context& context, const Result<std::string>& file);
    static Result<Sandbox> copy_of(const Result<std::string>& file);

    std::unique_ptr<Cluster> cluster_;
};

/// The names in FakeClusterState::nodes or resources, or in FakeNode::providers.
[[nodiscard]] std::vector<std::string> names_of(const auto& entries) {
    std::vector<std::string> names;
    for (const auto& entry : entries) names.push_back(entry.first);
    return names;
}

/// Prints that the sandbox could not be opened or read.
ExitStatus print_sandbox_error(Context& context, const Error& error);

}  // namespace crypto_checkpoint::cli
