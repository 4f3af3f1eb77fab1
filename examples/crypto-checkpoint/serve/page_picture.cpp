// SPDX-License-Identifier: BSL-1.0
// The picture on the page.
#include "serve/page.hpp"
#include "serve/page_html.hpp"
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <vector>

namespace crypto_checkpoint::cli {
namespace {

// More would be unreadable; the rest of the page has all.
constexpr std::size_t drawn_nodes = 8;
constexpr std::size_t drawn_groups = 6;  // on a node
constexpr std::size_t drawn_keys = 4;    // on a node

// Of 400 units across, so that it is legible on a phone.
constexpr std::size_t node_width = 192;
constexpr std::size_t node_gap = 16;
constexpr std::size_t heading_height = 34;
constexpr std::size_t group_height = 42;
constexpr std::size_t group_step = 48;
constexpr std::size_t key_step = 18;
constexpr std::size_t padding = 8;

/// Text that fits into @p room columns, escaped.
std::string fitting(std::string_view text, std::size_t room) {
    constexpr std::size_t max_bytes = 200;  // some characters have no width
    const std::string shown = printable(text);
    std::size_t end = 0;
    for (std::size_t at = 0; at != shown.size();) {
        at += detail::scan_character(shown.data() + at, shown.data() + shown.size()).length;
        const std::size_t width = columns(std::string_view(shown).substr(0, at));
        if (width > room || at > max_bytes) return escaped(shown.substr(0, end)) + "\u2026";
        if (width < room) end = at;
    }
    return escaped(shown);
}

/// A group as the picture shows it.
struct GroupView {
    std::string_view kind;  ///< `good`, `bad` or `idle`
    std::string detail;     ///< `Online, 1 checkpoint`
};

GroupView view_of(const std::string& group, const FakeClusterState& state) {
    std::size_t members = 0;
    std::size_t online = 0;
    std::size_t failed = 0;
    std::size_t checkpoints = 0;
    for (const auto& [name, resource] : state.resources) {
        if (!detail::equals_ignoring_ascii_case(resource.group, group)) continue;
        ++members;
        online += resource.state == ResourceState::online ? 1U : 0U;
        failed += resource.state == ResourceState::failed ? 1U : 0U;
        checkpoints += resource.checkpoints.size();
    }
    std::string states = fmt::format("{} of {} online", online, members);
    if (members <= 1) states = failed != 0 ? "Failed" : online != 0 ? "Online" : "Offline";
    return {failed != 0                        ? "bad"
            : online != 0 && online == members ? "good"
                                               : "idle",
            fmt::format("{}, {}", states, counted(checkpoints, "checkpoint"))};
}

/// A node with what is drawn in its box.
struct NodeView {
    const std::string* name = nullptr;
    const FakeNode* node = nullptr;
    std::vector<const std::string*> groups;
};

std::vector<NodeView> views_of(const FakeClusterState& state) {
    std::vector<NodeView> views;
    for (const auto& [name, node] : state.nodes) {
        if (views.size() == drawn_nodes) break;
        NodeView view{&name, &node, {}};
        for (const auto& [group_name, group] : state.groups)
            if (detail::equals_ignoring_ascii_case(group.owner_node, name))
                view.groups.push_back(&group_name);
        views.push_back(std::move(view));
    }
    return views;
}

/// The picture in words.
std::string words_for(const std::vector<NodeView>& views) {
    std::string words;
    for (const NodeView& view : views) {
        add(words, "{} is {} and owns ", escaped(*view.name), view.node->up ? "up" : "down");
        if (view.groups.empty()) words += "nothing";
        for (std::size_t i = 0; i != std::min(view.groups.size(), drawn_groups); ++i)
            add(words, "{}{}", i == 0 ? "" : ", ", escaped(*view.groups[i]));
        words += ". ";
    }
    return words;
}

void add_box(std::string& svg, const NodeView& view, std::size_t height) {
    add(svg,
        R"(<rect class="box {}" width="{}" height="{}" rx="10"/>)"
        R"(<text class="title" x="{}" y="22">{}</text>)"
        R"(<text class="{}" x="{}" y="22" text-anchor="end">{}</text>)",
        view.node->up ? "up" : "down", node_width, height, padding + 4, fitting(*view.name, 15),
        view.node->up ? "good" : "bad", node_width - padding - 4, view.node->up ? "Up" : "Down");
    if (view.groups.size() > drawn_groups)
        add(svg, R"(<text x="{}" y="{}">and {} more</text>)", padding + 4,
            heading_height + drawn_groups * group_step + 12, view.groups.size() - drawn_groups);
}

void add_keys(std::string& svg, const FakeNode& node, std::size_t y) {
    const std::size_t all = node.containers.size();
    std::size_t shown = 0;
    for (const auto& [container, key] : node.containers) {
        const bool is_last = ++shown == drawn_keys;
        add(svg,
            R"svg(<g transform="translate({},{})">)svg"
            R"(<path class="key" d="M9 -4h10m-3 0v3m3 -3v4)"
            R"(M9 -4a3.5 3.5 0 1 0 -7 0a3.5 3.5 0 1 0 7 0"/><text x="24">{}</text></g>)",
            padding + 4, y + (shown - 1) * key_step,
            is_last && all > drawn_keys
                ? counted(all - drawn_keys + 1, "more key")
                : fmt::format("{}: key {}", fitting(container.container, 15), key.key));
        if (is_last) break;
    }
}

