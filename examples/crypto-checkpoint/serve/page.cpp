// SPDX-License-Identifier: BSL-1.0
#include "serve/page.hpp"

#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include "serve/page_html.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

// Larger pages would be unreadable.
constexpr std::size_t max_resources = 200;
constexpr std::size_t max_checkpoints = 200;
constexpr std::size_t max_events = 25;
constexpr std::size_t max_choice_bytes = 200;
constexpr std::size_t max_nodes = 64;
constexpr std::size_t max_keys = 50;
constexpr std::size_t max_searched_keys = 500;
constexpr std::size_t max_targets = 8;

/// A name, isolated so that right-to-left text does not reorder its surroundings.
std::string name(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string code(std::string_view text) { return "<code><bdi>" + escaped(text) + "</bdi></code>"; }

std::string command(std::string_view text) {
    return "<code class=\"command\">" + escaped(text) + "</code>";
}

std::string pill(std::string_view kind, std::string_view text) {
    return fmt::format("<span class=\"pill {}\">{}</span>", kind, text);
}

std::string more(std::size_t all, std::size_t most) {
    return all > most ? fmt::format("<p class=\"quiet\">and {} more</p>\n", grouped(all - most))
                      : std::string();
}

/// `data-resource="SQL%20Server"`
std::string data(std::string_view member, std::string_view value) {
    return fmt::format(R"(data-{}="{}")", member, percent_encoded(value));
}

/// A button that sends a command.
/// @param on  what the command is for, for those who do not see where the button is
std::string button(std::string_view id, std::string_view data, std::string_view text,
                   std::string_view on) {
    return fmt::format("<button type=\"button\" id=\"{}\" {} aria-label=\"{} {}\">{}</button>\n",
                       id, data, text, on, text);
}

/// The name of a container as a checkpoint has it, with what may be a surprise.
void add_container(std::string& html, const FakeNode& node, const FakeContainerName& container,
                   const FakeKey& key) {
    add(html, "{} <span class=\"quiet\">key {}{}{}</span>",
        code(to_checkpoint_name(name_of(container, node))), key.key,
        key.exportable ? "" : ", not exportable",
        container.machine_level ? "" : ", for a user only");
}

/// The machine's containers on a node that no checkpoint of a resource names, as far as they can be
/// shown as they are.
std::vector<std::string> unused_keys(const FakeNode& node, const FakeResource& resource) {
    std::vector<std::string> names;
    std::size_t considered = 0;
    for (const auto& [container, key] : node.containers) {
        if (++considered > max_keys) break;
        if (!container.machine_level) continue;
        std::string name = to_checkpoint_name(name_of(container, node));
        if (name.size() > max_choice_bytes || printable(name) != name) continue;
        if (std::ranges::none_of(resource.checkpoints, [&](const FakeCheckpoint& checkpoint) {
                return detail::equals_ignoring_ascii_case(checkpoint.name, name);
            }))
            names.push_back(std::move(name));
    }
    return names;
}

void add_checkpoints(std::string& html, const Context& context, const std::string& resource_name,
                     const FakeResource& resource, bool is_read_only) {
    if (resource.checkpoints.empty()) {
        add(html,
            "<p class=\"quiet\">No checkpoints.<span class=\"{}\"> To add one:<br>{}</span></p>\n",
            is_read_only ? "" : "without-controls",
            command(context.command("ensure", {resource_name, R"(1\\MyKey)"})));
        return;
    }
    html += "<ul class=\"names\">\n";
    for (std::size_t i = 0; i != std::min(resource.checkpoints.size(), max_checkpoints); ++i) {
        const FakeCheckpoint& checkpoint = resource.checkpoints[i];
        add(html, "<li><span>{} <span class=\"quiet\">saved key {}</span></span> ",
            code(checkpoint.name), checkpoint.saved.key);
        if (!is_read_only)
            html +=
                button(fmt::format("remove-{}-{}", percent_encoded(resource_name), i),
                       R"(data-command="remove_checkpoint" )" + data("resource", resource_name) +
                           ' ' + data("checkpoint", checkpoint.name),
                       "Remove", escaped(checkpoint.name));
        html += "</li>\n";
    }
    html += "</ul>\n" + more(resource.checkpoints.size(), max_checkpoints);
}

/// A form of one text and a button.
struct TextForm {
    std::string id;
    std::string_view data;
    std::string_view label;  ///< escaped
    std::string_view member;
    std::string value;
    std::string_view button;
    std::vector<std::string> choices{};
};

void add_form(std::string& html, const TextForm& form) {
    add(html,
        "<form id=\"{0}-form\" {1}>\n<label for=\"{0}\">{2}</label>\n"
        "<input id=\"{0}\" name=\"{3}\" value=\"{4}\" required autocomplete=\"off\" "
        "autocapitalize=\"off\" spellcheck=\"false\"{5}>\n",
        form.id, form.data, form.label, form.member, escaped(form.value),
        form.choices.empty() ? "" : fmt::format(" list=\"{}-choices\"", form.id));
    if (!form.choices.empty()) {
        add(html, "<datalist id=\"{}-choices\">", form.id);
        for (const std::string& choice : form.choices)
            add(html, "<option value=\"{}\"></option>", escaped(choice));
        html += "</datalist>\n";
    }
    add(html, "<button id=\"{}-do\">{}</button>\n</form>\n", form.id, form.button);
}

std::string words_of(FakeEventKind kind) {
    std::string words(to_string(kind));
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string_view kind_of(FakeEventKind kind) {
    switch (kind) {
        case FakeEventKind::node_stopped:
        case FakeEventKind::resource_failed:
        case FakeEventKind::key_restore_failed: return "bad";
        case FakeEventKind::checkpoint_added:
        case FakeEventKind::checkpoint_removed: return "news";
        default: return "idle";
    }
}

void add_events(std::string& html, const FakeClusterState& state) {
    html += "<section class=\"log\">\n<h2>Last events</h2>\n<ol class=\"events\">\n";
    const std::size_t count = std::min(state.events.size(), max_events);
    for (std::size_t i = 0; i != count; ++i) {
        const FakeEvent& event = state.events[state.events.size() - 1 - i];
        add(html, R"(<li data-event="{}"><span class="number">{}</span> {})", event.sequence,
            event.sequence, pill(kind_of(event.kind), words_of(event.kind)));
        if (event.windows_event) add(html, " (Windows event {})", *event.windows_event);
        if (!event.resource.empty()) add(html, " {}", name(event.resource));
        if (!event.checkpoint.empty()) add(html, " {}", code(event.checkpoint));
        if (!event.node.empty())
            add(html, " {} {}", event.kind == FakeEventKind::group_moved ? "to" : "on",
                name(event.node));
        html += "</li>\n";
    }
    if (count == 0) html += "<li class=\"quiet\">Nothing has happened yet.</li>\n";
    html += "</ol>\n</section>\n";
}

}  // namespace

void Page::add_nodes(std::string& html, const FakeClusterState& state) const {
    html += "<section>\n<h2>Nodes</h2>\n<ul class=\"cards\">\n";
    std::size_t shown = 0;
    for (const auto& [node_name, node] : state.nodes) {
        if (++shown > max_nodes) break;
        const std::string id = percent_encoded(node_name);
        const auto owned = std::ranges::count_if(state.groups, [&](const auto& entry) {
            return detail::equals_ignoring_ascii_case(entry.second.owner_node, node_name);
        });
        add(html,
            "<li class=\"card\" id=\"node-{}\" tabindex=\"-1\">\n<h3>{} {}</h3>\n"
            "<p class=\"quiet\">owns {}</p>\n",
            id, name(node_name), node.up ? pill("good", "Up") : pill("bad", "Down"),
            owned == 0 ? "nothing" : counted(static_cast<std::size_t>(owned), "group"));
        if (!is_read_only_)
            add(html, "<div class=\"play\">\n{}</div>\n",
                button("power-" + id,
                       fmt::format(R"(data-command="{}_node" )", node.up ? "crash" : "start") +
                           data("node", node_name),
                       node.up ? "Crash" : "Start", escaped(node_name)));
        html += "<ul class=\"names\">\n";
        std::size_t keys = 0;
        for (const auto& [container, key] : node.containers) {
            if (++keys > max_keys) break;
            html += "<li><span>";
            add_container(html, node, container, key);
            html += "</span> ";
            const std::string container_name = to_checkpoint_name(name_of(container, node));
            if (!is_read_only_ && container.machine_level)
                html += button(fmt::format("change-{}-{}", id, keys),
                               R"(data-command="change_key" )" + data("node", node_name) + ' ' +
                                   data("container", container_name),
                               "Change", escaped(container_name));
            html += "</li>\n";
        }
        if (keys == 0) html += "<li class=\"quiet\">No keys.</li>\n";
        html += "</ul>\n" + more(node.containers.size(), max_keys);
        if (!is_read_only_) {
            const std::string target = R"(data-command="create_key" )" + data("node", node_name);
            add_form(html, {.id = "key-" + id,
                            .data = target,
                            .label = "New key container",
                            .member = "container",
                            .value = node.containers.size() > max_searched_keys
                                         ? std::string()
                                         : to_checkpoint_name(new_container(node)),
                            .button = "Make a key"});
        }
        html += "</li>\n";
    }
    html += "</ul>\n" + more(state.nodes.size(), max_nodes) + "</section>\n";
}

void Page::add_resource(std::string& html, const FakeClusterState& state,
                        const std::string& resource_name, const FakeResource& resource) const {
    const std::string& owner = state.groups.find(resource.group)->second.owner_node;
    const std::string id = percent_encoded(resource_name);
    const std::string target = data("resource", resource_name);
    const bool is_online = resource.state == ResourceState::online;
    const bool has_own_group = detail::equals_ignoring_ascii_case(resource.group, resource_name);
    add(html, "<li class=\"card\" id=\"resource-{}\" tabindex=\"-1\">\n<h3>{} {}</h3>\n<p>on {}",
        id, name(resource_name),
        pill(is_online                                 ? "good"
             : resource.state == ResourceState::failed ? "bad"
                                                       : "idle",
             to_string(resource.state)),
        name(owner));
    if (!has_own_group) add(html, ", in group {}", name(resource.group));
    html += "</p>\n";
    if (!is_read_only_) {
        html += "<div class=\"play\">\n";
        std::size_t targets = 0;
        for (const auto& [node_name, node] : state.nodes) {
            if (detail::equals_ignoring_ascii_case(node_name, owner)) continue;
            if (++targets > max_targets) break;
            html += button(
                fmt::format("move-{}-{}", id, targets),
                R"(data-command="move_resource" )" + target + ' ' + data("node", node_name),
                fmt::format("Move {}to {}", has_own_group ? "" : "the group ", escaped(node_name)),
                "with " + escaped(resource_name));
        }
        html += button(
            "power-of-" + id,
            fmt::format(R"(data-command="{}" )", is_online ? "take_offline" : "bring_online") +
                target,
            is_online ? "Take offline" : "Bring online", escaped(resource_name));
        html += "</div>\n";
    }
    add_checkpoints(html, context_, resource_name, resource, is_read_only_);
    if (!is_read_only_) {
        const std::string data = R"(data-command="add_checkpoint" )" + target;
        std::vector<std::string> choices = unused_keys(state.nodes.find(owner)->second, resource);
        add_form(html, {.id = "add-" + id,
                        .data = data,
                        .label = "New checkpoint",
                        .member = "checkpoint",
                        .value = choices.empty() ? std::string() : choices.front(),
                        .button = "Add",
                        .choices = choices});
    }
    html += "</li>\n";
}

void Page::add_resources(std::string& html, const FakeClusterState& state) const {
    html += "<section>\n<h2>Resources and their checkpoints</h2>\n<ul class=\"cards\">\n";
    std::size_t shown = 0;
    for (const auto& [resource_name, resource] : state.resources) {
        if (++shown > max_resources) break;
        add_resource(html, state, resource_name, resource);
    }
    if (state.resources.empty()) html += "<li class=\"quiet\">There are none.</li>\n";
    html += "</ul>\n" + more(state.resources.size(), max_resources) + "</section>\n";
}

std::string Page::content(const FakeClusterState& state) const {
    std::string html;
    if (state.nodes.empty()) {
        add(html, "<section>\n<h2>There is nothing in it yet</h2>\n<p>To fill it:<br>{}</p>\n",
            command(context_.command("sandbox create")));
        if (!is_read_only_)
            add(html, "<div class=\"play\">\n{}</div>\n",
                button("fill", R"(data-command="create")", "Fill it", "with two nodes"));
        return html + "</section>\n";
    }
    html += "<div>\n" + picture_of(state);
    add_nodes(html, state);
    add_resources(html, state);
    html += "</div>\n";
    add_events(html, state);
    return html;
}

std::string Page::whole(const FakeClusterState& state) const {
    return fmt::format(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A fake cluster - crypto-checkpoint</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<noscript><meta http-equiv="refresh" content="5"></noscript>
<script src="/page.js" defer></script>
</head>
<body>
<header>
<h1>A fake cluster</h1>
<p>All of this is made up: no Windows, no keys, nothing to break.
<span id="news" role="status"></span></p>
</header>
<main data-revision="{}">
{}</main>
<footer>
<p>For programs, <code>/wsman</code> serves the class <code>MSCluster_Resource</code> by
WS-Management.</p>
</footer>
<div id="explained" class="unseen" role="status"></div>
<div id="heard" class="unseen" role="log" aria-label="New events"></div>
<div id="result"><pre id="said" role="status"></pre>
<button type="button" id="close" aria-label="Close the message">Close</button></div>
</body>
</html>
)",
                       state.revision, content(state));
}

}  // namespace crypto_checkpoint::cli
