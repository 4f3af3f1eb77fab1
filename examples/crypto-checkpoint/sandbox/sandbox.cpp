// SPDX-License-Identifier: BSL-1.0
#include "sandbox/sandbox.hpp"

#include "console/environment.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <variant>

namespace crypto_checkpoint::cli {

namespace fs = std::filesystem;

struct Sandbox::Cluster {
    /// In the file, or the copy in memory.
    std::variant<std::monostate, FakeCluster, JournaledFakeCluster> inside;

    template <class Act>
    auto with(Act act) -> decltype(act(std::declval<FakeCluster&>())) {
        if (auto* const copy = std::get_if<FakeCluster>(&inside)) return act(*copy);
        return act(std::get<JournaledFakeCluster>(inside));
    }
};

namespace {

Error in_file(Error error, const std::string& path) {
    error.context = path;
    return error;
}

Result<FakeClusterState> state_in_file(const std::string& path) {
    auto state = JournaledFakeCluster::read_state(path);
    if (!state) return std::unexpected(in_file(std::move(state.error()), path));
    return state;
}

/// Nobody names a file that should be empty: a name that nothing has is a slip. The default one is
/// empty until something is put into it.
Result<void> find_named_file(const Context& context) {
    if (!context.sandbox_file) return {};
    const auto file = Sandbox::path(context);
    if (!file) return std::unexpected(file.error());
    std::error_code fault;
    // What cannot be looked at is told by what opens it.
    if (fs::exists(path_of(*file), fault) || fault) return {};
    return std::unexpected(in_file(Error(Errc::object_not_found), *file));
}

}  // namespace

Sandbox::Sandbox(std::unique_ptr<Cluster> cluster) : cluster_(std::move(cluster)) {}
Sandbox::Sandbox(Sandbox&&) noexcept = default;
Sandbox::~Sandbox() = default;

Result<std::string> Sandbox::path(const Context& context) {
    // Absolute, so that `:memory:` is a file like any other to SQLite.
    std::error_code ignored;
    if (context.sandbox_file) return text_of(fs::absolute(path_of(*context.sandbox_file), ignored));
    const fs::path folder = data_folder();
    if (folder.empty())
        return std::unexpected(Error(
            Errc::storage_failed,
            fmt::format("{} is not set; say where with --sandbox FILE", data_folder_variable())));
    return text_of(folder / "crypto-checkpoint" / "sandbox.db");
}

Result<Sandbox> Sandbox::open_to_change(const Context& context) {
    if (context.dry_run) return copy_of(context);
    const auto file = path(context);
    if (!file) return std::unexpected(file.error());
    std::error_code fault;
    fs::create_directories(path_of(*file).parent_path(), fault);
    if (fault)
        return std::unexpected(in_file(
            Error(Errc::storage_failed, "its folder cannot be made: " + fault.message()), *file));
    auto opened = JournaledFakeCluster::open(*file);
    if (!opened) return std::unexpected(in_file(std::move(opened.error()), *file));
    auto cluster = std::make_unique<Cluster>();
    cluster->inside.emplace<JournaledFakeCluster>(std::move(*opened));
    return Sandbox(std::move(cluster));
}

Result<Sandbox> Sandbox::open_existing(const Context& context) {
    if (const auto found = find_named_file(context); !found) return std::unexpected(found.error());
    return open_to_change(context);
}

Result<Sandbox> Sandbox::open_to_look(const Context& context) {
    if (const auto found = find_named_file(context); !found) return std::unexpected(found.error());
    return copy_of(context);
}

Result<Sandbox> Sandbox::copy_of(const Context& context) {
    const auto file = path(context);
    if (!file) return std::unexpected(file.error());
    auto cluster = std::make_unique<Cluster>();
    FakeCluster& copy = cluster->inside.emplace<FakeCluster>();
    std::error_code fault;
    const bool is_there = fs::exists(path_of(*file), fault);
    if (fault) return std::unexpected(in_file(Error(Errc::storage_failed, fault.message()), *file));
    if (is_there) {
        auto state = state_in_file(*file);
        if (!state) return std::unexpected(std::move(state.error()));
        copy.set_state(std::move(*state));
    }
    return Sandbox(std::move(cluster));
}

Result<bool> Sandbox::remove(const Context& context) {
    const auto file = path(context);
    if (!file) return std::unexpected(file.error());
    std::error_code fault;
    if (!fs::exists(path_of(*file), fault) && !fault) return false;
    // Whatever is no sandbox stays.
    if (const auto state = state_in_file(*file); !state) return std::unexpected(state.error());
    if (context.dry_run) return true;
    fs::remove(path_of(*file), fault);
    // Left behind by a program that has it open or crashed, these would become part of the next one.
    std::error_code ignored;
    for (const char* beside : {"-wal", "-shm"}) fs::remove(path_of(*file + beside), ignored);
    if (fault) return std::unexpected(in_file(Error(Errc::storage_failed, fault.message()), *file));
    return true;
}

ExecutionResult Sandbox::execute(const FakeClusterCommand& command) {
    return cluster_->with([&](auto& cluster) { return cluster.execute(command); });
}
Result<void> Sandbox::add(std::string_view resource, CspSpecView spec) {
    return cluster_->with([&](auto& cluster) { return cluster.add(resource, spec); });
}
Result<void> Sandbox::remove(std::string_view resource, CspSpecView spec) {
    return cluster_->with([&](auto& cluster) { return cluster.remove(resource, spec); });
}
Result<CheckpointList> Sandbox::list(std::string_view resource) {
    return cluster_->with([&](auto& cluster) { return cluster.list(resource); });
}
Result<std::vector<ReportedResource>> Sandbox::resources() {
    return cluster_->with([](auto& cluster) { return cluster.resources(); });
}
Result<FakeClusterState> Sandbox::state() {
    return cluster_->with(
        [&](auto& cluster) -> Result<FakeClusterState> { return cluster.state(); });
}

Result<FakeKey> Sandbox::key_in(std::string_view node, CspSpecView container) {
    return cluster_->with([&](auto& cluster) { return cluster.key_in(node, container); });
}

std::vector<std::string> names_of_resources(const FakeClusterState& state) {
    std::vector<std::string> names;
    for (const auto& entry : state.resources) names.push_back(entry.first);
    return names;
}

std::vector<std::string> names_of_nodes(const FakeClusterState& state) {
    std::vector<std::string> names;
    for (const auto& entry : state.nodes) names.push_back(entry.first);
    return names;
}

ExitStatus print_sandbox_error(Context& context, const Error& error) {
    if (error.context.empty()) return print_error(context, "cannot open the sandbox", error);
    if (error.code == Errc::object_not_found) {
        print_error(context, "there is no sandbox at " + shell_quoted(error.context),
                    {"to make one: " + context.command("sandbox create")});
        return ExitStatus::unreachable;
    }
    return print_error(context, "cannot open the sandbox " + shell_quoted(error.context), error);
}

}  // namespace crypto_checkpoint::cli