void add_group(std::string& svg, const std::string& name, const GroupView& view, std::size_t x,
               std::size_t y) {
    add(svg,
        R"svg(<g data-group="{}" transform="translate({},{})"><g>)svg"
        R"(<rect class="chip {}" width="{}" height="{}" rx="7"/>)"
        R"(<text class="title" x="10" y="17">{}</text><text x="10" y="33">{}</text></g></g>)"
        "\n",
        percent_encoded(name), x, y, view.kind, node_width - 2 * padding, group_height,
        fitting(name, 20), fitting(view.detail, 28));
}

}  // namespace

std::string picture_of(const FakeClusterState& state) {
    const std::vector<NodeView> views = views_of(state);
    // Room for all groups on any node where they are few: then the boxes stay when a group moves.
    std::size_t slots = std::min<std::size_t>(state.groups.size(), 3);
    std::size_t keys = 0;
    bool has_more = false;
    for (const NodeView& view : views) {
        slots = std::max(slots, std::min(view.groups.size(), drawn_groups));
        keys = std::max(keys, std::min(view.node->containers.size(), drawn_keys));
        has_more = has_more || view.groups.size() > drawn_groups;
    }
    const std::size_t keys_top =
        heading_height + slots * group_step + (has_more ? key_step : 0) + 12;
    const std::size_t height = keys == 0 ? keys_top : keys_top + keys * key_step;
    const auto x_of = [](std::size_t index) { return index % 2 * (node_width + node_gap); };
    const auto y_of = [&](std::size_t index) { return index / 2 * (height + node_gap); };

    std::string svg;
    add(svg,
        "<svg class=\"picture\" viewBox=\"-1 -1 {} {}\" role=\"img\" "
        "aria-labelledby=\"picture-title picture-words\">\n"
        "<title id=\"picture-title\">The nodes and what is on them</title>\n"
        "<desc id=\"picture-words\">{}</desc>\n",
        2 * node_width + node_gap + 2, y_of(views.size() - 1) + height + 2, words_for(views));
    for (std::size_t i = 0; i != views.size(); ++i) {
        add(svg, R"svg(<g transform="translate({},{})">)svg", x_of(i), y_of(i));
        add_box(svg, views[i], height);
        add_keys(svg, *views[i].node, keys_top + 4);
        svg += "</g>\n";
    }
    // On top of all nodes, since they travel.
    for (std::size_t i = 0; i != views.size(); ++i)
        for (std::size_t slot = 0; slot != std::min(views[i].groups.size(), drawn_groups); ++slot) {
            const std::string& group = *views[i].groups[slot];
            add_group(svg, group, view_of(group, state), x_of(i) + padding,
                      y_of(i) + heading_height + slot * group_step);
        }
    return svg + "</svg>\n";
}

}  // namespace crypto_checkpoint::cli
