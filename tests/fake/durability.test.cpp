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

/// A writer in its own process, with its messages.
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

    /// Waits for a number of acknowledgements, however slow the disk is.
    void wait_for_acknowledgements(unsigned count) {
        while (count > 0 && receive())
            if (messages_.back().kind == Message::Kind::done) --count;
    }

    /// Kills the process and returns all its messages.
    [[nodiscard]] const std::vector<Message>& kill() {
        ::kill(process_, SIGKILL);
        while (receive()) {}
        int status = 0;
        REQUIRE(::waitpid(process_, &status, 0) == process_);
        // It must not have exited on its own.
        CHECK(WIFSIGNALED(status));
        return messages_;
    }

private:
    bool receive() {
        Message message{};
        if (::read(from_writer_, &message, sizeof message) != sizeof message) return false;
        messages_.push_back(message);
        return true;
    }

    pid_t process_ = -1;
    int from_writer_ = -1;
    std::vector<Message> messages_;
};

/// The checkpoints of a resource by the acknowledgements.
struct Acknowledged {
    std::set<std::string> checkpoints;
    std::size_t count = 0;
    std::size_t in_flight = 0;

    /// Applies the messages of a writer, then compares with the cluster.
    void check(const std::vector<Message>& messages, const std::set<std::string>& found) {
        std::optional<Message> pending;
        for (const Message& message : messages) {
            if (message.kind == Message::Kind::done) {
                apply(*pending);
                ++count;
            }
            const bool is_intent = message.kind == Message::Kind::will_add ||
                                   message.kind == Message::Kind::will_remove;
            pending = is_intent ? std::optional(message) : std::nullopt;
        }
        if (found != checkpoints && pending) {  // the command in flight was executed
            apply(*pending);
            ++in_flight;
        }
        CHECK(found == checkpoints);
    }

private:
    void apply(const Message& intent) {
        if (intent.kind == Message::Kind::will_add)
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
        // Rarely during its start.
        if (random() % 8 != 0)
            for (const auto& writer : at_work)
                writer->wait_for_acknowledgements(static_cast<unsigned>(random() % 6));
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 10'000));
        std::vector<std::vector<Message>> messages;
        messages.reserve(at_work.size());
        for (const auto& writer : at_work) messages.push_back(writer->kill());
        for (int writer = 0; writer != writers; ++writer)
            acknowledged[static_cast<std::size_t>(writer)].check(
                messages[static_cast<std::size_t>(writer)], found_in(file, writer));
    }
    for (const Acknowledged& by_writer : acknowledged) {
        count += by_writer.count;
        in_flight += by_writer.in_flight;
    }
    CHECK(is_intact(file));
    // Otherwise the test would prove nothing.
    CHECK(count > static_cast<std::size_t>(rounds));
    WARN(rounds << " times " << writers << " killed: " << count
                << " changes were acknowledged and found; " << in_flight
                << " were executed without an acknowledgement");
}

}  // namespace

TEST_CASE("JournaledFakeCluster: keeps every acknowledged change of a killed process") {
    kill_writers(220, 1);
}

TEST_CASE("JournaledFakeCluster: keeps every acknowledged change of two killed writers") {
    kill_writers(20, 2);
}
