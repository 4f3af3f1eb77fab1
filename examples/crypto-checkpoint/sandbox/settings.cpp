// SPDX-License-Identifier: BSL-1.0
#include "cli/usage_error.hpp"
#include "console/json_line.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/step.hpp"

#include <algorithm>
#include <array>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* settings_footer =
    R"(What no document says about a cluster is a setting of the sandbox.

members of --json:
  setting, value, meaning; where one is set also dry_run, changed

examples:
  crypto-checkpoint sandbox settings
  crypto-checkpoint sandbox settings refuse_duplicate_add=false
  crypto-checkpoint sandbox settings refuse_duplicate_add=true
)";

struct Meaning {
    bool FakeClusterSettings::* setting;
    std::string_view text;
};

constexpr auto meanings = std::to_array<Meaning>({
    {&FakeClusterSettings::refuse_duplicate_add, "adding what is there is refused"},
    {&FakeClusterSettings::refuse_unknown_remove, "removing what is not there is refused"},
    {&FakeClusterSettings::compare_names_ignoring_case,
     "names that differ in case are one checkpoint"},
    {&FakeClusterSettings::resolve_provider_name_on_add, "an omitted provider name is filled in"},
    {&FakeClusterSettings::require_online_to_change, "only an online resource can be changed"},
    {&FakeClusterSettings::save_changed_keys, "a key that changes while online is saved"},
    {&FakeClusterSettings::answer_bad_key_state, "NTE_BAD_KEY_STATE, not NTE_BAD_KEY"},
});
static_assert(meanings.size() == fake_cluster_settings.size());

std::string_view meaning_of(const FakeClusterSetting& setting) {
    return std::ranges::find(meanings, setting.value, &Meaning::setting)->text;
}

JsonLine as_json(const FakeClusterSetting& setting, bool value) {
    JsonLine json;
    json.text("setting", setting.name).boolean("value", value).text("meaning", meaning_of(setting));
    return json;
}

ExitStatus show(Context& context, const FakeClusterSettings& values) {
    Table table({{"Setting"}, {"Value"}, {"Meaning"}});
    for (const FakeClusterSetting& setting : fake_cluster_settings) {
        const bool value = values.*setting.value;
        if (context.json) context.out.write(as_json(setting, value).line());
        table.add({std::string(setting.name), value ? "true" : "false",
                   std::string(meaning_of(setting))});
    }
    if (!context.json) context.out.write(table.with_headings());
    return ExitStatus::success;
}

/// Parses `name=true` or `name=false`.
std::expected<fake::ChangeSetting, UsageError> change_in(const Context& context,
                                                         const std::string& assignment) {
    const std::size_t sign = std::min(assignment.find('='), assignment.size());
    const std::string name = assignment.substr(0, sign);
    const std::string value = assignment.substr(std::min(sign + 1, assignment.size()));
    if (find_fake_cluster_setting(name) == nullptr) {
        std::vector<std::string> names;
        names.reserve(fake_cluster_settings.size());
        for (const FakeClusterSetting& known : fake_cluster_settings)
            names.emplace_back(known.name);
        const std::string similar = nearest(name, names);
        return usage_error(fmt::format("there is no setting {}", quoted_name(name)),
                           {similar.empty() ? "see: " + context.command("sandbox settings")
                                            : fmt::format("did you mean {}?", similar)});
    }
    if (value != "true" && value != "false")
        return usage_error(fmt::format("{} is true or false", name),
                           {fmt::format("write {}=true or {}=false", name, name)});
    return fake::ChangeSetting{name, value == "true"};
}

/// Changes one setting: another process may be changing another.
ExitStatus change_one(Context& context, Sandbox& sandbox, const fake::ChangeSetting& change) {
    if (!context.json) {
        const std::string what = fmt::format("{}={}", change.setting, change.value);
        return perform(
            context, sandbox,
            {.command = change, .verb = {"set", "set"}, .object = what, .already = what});
    }
    const ExecutionResult done = sandbox.execute(change);
    if (!done.outcome)
        return print_error(context, "cannot set " + change.setting, done.outcome.error());
    context.out.write(as_json(*find_fake_cluster_setting(change.setting), change.value)
                          .boolean("dry_run", context.dry_run)
                          .boolean("changed", done.changed)
                          .line());
    return ExitStatus::success;
}

ExitStatus settings(Context& context, const ParsedArgs& args) {
    std::vector<fake::ChangeSetting> changes;
    for (const std::string& assignment : args.get_all("SETTING")) {
        auto change = change_in(context, assignment);
        if (!change) return print_error(context, change.error());
        changes.push_back(std::move(*change));
    }
    auto sandbox =
        changes.empty() ? Sandbox::open_to_look(context) : Sandbox::open_named_or_default(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    for (const fake::ChangeSetting& change : changes)
        if (const auto status = change_one(context, *sandbox, change);
            status != ExitStatus::success)
            return status;
    if (!changes.empty()) return ExitStatus::success;
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());
    return show(context, state->settings);
}

}  // namespace

Command settings_command() {
    return {.name = "settings",
            .description = "behaviour of a cluster that no document specifies",
            // Newer versions of CLI11 allow no = in a name.
            .arguments = {{"SETTING", "SETTING=true or SETTING=false; none prints the settings",
                           false, true}},
            .options = {json_option(), dry_run_option()},
            .footer = settings_footer,
            .act = settings};
}

}  // namespace crypto_checkpoint::cli
