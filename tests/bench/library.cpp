// SPDX-License-Identifier: BSL-1.0
#include "support/temporary_folder.hpp"
#include "table.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string_view>

namespace bench {
namespace {

using crypto_checkpoint::CspSpec;
using crypto_checkpoint::CspSpecView;
using crypto_checkpoint::FakeCluster;
using crypto_checkpoint::JournaledFakeCluster;

/// Ends the program if an operation to measure fails.
void require(bool succeeded, const char* what) {
    if (succeeded) return;
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

std::vector<CspSpec> specs_of(const Corpus<char>& corpus) {
    std::vector<CspSpec> specs;
    for (const std::string& text : corpus.texts) {
        const auto spec = crypto_checkpoint::parse_checkpoint_name(std::string_view(text));
        require(spec.has_value(), text.c_str());
        specs.push_back(spec->to_owned());
    }
    return specs;
}

/// The same, with the first letter of each provider name missing.
std::vector<CspSpec> misspelt(std::vector<CspSpec> specs) {
    for (CspSpec& spec : specs)
        if (const auto name = spec.provider_name())
            spec = CspSpec(crypto_checkpoint::unchecked, spec.provider_type(),
                           std::string(name->substr(1)), std::string(spec.key_container()));
    return specs;
}

constexpr std::size_t key_count = 100;

CspSpec numbered_key(std::size_t number) {
    return {crypto_checkpoint::unchecked, crypto_checkpoint::ProviderType(24), std::nullopt,
            "Key " + std::to_string(number)};
}

/// Adds a resource, and keys on the node that owns it.
template <class Cluster>
void populate(Cluster& cluster, std::size_t keys) {
    require(cluster.add_node("NODE1") && cluster.add_resource("SQL", "NODE1"),
            "populate a cluster");
    for (std::size_t i = 0; i != keys; ++i)
        require(cluster.create_key("NODE1", CspSpecView(numbered_key(i))).has_value(),
                "make a key");
}

void add_text(Table& table) {
    const Corpus<char> corpus = typical();
    const Amount amount = amount_of(corpus);
    const std::vector<CspSpec> specs = specs_of(corpus);
    const auto advise = [](const CspSpec& spec) { return crypto_checkpoint::advise(spec); };
    table.add_for_each({"advise", corpus.name, amount}, specs, advise);
    table.add_for_each({"advise", "misspelt", amount}, misspelt(specs), advise);

    table.add_for_each({"to_checkpoint_name", corpus.name, amount}, specs, [](const CspSpec& spec) {
        return crypto_checkpoint::to_checkpoint_name(spec);
    });
    table.add_for_each({"append_checkpoint_name, one buffer", corpus.name, amount}, specs,
                       [buffer = std::make_shared<std::string>()](const CspSpec& spec) {
                           buffer->clear();
                           crypto_checkpoint::append_checkpoint_name(*buffer, spec);
                           return buffer->data();
                       });
    table.add_for_each({"fmt::format_to", corpus.name, amount}, specs, [](const CspSpec& spec) {
        fmt::memory_buffer buffer;
        fmt::format_to(std::back_inserter(buffer), "{}", spec);
        return buffer.size();
    });
}

void add_fake_cluster(Table& table) {
    const std::string size = std::to_string(key_count) + " keys";
    std::vector<CspSpec> keys;
    for (std::size_t i = 0; i != key_count; ++i) keys.push_back(numbered_key(i));

    const auto changing = std::make_shared<FakeCluster>();
    populate(*changing, key_count);
    table.add({"FakeCluster add, remove", size, {2 * key_count}}, [changing, keys] {
        for (const CspSpec& key : keys) require(changing->add("SQL", key).has_value(), "add");
        for (const CspSpec& key : keys) require(changing->remove("SQL", key).has_value(), "remove");
    });

    const auto filling = std::make_shared<FakeCluster>();
    populate(*filling, key_count);
    table.add(
        {"FakeCluster add", size, {key_count}},
        [filling, empty = filling->state()] { filling->set_state(empty); },
        [filling, keys] {
            for (const CspSpec& key : keys) require(filling->add("SQL", key).has_value(), "add");
        });

    const auto full = std::make_shared<FakeCluster>();
    populate(*full, key_count);
    for (const CspSpec& key : keys) require(full->add("SQL", key).has_value(), "add");
    table.add({"FakeCluster list", size, {1}}, [full] {
        auto listed = full->list("SQL");
        benchmark::DoNotOptimize(listed);
    });
}

/// A cluster in a file, and the file.
struct Sandbox {
    test_support::TemporaryFolder folder;
    JournaledFakeCluster cluster = [this] {
        auto opened = JournaledFakeCluster::open(folder.file("journal"));
        require(opened.has_value(), "open a journal");
        return std::move(*opened);
    }();
};

void add_journal(Table& table) {
    const auto filling = std::make_shared<Sandbox>();
    populate(filling->cluster, 1);
    table.add(
        {"journaled add", "1 key", {1}, {}, Clock::wall},
        // there is nothing to remove the first time
        [filling] { (void)filling->cluster.remove("SQL", numbered_key(0)); },
        [filling, key = numbered_key(0)] {
            require(filling->cluster.add("SQL", key).has_value(), "add");
        });

    const auto sandbox = std::make_shared<Sandbox>();
    populate(sandbox->cluster, 1);
    table.add({"journaled add, remove", "1 key", {2}, {}, Clock::wall}, [sandbox] {
        const CspSpec key = numbered_key(0);
        require(sandbox->cluster.add("SQL", key).has_value(), "add");
        require(sandbox->cluster.remove("SQL", key).has_value(), "remove");
    });
}

}  // namespace

void add_library(Table& table) {
    add_text(table);
    add_fake_cluster(table);
    add_journal(table);
}

}  // namespace bench
