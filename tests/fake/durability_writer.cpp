// SPDX-License-Identifier: BSL-1.0
// writer FILE NUMBER SEED: adds and removes checkpoints of its resource until it is killed, and writes to
// standard output each command and each acknowledgement.

#include "durability.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <cstdlib>
#include <random>

#include <unistd.h>

using namespace crypto_checkpoint;
using namespace durability;

namespace {

void report(Message::Kind kind, int key) {
    const Message message{kind, static_cast<unsigned char>(key)};
    if (::write(STDOUT_FILENO, &message, sizeof message) != sizeof message) std::exit(2);
}

}  // namespace

int main(int, char** arguments) {
    auto cluster = JournaledFakeCluster::open(arguments[1], std::chrono::seconds(60));
    if (!cluster) return 3;
    const std::string resource = resource_of(std::atoi(arguments[2]));
    std::minstd_rand random(static_cast<unsigned>(std::atoi(arguments[3])));
    for (;;) {
        const int key = static_cast<int>(random() % keys);
        const std::string name = name_of(key);
        const CspSpecView spec = *check_checkpoint_name(std::string_view(name));
        const bool adds = random() % 2 == 0;
        report(adds ? Message::Kind::will_add : Message::Kind::will_remove, key);
        const Result<void> result =
            adds ? cluster->add(resource, spec) : cluster->remove(resource, spec);
        const bool is_expected = result || result.error().code == Errc::checkpoint_already_exists ||
                                 result.error().code == Errc::checkpoint_not_found;
        if (!is_expected) return 4;
        report(result ? Message::Kind::done : Message::Kind::rejected, key);
    }
}
