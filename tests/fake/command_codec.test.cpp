// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/detail/command_codec.hpp>

using namespace crypto_checkpoint;
using detail::read_command;
using detail::write_command;
using detail::WrittenCommand;
using test_support::key;

namespace {

/// One of each, with all members different from a blank one.
std::vector<FakeClusterCommand> one_of_each() {
    FakeClusterSettings settings;
    settings.refuse_duplicate_add = false;
    settings.answer_bad_key_state = true;
    const CspSpec container = R"(24\A Provider\A Key)"_csp.to_owned();
    return {fake::Configure{settings},
            fake::AddNode{"a node"},
            fake::CrashNode{"a node"},
            fake::StartNode{"a node"},
            fake::InstallProvider{"a node", ProviderType(75), "a provider"},
            fake::RemoveProvider{"a node", "a provider"},
            fake::SetDefaultProvider{"a node", ProviderType(75), "a provider"},
            fake::CreateKey{"a node", container, false, false},
            fake::ChangeKey{"a node", container},
            fake::DeleteKey{"a node", key.to_owned()},
            fake::AddResource{"a resource", "a group", "a node"},
            fake::DeleteResource{"a resource"},
            fake::BringOnline{"a resource"},
            fake::TakeOffline{"a resource"},
            fake::MoveResource{"a resource", "a node"},
            fake::AddCheckpoint{"a resource", container},
            fake::RemoveCheckpoint{"a resource", key.to_owned()},
            fake::ChangeSetting{"a setting", true}};
}

}  // namespace

TEST_CASE("command codec: random commands survive a round trip") {
    const auto commands = one_of_each();
    REQUIRE(commands.size() == std::variant_size_v<FakeClusterCommand>);
    for (std::size_t i = 0; i != commands.size(); ++i) {
        REQUIRE(commands[i].index() == i);  // complete and in order
        const WrittenCommand text = write_command(commands[i]);
        INFO(text.name);
        CHECK_FALSE(text.arguments.empty());  // a row without arguments would not be read
        const auto read = read_command(text);
        REQUIRE(read);
        CHECK(read->index() == i);
        CHECK(write_command(*read) == text);
    }
}

TEST_CASE("write_command: is the inverse of read_command") {
    // Stable: existing journals contain them.
    CHECK(write_command(fake::CreateKey{"NODE1", key.to_owned(), false, true}) ==
          WrittenCommand{"create_key", {"NODE1", R"(1\\Key)", "false", "true"}});
    CHECK(
        write_command(fake::Configure{}) ==
        WrittenCommand{"configure", {"true", "true", "false", "false", "false", "true", "false"}});
    CHECK(write_command(fake::SetDefaultProvider{"NODE1", ProviderType(24), "P"}) ==
          WrittenCommand{"set_default_provider", {"NODE1", "24", "P"}});
    CHECK(write_command(fake::ChangeSetting{"save_changed_keys", false}) ==
          WrittenCommand{"change_setting", {"save_changed_keys", "false"}});
}

TEST_CASE("read_command: rejects random texts") {
    CHECK_FALSE(read_command({"no_such_command", {"a"}}));
    CHECK_FALSE(read_command({"add_node", {}}));
    CHECK_FALSE(read_command({"add_node", {"a", "b"}}));
    CHECK_FALSE(read_command({"create_key", {"a", R"(1\\K)", "yes", "true"}}));
    CHECK_FALSE(read_command({"create_key", {"a", "no name", "true", "true"}}));
    CHECK_FALSE(read_command({"install_provider", {"a", "one", "p"}}));
    CHECK_FALSE(read_command({"install_provider", {"a", "1x", "p"}}));
    CHECK_FALSE(read_command({"install_provider", {"a", "99999999999", "p"}}));
    CHECK_FALSE(read_command({"", {}}));
}
