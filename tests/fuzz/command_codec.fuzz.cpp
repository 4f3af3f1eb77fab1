// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include "support/described_state.hpp"
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// A damaged or forged journal: a line for each command, its name and members separated by tabs.
// Decoded commands can be executed, and survive a round trip.

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    detail::FakeClusterModel model;
    detail::FakeClusterModel repeated;
    for (const std::string& line : split({reinterpret_cast<const char*>(data), size}, '\n')) {
        std::vector<std::string> fields = split(line, '\t');
        detail::WrittenCommand text;
        text.name = fields.front();
        text.arguments.assign(fields.begin() + 1, fields.end());
        const auto command = detail::read_command(text);
        if (!command) continue;
        const detail::WrittenCommand canonical = detail::write_command(*command);
        require(canonical.name == text.name);
        const auto again = detail::read_command(canonical);
        require(again.has_value() && detail::write_command(*again) == canonical);
        const auto result = model.execute(*command).outcome;
        require(repeated.execute(*again).outcome == result);
    }
    require(model.state().revision == repeated.state().revision);
    require(test_support::described(model.state()) == test_support::described(repeated.state()));
    return 0;
}
