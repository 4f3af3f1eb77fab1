// SPDX-License-Identifier: BSL-1.0
// writer FILE NUMBER SEED: adds and removes checkpoints of its resource for ever, and says on standard
// output what it is about to do and what has been acknowledged.

#include "durability.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <cstdlib>
#include <random>

#include <unistd.h>

using namespace crypto_checkpoint;
using namespace durability;

namespace {

void say(Said::Word word, int key) {
    const Said said{word, static_cast<unsigned char>(key)};
    if (::write(STDOUT_FILENO, &said, sizeof said) != sizeof said) std::exit(2);
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
        say(adds ? Said::Word::will_add : Said::Word::will_remove, key);
        const Result<void> done =
            adds ? cluster->add(resource, spec) : cluster->remove(resource, spec);
        const bool is_answer = done || done.error().code == Errc::checkpoint_already_exists ||
                               done.error().code == Errc::checkpoint_not_found;
        if (!is_answer) return 4;
        say(done ? Said::Word::done : Said::Word::refused, key);
    }
}
