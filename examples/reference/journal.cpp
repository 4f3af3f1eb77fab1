// SPDX-License-Identifier: BSL-1.0
// Examples of the reference: a fake cluster in a file.

#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <filesystem>

using namespace crypto_checkpoint;

int main() {
    const std::string path = "journal_example.db";
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
    std::filesystem::remove("journal_saved.db");

    //! [journal]
    {
        auto cluster = JournaledFakeCluster::open(path);
        if (!cluster) return fmt::print("{}\n", cluster.error()), 1;
        cluster->add_node("NODE1").value();
        cluster->add_resource("SQL Server", "NODE1").value();
        cluster->create_key("NODE1", R"(1\\MyKey)"_csp).value();
        cluster->add("SQL Server", R"(1\\MyKey)"_csp).value();
    }  // the process could have crashed here
    auto again = JournaledFakeCluster::open(path);
    if (!again) return fmt::print("{}\n", again.error()), 1;
    const CheckpointList listing = again->list("SQL Server").value();
    for (const ReportedCheckpoint& entry : listing) fmt::print("{}\n", entry.text);
    //! [journal]

    //! [look]
    if (const auto state = JournaledFakeCluster::read_state(path))
        fmt::print("{} changes\n", state->revision);
    //! [look]

    //! [salvage]
    if (JournaledFakeCluster::is_journal(path))
        if (const auto found = JournaledFakeCluster::salvage(path, "journal_saved.db"))
            fmt::print("{} rows saved, {} lost\n", found->saved_rows, found->lost_rows);
    //! [salvage]
}
