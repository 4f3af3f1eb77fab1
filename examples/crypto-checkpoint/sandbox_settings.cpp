// SPDX-License-Identifier: BSL-1.0
// What no document settles about a cluster.
#include "json_line.hpp"
#include "sandbox_commands.hpp"
#include "sandbox_step.hpp"
#include "table.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>

namespace crypto_checkpoint::cli {
namespace {

struct Setting {
    std::string_view name;
    bool FakeClusterSettings::* value;
    std::string_view meaning;
};

constexpr auto settings = std::to_array<Setting>({
    {"refuse_duplicate_add", &FakeClusterSettings::refuse_duplicate_add,
     "adding what is there is refused"},
    {"refuse_unknown_remove", &FakeClusterSettings::refuse_unknown_remove,
     "removing what is not there is refused"},
    {"compare_names_ignoring_case", &FakeClusterSettings::compare_names_ignoring_case,
     "names that differ in case are one checkpoint"},
    {"resolve_provider_name_on_add", &FakeClusterSettings::resolve_provider_name_on_add,
     "an omitted provider name is filled in"},
    {"require_online_to_change", &FakeClusterSettings::require_online_to_change,
     "only an online resource can be changed"},
    {"save_changed_keys", &FakeClusterSettings::save_changed_keys,
     "a key that changes while online is saved"},
    {"answer_bad_key_state", &FakeClusterSettings::answer_bad_key_state,
     "NTE_BAD_KEY_STATE, not NTE_BAD_KEY"},
});

ExitStatus show(Session& session, const FakeClusterSettings& values) {
    Table table({{"Setting"}, {"Value"}, {"Meaning"}});
    for (const Setting& setting : settings) {
        const bool value = values.*setting.value;
        if (session.json)
            session.out.write(JsonLine()
                                  .text("setting", setting.name)
                                  .boolean("value", value)
                                  .text("meaning", setting.meaning)
                                  .line());
        table.add(
            {std::string(setting.name), value ? "true" : "false", std::string(setting.meaning)});
    }
    if (!session.json) session.out.write(table.with_headings());
    return ExitStatus::well;
}

/// Does what `name=true` says; false where it says nothing that can be done.
bool assign(Session& session, FakeClusterSettings& values, const std::string& assignment) {
    const std::size_t sign = std::min(assignment.find('='), assignment.size());
    const std::string name = assignment.substr(0, sign);
    const std::string value = assignment.substr(std::min(sign + 1, assignment.size()));
    const auto* const setting = std::ranges::find(settings, name, &Setting::name);
    if (setting == settings.end()) {
        std::vector<std::string> names;
        for (const Setting& known : settings) names.emplace_back(known.name);
        const std::string near = nearest(name, names);
        complain(session, fmt::format("there is no setting {}", shell_quoted(name)),
                 {near.empty() ? "they are: " + session.command("sandbox settings")
                               : fmt::format("did you mean {}?", near)});
        return false;
    }
    if (value != "true" && value != "false") {
        complain(session, fmt::format("{} is true or false", setting->name),
                 {fmt::format("write {}=true or {}=false", setting->name, setting->name)});
        return false;
    }
    values.*setting->value = value == "true";
    return true;
}

}  // namespace

ExitStatus change_settings(Session& session, const std::vector<std::string>& assignments) {
    auto sandbox =
        assignments.empty() ? Sandbox::open_to_look(session) : Sandbox::open_to_change(session);
    if (!sandbox) return complain_of_sandbox(session, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return complain_of_sandbox(session, state.error());
    if (assignments.empty()) return show(session, state->settings);

    FakeClusterSettings values = state->settings;
    std::string list;
    for (const std::string& assignment : assignments) {
        if (!assign(session, values, assignment)) return ExitStatus::usage;
        list += (list.empty() ? "" : ", ") + assignment;
    }
    if (values == state->settings) {
        session.out.print("unchanged: {}\n", list);
        return ExitStatus::well;
    }
    return perform(session, *sandbox,
                   {.command = fake::Configure{values}, .verb = {"set", "set"}, .object = list});
}

}  // namespace crypto_checkpoint::cli
