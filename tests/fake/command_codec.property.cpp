// SPDX-License-Identifier: BSL-1.0
#include "random_commands.hpp"
#include "support/catch.hpp"
#include "support/property.hpp"
#include <crypto_checkpoint/fake/detail/command_codec.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace fake_tests;
using detail::read_command;
using detail::write_command;
using detail::WrittenCommand;
using test_support::holds;

namespace {

/// Compares commands by their type and their written form.
bool is_same(const FakeClusterCommand& left, const FakeClusterCommand& right) {
    return left.index() == right.index() && write_command(left) == write_command(right);
}

/// Any text: the codec does not interpret it.
rc::Gen<std::string> any_text() {
    return rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                          rc::gen::element<std::string>("", "NODE1", "a b", "true", "[\"x\"]", "\\",
                                                        "\xC3\xA9", "'", "\"", "\n"));
}

rc::Gen<CspSpec> any_spec() {
    const auto field = rc::gen::nonEmpty(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ09 .:*/{}\"'-_~"))));
    return rc::gen::apply(
        [](std::uint32_t type, bool omitted, std::string name, std::string key, bool tolerant) {
            if (tolerant && !key.starts_with('\\')) key += "\\more\\";
            return CspSpec(unchecked, ProviderType(type),
                           omitted ? std::nullopt : std::optional(std::move(name)), std::move(key));
        },
        rc::gen::arbitrary<std::uint32_t>(), rc::gen::arbitrary<bool>(), field, field,
        rc::gen::arbitrary<bool>());
}

rc::Gen<ProviderType> any_type() {
    return rc::gen::map(rc::gen::arbitrary<std::uint32_t>(),
                        [](std::uint32_t value) { return ProviderType(value); });
}

rc::Gen<FakeClusterCommand> any_text_command() {
    using namespace fake;
    const auto flag = rc::gen::arbitrary<bool>();
    return rc::gen::oneOf(
        command<Configure>(any_settings()), command<AddNode>(any_text()),
        command<CrashNode>(any_text()), command<StartNode>(any_text()),
        command<InstallProvider>(any_text(), any_type(), any_text()),
        command<RemoveProvider>(any_text(), any_text()),
        command<SetDefaultProvider>(any_text(), any_type(), any_text()),
        command<CreateKey>(any_text(), any_spec(), flag, flag),
        command<ChangeKey>(any_text(), any_spec()), command<DeleteKey>(any_text(), any_spec()),
        command<AddResource>(any_text(), any_text(), any_text()),
        command<DeleteResource>(any_text()), command<BringOnline>(any_text()),
        command<TakeOffline>(any_text()), command<MoveResource>(any_text(), any_text()),
        command<AddCheckpoint>(any_text(), any_spec()),
        command<RemoveCheckpoint>(any_text(), any_spec()),
        command<ChangeSetting>(any_text(), flag));
}

}  // namespace

TEST_CASE("command codec: every command survives a round trip", "[fake][property]") {
    std::set<std::size_t> seen;
    holds("round trip", [&] {
        const FakeClusterCommand command = *any_text_command();
        seen.insert(command.index());
        const WrittenCommand text = write_command(command);
        const auto again = read_command(text);
        RC_ASSERT(again.has_value());
        RC_ASSERT(is_same(*again, command));
    });
    CHECK(seen.size() == std::variant_size_v<FakeClusterCommand>);
}

TEST_CASE("read_command: rejects a wrong number of arguments", "[fake][property]") {
    holds("arity", [] {
        WrittenCommand text = write_command(*any_text_command());
        text.arguments.emplace_back("true");
        RC_ASSERT(!read_command(text).has_value());
        text.arguments.pop_back();
        text.arguments.pop_back();
        RC_ASSERT(!read_command(text).has_value());
        text.arguments.clear();
        RC_ASSERT(!read_command(text).has_value());
    });
}

TEST_CASE("read_command: rejects an invalid argument", "[fake]") {
    const auto is_read = [](std::string name, std::vector<std::string> arguments) {
        return read_command({std::move(name), std::move(arguments)}).has_value();
    };
    const std::string key = R"(1\\Key)";
    CHECK(is_read("create_key", {"NODE1", key, "true", "false"}));
    for (const char* flag : {"", "True", "1", "yes", "true ", "falsee"})
        CHECK_FALSE(is_read("create_key", {"NODE1", key, flag, "true"}));
    for (const char* name : {"", "Key", R"(x\\Key)", R"(1\\)", "1\\\\\xFF", R"(99999999999\\Key)"})
        CHECK_FALSE(is_read("change_key", {"NODE1", name}));
    CHECK(is_read("install_provider", {"NODE1", "75", "Own CSP"}));
    for (const char* type : {"", "x", "-1", "+1", " 1", "1 ", "1x", "4294967296", "0x1", "1.0"})
        CHECK_FALSE(is_read("install_provider", {"NODE1", type, "Own CSP"}));
    const std::vector<std::string> flags(7, "true");
    CHECK(is_read("configure", flags));
    for (const char* name : {"", "Configure", "configure ", "configured", "add", "drop_table"})
        CHECK_FALSE(is_read(name, flags));
}

TEST_CASE("command codec: names of commands are stable", "[fake]") {
    // Stable: existing journals contain these names.
    const std::vector<std::string_view> golden{
        "configure",         "add_node",        "crash_node",           "start_node",
        "install_provider",  "remove_provider", "set_default_provider", "create_key",
        "change_key",        "delete_key",      "add_resource",         "delete_resource",
        "bring_online",      "take_offline",    "move_resource",        "add_checkpoint",
        "remove_checkpoint", "change_setting"};
    std::vector<std::string_view> names;
    [&]<class... Command>(std::variant<Command...>*) {
        (names.push_back(Command::name), ...);
    }(static_cast<FakeClusterCommand*>(nullptr));
    CHECK(names == golden);
}
