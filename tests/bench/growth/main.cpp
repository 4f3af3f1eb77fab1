// SPDX-License-Identifier: BSL-1.0
// Processor time and memory as a cluster, and the history of a journal, grow. Writes a line of JSON for each size.
#include "bench/resident_kilobytes.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace crypto_checkpoint;

void require(bool done, const char* what) {
    if (done) return;
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

double processor_seconds() {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least of several passes of at least 20 ms each, since other programs only add time.
template <class Work>
double seconds_of(Work work) {
    double least = 0;
    for (int pass = 0; pass != 5; ++pass) {
        std::size_t times = 0;
        const double begun = processor_seconds();
        double took = 0;
        do {
            work();
            ++times;
            took = processor_seconds() - begun;
        } while (took < 0.02);
        took /= static_cast<double>(times);
        least = pass == 0 ? took : (std::min)(least, took);
    }
    return least;
}

struct Cost {
    double seconds;
    double mb;
};

/// Measures in a process of its own, whose memory nothing else has used.
template <class Measure>
void write(const char* what, const char* unit, std::size_t size, Measure measure) {
    std::fflush(stdout);
    const pid_t process = ::fork();
    require(process >= 0, "fork");
    if (process != 0) {
        int status = 0;
        (void)::waitpid(process, &status, 0);
        require(status == 0, what);
        return;
    }
    const Cost cost = measure(size);
    const nlohmann::ordered_json line{
        {"what", what}, {"unit", unit}, {"size", size}, {"seconds", cost.seconds}, {"mb", cost.mb}};
    std::puts(line.dump().c_str());
    std::fflush(stdout);
    std::_Exit(0);
}

CspSpec key(std::size_t i) {
    const std::string name = R"(1\\Key )" + std::to_string(i);
    return parse_checkpoint_name(std::string_view(name))->to_owned();
}

template <class Cluster>
void populate(Cluster& cluster, std::size_t checkpoints) {
    require(cluster.add_node("NODE1") && cluster.add_node("NODE2") &&
                cluster.add_resource("SQL", "NODE1") && cluster.bring_online("SQL") &&
                cluster.create_key("NODE1", key(0)),
            "populate a cluster");
    for (std::size_t i = 1; i <= checkpoints; ++i)
        require(cluster.create_key("NODE1", key(i)) && cluster.add("SQL", key(i)),
                "populate a cluster");
}

template <class Cluster>
void change(Cluster& cluster) {
    require(cluster.add("SQL", key(0)) && cluster.remove("SQL", key(0)), "change");
}

/// @param work  what is measured, of the cluster
template <class Work>
auto with_checkpoints(Work work) {
    return [work](std::size_t checkpoints) {
        const double before = bench::resident_kilobytes();
        FakeCluster cluster;
        populate(cluster, checkpoints);
        const double mb = (bench::resident_kilobytes() - before) / 1024;
        return Cost{seconds_of([&] { work(cluster); }), mb};
    };
}

/// @param write  makes the file
template <class Write>
auto opening_a_journal(Write write) {
    return [write](std::size_t size) {
        const test_support::TemporaryFolder folder;
        const std::string file = folder.file("journal");
        {
            auto journal = JournaledFakeCluster::open(file);
            require(journal.has_value(), "create a journal");
            write(*journal, size);
        }
        const double seconds = seconds_of(
            [&] { require(JournaledFakeCluster::open(file).has_value(), "open a journal"); });
        return Cost{seconds, static_cast<double>(std::filesystem::file_size(file)) / (1 << 20)};
    };
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): an exception ends the program
int main() {
    // In memory: a million commands would wait for the disk for minutes.
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
    for (std::size_t size = 100; size <= 100'000; size *= 10) {
        write("FakeCluster: make and add all", "checkpoints", size, [](std::size_t checkpoints) {
            const double before = bench::resident_kilobytes();
            const double begun = processor_seconds();
            FakeCluster cluster;
            populate(cluster, checkpoints);
            return Cost{processor_seconds() - begun, (bench::resident_kilobytes() - before) / 1024};
        });
        write("FakeCluster: add and remove one more", "checkpoints", size,
              with_checkpoints([](FakeCluster& cluster) { change(cluster); }));
        write("FakeCluster: list", "checkpoints", size, with_checkpoints([](FakeCluster& cluster) {
                  require(cluster.list("SQL").has_value(), "list");
              }));
        write("FakeCluster: move the group there and back", "checkpoints", size,
              with_checkpoints([](FakeCluster& cluster) {
                  require(cluster.move_resource("SQL", "NODE2") &&
                              cluster.move_resource("SQL", "NODE1"),
                          "move");
              }));
        write("open a journal, by its checkpoints", "checkpoints", size,
              opening_a_journal([](JournaledFakeCluster& journal, std::size_t checkpoints) {
                  populate(journal, checkpoints);
              }));
    }
    for (std::size_t size = 100; size <= 1'000'000; size *= 10)
        write("open a journal, by the changes that ever were", "changes", size,
              opening_a_journal([](JournaledFakeCluster& journal, std::size_t changes) {
                  populate(journal, 0);
                  for (std::size_t i = 0; i != changes / 2; ++i) change(journal);
              }));
    return 0;
}
