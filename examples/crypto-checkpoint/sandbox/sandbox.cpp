// SPDX-License-Identifier: BSL-1.0
#include "sandbox/sandbox.hpp"

#include "console/environment.hpp"
#include "console/text.hpp"

namespace crypto_checkpoint::cli {

namespace fs = std::filesystem;

namespace {

/// The file to open. One that --sandbox names must exist: otherwise the name is probably mistyped.
Result<std::string> named_or_default_path(const Context& context) {
    auto file = Sandbox::path(context);
    std::error_code error;
    // If the check itself fails, opening the file reports why.
    if (file && context.sandbox_file && !fs::exists(path_of(*file), error) && !error)
        return std::unexpected(Error(Errc::object_not_found));
    return file;
}

}  // namespace

Result<std::string> Sandbox::path(const Context& context) {
    // Absolute, or SQLite would take `:memory:` for a database in memory.
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
    return open(context, path(context));
}

Result<Sandbox> Sandbox::open_named_or_default(const Context& context) {
    return open(context, named_or_default_path(context));
}

Result<Sandbox> Sandbox::open_to_look(const Context& context) {
    return copy_of(named_or_default_path(context));
}

Result<Sandbox> Sandbox::open(const Context& context, const Result<std::string>& file) {
    if (context.dry_run || !file) return copy_of(file);
    std::error_code error;
    fs::create_directories(path_of(*file).parent_path(), error);
    if (error)
        return std::unexpected(
            Error(Errc::storage_failed, "its folder cannot be created: " + error.message()));
    auto opened = JournaledFakeCluster::open(*file);
    if (!opened) return std::unexpected(std::move(opened.error()));
    return Sandbox(std::make_unique<Cluster>(*std::move(opened)));
}

Result<Sandbox> Sandbox::copy_of(const Result<std::string>& file) {
    if (!file) return std::unexpected(file.error());
    auto cluster = std::make_unique<Cluster>();
    std::error_code error;
    const bool is_there = fs::exists(path_of(*file), error);
    if (error) return std::unexpected(Error(Errc::storage_failed, error.message()));
    if (is_there) {
        auto state = JournaledFakeCluster::read_state(*file);
        if (!state) return std::unexpected(std::move(state.error()));
        std::get<FakeCluster>(*cluster).set_state(std::move(*state));
    }
    return Sandbox(std::move(cluster));
}

Result<FakeClusterState> Sandbox::read_state(const Context& context) {
    auto sandbox = open_to_look(context);
    if (!sandbox) return std::unexpected(std::move(sandbox.error()));
    return sandbox->state();
}

Result<bool> Sandbox::remove(const Context& context) {
    const auto file = path(context);
    if (!file) return std::unexpected(file.error());
    std::error_code error;
    if (!fs::exists(path_of(*file), error) && !error) return false;
    // The file itself is checked and deleted, so that a link that changes meanwhile leads to no other.
    // SQLite keeps the files of a sandbox beside it, too, not beside the link.
    const fs::path target = fs::canonical(path_of(*file), error);
    if (error) return std::unexpected(Error(Errc::storage_failed, error.message()));
    // Nothing else is deleted: an empty file or a device could be anything.
    if (!JournaledFakeCluster::is_journal(text_of(target)))
        return std::unexpected(
            Error(Errc::storage_damaged, "nothing says that this is a sandbox, so it stays"));
    if (context.dry_run) return true;
    fs::remove(target, error);
    if (error) return std::unexpected(Error(Errc::storage_failed, error.message()));
    // A process that crashed left these. They belong to the file.
    for (const char* ending : {"-wal", "-shm", "-journal"}) {
        const fs::path beside = fs::path(target) += ending;
        std::error_code ignored;
        if (fs::is_regular_file(fs::symlink_status(beside, ignored))) fs::remove(beside, ignored);
    }
    return true;
}

ExecutionResult Sandbox::execute(const FakeClusterCommand& command) {
    return std::visit([&](auto& cluster) { return cluster.execute(command); }, *cluster_);
}

Result<std::vector<ReportedResource>> Sandbox::resources() {
    return std::visit([](auto& cluster) { return cluster.resources(); }, *cluster_);
}

Result<FakeClusterState> Sandbox::state() {
    return std::visit([](auto& cluster) -> Result<FakeClusterState> { return cluster.state(); },
                      *cluster_);
}

Result<FakeKey> Sandbox::key_in(std::string_view node, CspSpecView container) {
    return std::visit([&](auto& cluster) { return cluster.key_in(node, container); }, *cluster_);
}

AnyBackend Sandbox::backend() {
    return std::visit([](auto& cluster) { return AnyBackend(cluster); }, *cluster_);
}

ExitStatus print_sandbox_error(Context& context, const Error& error) {
    const auto file = Sandbox::path(context);
    if (!file) return print_error(context, "cannot open the sandbox", error);
    if (error.code == Errc::object_not_found) {
        print_error(context, "there is no sandbox at " + shell_quoted(*file), error.code,
                    {"to make one: " + context.command("sandbox create")});
        return ExitStatus::unreachable;
    }
    std::vector<std::string> hints;
    if (error.code == Errc::storage_damaged && JournaledFakeCluster::is_journal(*file))
        hints.push_back("to save what can be read: " +
                        context.command("sandbox salvage", {"saved.db"}));
    return print_error(context, "cannot open the sandbox " + shell_quoted(*file), error, hints);
}

}  // namespace crypto_checkpoint::cli
