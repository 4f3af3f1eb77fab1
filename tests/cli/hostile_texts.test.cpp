// SPDX-License-Identifier: BSL-1.0
// No text of others controls a terminal, whichever message repeats it.
#include "cli/context.hpp"
#include "preflight/report_text.hpp"
#include "sandbox/hints.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace crypto_checkpoint;

namespace {

std::vector<std::string> hostile_texts() {
    std::vector<std::string> texts{
        "\x1b[31mred\x1b]0;title\x07",
        "two\nlines\r\n\ttab\b\v",
        "delete\x7f",
        "\xC2\x9B"
        "31mC1 \xC2\x85",
        "\u202Eeye\u202C\u2066\u2069\u061C\u200E\u200F",
        "\u2028line\u2029",
        "zero\u200Bwidth\u200D\uFEFF",
        "lone\xED\xA0\x80\xED\xB0\x80",
        "cut\xE2\x82",
        "\xFF\xFE\xC0\x80",
        "{} %s ' \" \\ $(x) `x`",
    };
    std::string all;
    for (const std::string& text : texts) all += text;
    texts.push_back(all);
    std::string large;
    while (large.size() < 1'000'000) large += all;
    texts.push_back(std::move(large));
    return texts;
}

/// The first character that would control a terminal, or mislead who reads it; 0 if there is none.
std::uint32_t danger_in(std::string_view text) {
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const auto character = detail::scan_character(at, end);
        const std::uint32_t value = character.value;
        if (!character.well_formed) return 0xFFFFFFFF;
        if ((value < 0x20 && value != '\n') || (0x7F <= value && value < 0xA0) || value == 0x61C ||
            (0x200E <= value && value <= 0x200F) || (0x2028 <= value && value <= 0x202E) ||
            (0x2066 <= value && value <= 0x2069))
            return value;
        at += character.length;
    }
    return 0;
}

/// A cluster in which every name is that text.
FakeClusterState cluster_of(const std::string& text) {
    FakeClusterState state;
    FakeNode& node = state.nodes[text];
    for (const bool machine_level : {false, true})
        node.containers[{ProviderType(1), text, text, machine_level}];
    state.groups[text].owner_node = text;
    state.resources[text].group = text;
    return state;
}

}  // namespace

TEST_CASE("error_text: every error is safe to show", "[cli]") {
    for (const std::string& text : hostile_texts())
        for (const auto& row : detail::errc_table)
            for (const NativeDomain domain : {NativeDomain::win32, NativeDomain::curl}) {
                Error error(row.code, NativeCode{domain, 5}, text);
                error.context = text;
                CAPTURE(to_string(row.code));
                const std::string shown = cli::error_text(text, cli::reasons(error));
                CHECK(danger_in(shown) == 0);
                // A line feed of the text makes no line of its own.
                CHECK(std::ranges::count(shown, '\n') <= 3);
                CHECK(danger_in(render_diagnostic(text, error)) == 0);
            }
}

TEST_CASE("hints: every hint is safe to show", "[cli]") {
    const cli::Context context;
    for (const std::string& text : hostile_texts()) {
        if (text.size() > 100'000) continue;  // the sandbox has limits on names
        const FakeClusterState state = cluster_of(text);
        for (const bool is_named : {false, true}) {
            const CspSpec name(unchecked, ProviderType(1),
                               is_named ? std::optional<std::string>("Other") : std::nullopt, text);
            for (const auto& row : detail::errc_table) {
                CAPTURE(to_string(row.code), text);
                std::vector<std::string> hints =
                    cli::hints_for_checkpoint(context, Error(row.code), text, name, state);
                for (const FakeClusterCommand& command :
                     {FakeClusterCommand(fake::BringOnline{text}),
                      FakeClusterCommand(fake::BringOnline{"Gone"}),
                      FakeClusterCommand(fake::MoveResource{text, "Gone"}),
                      FakeClusterCommand(fake::CreateKey{text, name}),
                      FakeClusterCommand(fake::DeleteKey{text, name})})
                    for (const std::string& hint :
                         cli::hints_for_command(context, Error(row.code), command, state))
                        hints.push_back(hint);
                for (const std::string& hint : hints) {
                    CHECK(danger_in(hint) == 0);
                    CHECK(hint.find('\n') == hint.npos);
                }
            }
        }
    }
}

TEST_CASE("preflight: every finding and advice is safe to show", "[cli]") {
    for (const std::string& text : hostile_texts()) {
        const CspSpec spec(unchecked, ProviderType(1), text, text);
        Preflight report;
        report.provider = InstalledProvider{text, ProviderType(1)};
        report.container = ContainerState::found;
        const bool is_large = text.size() > 100'000;  // one finding of it is enough
        for (const auto& row : detail::errc_table)
            if (!is_large || report.findings.empty())
                report.findings.push_back(
                    {row.code, KeySpec::exchange, NativeCode{NativeDomain::win32, 5}, text});
        for (const auto& row : detail::advice_table)
            if (!is_large) report.findings.push_back({row.code, std::nullopt, std::nullopt, text});
        CHECK(danger_in(cli::as_text(text, spec, report)) == 0);
        const std::string json = cli::as_json(text, spec, report);
        CHECK(danger_in(json) == 0);
        CHECK(std::ranges::count(json, '\n') == 1);
        for (const Advice& advice : advise(spec)) CHECK(danger_in(explain(advice)) == 0);
        CHECK(danger_in(explain(
                  text, SyntaxError{Errc::provider_type_not_decimal, {0, text.size()}})) == 0);
    }
}
