// SPDX-License-Identifier: BSL-1.0
#include "durability.hpp"

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <set>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace crypto_checkpoint;
using namespace durability;

namespace {

/// A writer in a process of its own, and what it said.
class Writer {
public:
    Writer(const std::string& file, int number, unsigned seed) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        const std::string number_text = std::to_string(number);
        const std::string seed_text = std::to_string(seed);
        process_ = ::fork();
        REQUIRE(process_ >= 0);
        if (process_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::execl(DURABILITY_WRITER, DURABILITY_WRITER, file.c_str(), number_text.c_str(),
                    seed_text.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(ends[1]);
        from_writer_ = ends[0];
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { ::close(from_writer_); }

    /// Waits until it has had a few answers, however slow the disk is.
    void wait_until_answered(unsigned answers) {
        while (answers > 0 && hear())
            if (heard_.back().word == Said::Word::done) --answers;
    }

    /// Kills it, and reads what it had said until then.
    [[nodiscard]] const std::vector<Said>& kill() {
        ::kill(process_, SIGKILL);
        while (hear()) {}
        int status = 0;
        REQUIRE(::waitpid(process_, &status, 0) == process_);
        // It must not have ended by itself: that would be an error of its own.
        CHECK(WIFSIGNALED(status));
        return heard_;
    }

private:
    bool hear() {
        Said said{};
        if (::read(from_writer_, &said, sizeof said) != sizeof said) return false;
        heard_.push_back(said);
        return true;
    }

    pid_t process_ = -1;
    int from_writer_ = -1;
    std::vector<Said> heard_;
};

/// What a resource must have, as far as acknowledgements tell.
struct Acknowledged {
    std::set<std::string> checkpoints;
    std::size_t count = 0;
    std::size_t in_flight = 0;

    /// Takes what a writer said, then looks at what the cluster has.
    void check(const std::vector<Said>& heard, const std::set<std::string>& found) {
        std::optional<Said> pending;
        for (const Said& said : heard) {
            if (said.word == Said::Word::done) {
                apply(*pending);
                ++count;
            }
            const bool is_intent =
                said.word == Said::Word::will_add || said.word == Said::Word::will_remove;
            pending = is_intent ? std::optional(said) : std::nullopt;
        }
        if (found != checkpoints && pending) {  // the one in flight was carried out
            apply(*pending);
            ++in_flight;
        }
        CHECK(found == checkpoints);
    }

private:
    void apply(const Said& intent) {
        if (intent.word == Said::Word::will_add)
            checkpoints.insert(name_of(intent.key));
        else
            checkpoints.erase(name_of(intent.key));
    }
};

void populate(const std::string& file, int writers) {
    auto cluster = JournaledFakeCluster::open(file);
    REQUIRE(cluster);
    REQUIRE(cluster->add_node("NODE1"));
    for (int writer = 0; writer != writers; ++writer)
        REQUIRE(cluster->add_resource(resource_of(writer), "NODE1"));
    for (int key = 0; key != keys; ++key) REQUIRE(cluster->create_key("NODE1", name_of(key)));
}

std::set<std::string> found_in(const std::string& file, int writer) {
    auto cluster = JournaledFakeCluster::open(file);
    REQUIRE(cluster);
    const auto listing = cluster->list(resource_of(writer));
    REQUIRE(listing);
    std::set<std::string> names;
    for (const ReportedCheckpoint& entry : *listing) names.insert(entry.text);
    CHECK(names.size() == listing->size());
    return names;
}

bool is_intact(const std::string& file) {
    auto database = detail::SqliteDatabase::open(file, std::chrono::seconds(1));
    auto check = database->prepare("PRAGMA integrity_check");
    return check->step() && check->text(0) == "ok";
}

void kill_writers(int rounds, int writers) {
    const test_support::TemporaryFolder folder;
    const std::string file = folder.file("sandbox.db");
    populate(file, writers);
    const unsigned seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::vector<Acknowledged> acknowledged(static_cast<std::size_t>(writers));
    std::size_t count = 0;
    std::size_t in_flight = 0;
    for (int round = 0; round != rounds; ++round) {
        INFO("round " << round);
        std::vector<std::unique_ptr<Writer>> at_work;
        for (int writer = 0; writer != writers; ++writer)
            at_work.push_back(
                std::make_unique<Writer>(file, writer, static_cast<unsigned>(random())));
        // Now and then while it starts, mostly at work.
        if (random() % 8 != 0)
            for (const auto& writer : at_work)
                writer->wait_until_answered(static_cast<unsigned>(random() % 6));
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 10'000));
        std::vector<std::vector<Said>> heard;
        heard.reserve(at_work.size());
        for (const auto& writer : at_work) heard.push_back(writer->kill());
        for (int writer = 0; writer != writers; ++writer)
            acknowledged[static_cast<std::size_t>(writer)].check(
                heard[static_cast<std::size_t>(writer)], found_in(file, writer));
    }
    for (const Acknowledged& by_writer : acknowledged) {
        count += by_writer.count;
        in_flight += by_writer.in_flight;
    }
    CHECK(is_intact(file));
    // A test that killed nobody at work would show nothing.
    CHECK(count > static_cast<std::size_t>(rounds));
    WARN(rounds << " times " << writers << " killed: " << count
                << " changes were acknowledged and found; " << in_flight
                << " were carried out and not acknowledged any more");
}

}  // namespace

TEST_CASE("JournaledFakeCluster: keeps every acknowledged change of a killed process") {
    kill_writers(220, 1);
}

TEST_CASE("JournaledFakeCluster: keeps every acknowledged change of two killed writers") {
    kill_writers(20, 2);
}
