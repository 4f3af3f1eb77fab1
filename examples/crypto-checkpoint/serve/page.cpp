// SPDX-License-Identifier: BSL-1.0
#include "serve/page.hpp"

#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <iterator>

namespace crypto_checkpoint::cli {
namespace {

// Larger pages would be unreadable.
constexpr std::size_t max_name_bytes = 300;
constexpr std::size_t max_resources = 200;
constexpr std::size_t max_checkpoints = 200;
constexpr std::size_t max_events = 25;

/// Untrusted text as HTML.
std::string escaped(std::string_view text) {
    std::string shown = printable(text);
    if (shown.size() > max_name_bytes) {
        std::size_t end = max_name_bytes;
        while ((static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80) --end;
        shown.resize(end);
        shown += "\u2026";
    }
    std::string html;
    for (const char unit : shown) switch (unit) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += unit;
        }
    return html;
}

/// A name, isolated so that right-to-left text does not reorder its surroundings.
std::string name(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string code(std::string_view text) { return "<code><bdi>" + escaped(text) + "</bdi></code>"; }

std::string command(std::string_view text) {
    return "<code class=\"command\">" + escaped(text) + "</code>";
}

std::string pill(std::string_view kind, std::string_view text) {
    return fmt::format("<span class=\"pill {}\">{}</span>", kind, text);
}

template <class... Args>
void add(std::string& html, fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(html), format, std::forward<Args>(args)...);
}

std::string more(std::size_t all, std::size_t most) {
    return all > most ? fmt::format("<p class=\"quiet\">and {} more</p>\n", grouped(all - most))
                      : std::string();
}

void add_nodes(std::string& html, const FakeClusterState& state) {
    html += "<section>\n<h2>Nodes</h2>\n<ul class=\"nodes\">\n";
    for (const auto& [node_name, node] : state.nodes) {
        const auto owned = std::ranges::count_if(state.groups, [&](const auto& entry) {
            return detail::equals_ignoring_ascii_case(entry.second.owner_node, node_name);
        });
        add(html, "<li>{} {} <span class=\"quiet\">owns {}</span></li>\n", name(node_name),
            node.up ? pill("good", "Up") : pill("bad", "Down"),
            owned == 0   ? std::string("nothing")
            : owned == 1 ? std::string("1 group")
                         : fmt::format("{} groups", owned));
    }
    html += "</ul>\n</section>\n";
}

void add_checkpoints(std::string& html, const Context& context, const std::string& resource_name,
                     const FakeResource& resource) {
    if (resource.checkpoints.empty()) {
        add(html, "<p class=\"quiet\">No checkpoints. To add one:<br>{}</p>\n",
            command(context.command("ensure", {resource_name, R"(1\\MyKey)"})));
        return;
    }
    html += "<ul class=\"names\">\n";
    for (std::size_t i = 0; i != std::min(resource.checkpoints.size(), max_checkpoints); ++i)
        add(html, "<li>{}</li>\n", code(resource.checkpoints[i].name));
    html += "</ul>\n" + more(resource.checkpoints.size(), max_checkpoints);
}

void add_resources(std::string& html, const Context& context, const FakeClusterState& state) {
    html += "<section>\n<h2>Resources and their checkpoints</h2>\n<div class=\"cards\">\n";
    std::size_t shown = 0;
    for (const auto& [resource_name, resource] : state.resources) {
        if (++shown > max_resources) break;
        const std::string& owner = state.groups.find(resource.group)->second.owner_node;
        const std::string_view kind = resource.state == ResourceState::online   ? "good"
                                      : resource.state == ResourceState::failed ? "bad"
                                                                                : "idle";
        add(html, "<article>\n<h3>{} {}</h3>\n<p>on {}", name(resource_name),
            pill(kind, to_string(resource.state)), name(owner));
        if (resource.group != resource_name) add(html, ", in group {}", name(resource.group));
        html += "</p>\n";
        add_checkpoints(html, context, resource_name, resource);
        html += "</article>\n";
    }
    if (state.resources.empty()) html += "<p class=\"quiet\">There are none.</p>\n";
    html += "</div>\n" + more(state.resources.size(), max_resources) + "</section>\n";
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
    html += "<section>\n<h2>Last events</h2>\n<ol class=\"events\">\n";
    const std::size_t count = std::min(state.events.size(), max_events);
    for (std::size_t i = 0; i != count; ++i) {
        const FakeEvent& event = state.events[state.events.size() - 1 - i];
        add(html, R"(<li data-event="{}"><span class="number">{}</span> {})", event.sequence,
            event.sequence, pill(kind_of(event.kind), words_of(event.kind)));
        if (event.windows_event) add(html, " (Windows event {})", *event.windows_event);
        if (!event.resource.empty()) add(html, " {}", name(event.resource));
        if (!event.checkpoint.empty()) add(html, " {}", code(event.checkpoint));
        if (!event.node.empty()) add(html, " on {}", name(event.node));
        html += "</li>\n";
    }
    if (count == 0) html += "<li class=\"quiet\">Nothing has happened yet.</li>\n";
    html += "</ol>\n</section>\n";
}

}  // namespace

std::string page_content(const Context& context, const FakeClusterState& state) {
    std::string html;
    if (state.nodes.empty()) {
        add(html,
            "<section>\n<h2>There is nothing in it yet</h2>\n<p>To fill "
            "it:<br>{}</p>\n</section>\n",
            command(context.command("sandbox create")));
        return html;
    }
    add_nodes(html, state);
    add_resources(html, context, state);
    add_events(html, state);
    return html;
}

std::string page_of(const Context& context, const FakeClusterState& state) {
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
</body>
</html>
)",
                       state.revision, page_content(context, state));
}

}  // namespace crypto_checkpoint::cli
