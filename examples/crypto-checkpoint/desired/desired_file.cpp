// SPDX-License-Identifier: BSL-1.0
#include "desired/desired_file.hpp"

#include "cli/context.hpp"
#include "console/json_line.hpp"
#include "console/json_tree.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <type_traits>

namespace crypto_checkpoint::cli {
namespace {

/// Thrown within this file alone: what reads a value is nested in what reads the values around it.
struct Invalid {
    std::string what;
    std::size_t offset;
    std::string member;
    std::vector<std::string> hints;
};

/// A value and its place, `clusters[0].url`.
struct Value {
    const JsonNode& node;
    std::string member;

    [[noreturn]] void reject(std::string what, std::vector<std::string> hints = {}) const {
        throw Invalid{std::move(what), node.offset, member, std::move(hints)};
    }

    /// @param kind     what it must be
    /// @param example  what to write
    template <class T>
    const T& as(const char* kind, const char* example = nullptr) const {
        const T* const value = std::get_if<T>(&node.value);
        if (value == nullptr)
            reject(fmt::format("this must be {}", kind),
                   example != nullptr ? std::vector{fmt::format("such as {}", example)}
                                      : std::vector<std::string>());
        return *value;
    }
    const std::string& text() const { return as<std::string>("a string"); }

    std::vector<Value> items(const char* example) const {
        std::vector<Value> found;
        for (const JsonNode& item : as<JsonNode::Array>("an array", example))
            found.push_back({item, fmt::format("{}[{}]", member, found.size())});
        return found;
    }

    /// Rejects members with other names.
    /// @param hint  what to write instead of such a member; empty: nothing is known
    template <class Hint>
    void check_members(const std::vector<std::string>& names, Hint hint) const {
        for (const auto& [name, value] : as<JsonNode::Object>("an object")) {
            if (std::ranges::find(names, name) != names.end()) continue;
            std::vector<std::string> hints;
            if (std::string known = hint(name); !known.empty())
                hints.push_back(std::move(known));
            else if (const std::string similar = nearest(name, names); !similar.empty())
                hints.push_back(fmt::format("did you mean \"{}\"?", similar));
            else
                hints.push_back("one of: " + fmt::format("{}", fmt::join(names, ", ")));
            throw Invalid{fmt::format("\"{}\" is not a member here", printable(name)), value.offset,
                          member, hints};
        }
    }

    std::optional<Value> find(const std::string& name) const {
        for (const auto& [other, value] : as<JsonNode::Object>("an object"))
            if (other == name) return Value{value, member.empty() ? name : member + "." + name};
        return std::nullopt;
    }
    Value get(const std::string& name) const {
        if (auto found = find(name)) return *std::move(found);
        reject(fmt::format("\"{}\" is missing here", name));
    }
};

constexpr auto no_hint = [](const std::string&) { return std::string(); };

/// A checkpoint as its name.
CspSpec spec_of_name(const Value& value) {
    const std::string& name = value.text();
    const auto parsed = parse_checkpoint_name(name);
    if (parsed) return parsed->to_owned();
    std::vector<std::string> hints;
    if (const auto suggestion = suggest_correction(std::string_view(name)))
        hints.push_back("write: " + json_quoted(*suggestion));
    value.reject(explain(name, parsed.error()), hints);
}

/// A checkpoint as its parts.
CspSpec spec_of_parts(const Value& value) {
    value.check_members({"type", "provider", "key"}, no_hint);
    const Value type = value.get("type");
    const auto number = type.as<std::int64_t>("a whole number");
    if (number < 1 || number > 999) type.reject("the provider type must be 1 to 999");
    std::optional<std::string_view> provider;
    if (const auto named = value.find("provider")) {
        provider = named->text();
        if (provider->empty())
            named->reject("the provider's name is empty", {"leave \"provider\" out"});
    }
    const std::string& key = value.get("key").text();
    const auto made = make_csp_spec(ProviderType(static_cast<std::uint32_t>(number)), provider,
                                    std::string_view(key));
    if (!made) value.reject(std::string(meaning(made.error().code)));
    return *made;
}

std::vector<CspSpec> checkpoints_of(const Value& value) {
    std::vector<CspSpec> specs;
    for (const Value& item : value.items(R"(["1\\\\MyKey"])"))
        if (std::holds_alternative<std::string>(item.node.value))
            specs.push_back(spec_of_name(item));
        else if (std::holds_alternative<JsonNode::Object>(item.node.value))
            specs.push_back(spec_of_parts(item));
        else
            item.reject("this must be a name or its parts",
                        {R"(such as "1\\MyKey", or {"type": 1, "key": "MyKey"})"});
    return specs;
}

DesiredResource resource_of(const Value& value) {
    value.check_members({"resource", "pattern", "checkpoints", "exact"}, no_hint);
    const auto named = value.find("resource");
    const auto pattern = value.find("pattern");
    if (named.has_value() == pattern.has_value())
        value.reject("either \"resource\" or \"pattern\" says which resources this is about");
    const Value& name = named ? *named : *pattern;
    if (const auto valid = check_resource_name(name.text()); !valid)
        name.reject(message_of(valid.error()));
    DesiredResource desired{.name = name.text(), .is_pattern = pattern.has_value()};
    desired.checkpoints = checkpoints_of(value.get("checkpoints"));
    if (const auto exact = value.find("exact")) desired.exact = exact->as<bool>("true or false");
    return desired;
}

DesiredState resources_of(const Value& around) {
    DesiredState desired;
    if (const auto resources = around.find("resources"))
        for (const Value& item :
             resources->items(R"([{"resource": "SQL Server", "checkpoints": []}])"))
            desired.push_back(resource_of(item));
    return desired;
}

FileCluster cluster_of(const Value& value, const std::vector<Option>& options) {
    std::vector<std::string> names{"resources"};
    for (const auto& [member, option] : cluster_members) names.emplace_back(member);
    value.check_members(names, [](const std::string& name) -> std::string {
        if (!detail::equals_ignoring_ascii_case(name, "password")) return {};
        return "a password does not belong here: \"password_file\" names a file, or set "
               "CRYPTO_CHECKPOINT_PASSWORD in the environment";
    });
    FileCluster cluster;
    (void)value.get("url");
    for (const auto& [member, option] : cluster_members) {
        const auto given = value.find(member);
        if (!given) continue;
        const bool is_number = std::string_view(member) == "timeout";
        const std::string text =
            is_number ? std::to_string(given->as<std::int64_t>("a whole number")) : given->text();
        const auto known = std::ranges::find(options, option, &Option::name);
        if (known != options.end() && known->check)
            if (const std::string wrong = known->check(text); !wrong.empty()) {
                const std::size_t line = std::min(wrong.find('\n'), wrong.size());
                given->reject(fmt::format("\"{}\" {}", member, wrong.substr(0, line)),
                              line == wrong.size()
                                  ? std::vector<std::string>()
                                  : std::vector{std::string(detail::trim(wrong.substr(line)))});
            }
        cluster.options.emplace_back(option, text);
    }
    cluster.desired = resources_of(value);
    cluster.offset = value.node.offset;
    cluster.member = value.member;
    return cluster;
}

DesiredFile file_of(const Value& root, const std::vector<Option>& options) {
    root.check_members({"$schema", "clusters", "resources"}, no_hint);
    DesiredFile file{.desired = resources_of(root)};
    const auto clusters = root.find("clusters");
    if (!clusters) return file;
    std::set<std::string> urls;
    constexpr const char* example = R"([{"url": "https://node1.example:5986/wsman"}])";
    const std::vector<Value> items = clusters->items(example);
    if (items.empty())
        clusters->reject("there is no cluster in it",
                         {"leave \"clusters\" out to work on what the command line says"});
    for (const Value& item : items) {
        (void)item.as<JsonNode::Object>("an object",
                                        R"({"url": "https://node1.example:5986/wsman"})");
        file.clusters.push_back(cluster_of(item, options));
        if (!urls.insert(comparable_url(item.get("url").text())).second)
            item.reject("this cluster is in the file twice");
    }
    return file;
}

}  // namespace

FilePlace place_at(std::string_view text, std::size_t offset, std::string member) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    std::size_t column = 1;
    for (const char* at = before.data() + line_begin; at < before.data() + before.size(); ++column)
        at += detail::measure_character(at, before.data() + before.size()).length;
    return {.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
            .column = column,
            .member = std::move(member)};
}

std::string comparable_url(std::string_view url) {
    if (url.ends_with('/')) url.remove_suffix(1);
    std::string text(url);
    const std::size_t host = text.find("://");
    const std::size_t path =
        host == text.npos ? 0 : std::min(text.find('/', host + 3), text.size());
    for (char& unit : std::span(text).first(path))
        unit = static_cast<char>(detail::ascii_lower(detail::unit_value(unit)));
    return text;
}

/// Parses a text, and reads its value.
template <class Read>
static auto read_text(std::string_view text, Read read)
    -> std::expected<std::invoke_result_t<Read, const Value&>, FileError> {
    const auto tree = parse_json(text);
    if (!tree) {
        FileError error{printable(tree.error().what), place_at(text, tree.error().offset, {})};
        if (error.what.find("after backslash") != error.what.npos)
            error.hints.emplace_back(
                R"(in JSON each backslash is written twice, as in "1\\\\MyKey")");
        return std::unexpected(std::move(error));
    }
    try {
        return read(Value{*tree, {}});
    } catch (Invalid& invalid) {
        return std::unexpected(FileError{std::move(invalid.what),
                                         place_at(text, invalid.offset, std::move(invalid.member)),
                                         std::move(invalid.hints)});
    }
}

std::expected<DesiredFile, FileError> parse_desired_file(std::string_view text,
                                                         const std::vector<Option>& options) {
    return read_text(text, [&](const Value& root) { return file_of(root, options); });
}

static DesiredInstance instance_of(const Value& root) {
    root.check_members({"cluster", "resource", "checkpoints", "exact", "_inDesiredState"}, no_hint);
    DesiredInstance instance;
    if (const auto resource = root.find("resource")) {
        if (const auto valid = check_resource_name(resource->text()); !valid)
            resource->reject(message_of(valid.error()));
        instance.desired.name = resource->text();
    }
    if (const auto cluster = root.find("cluster")) instance.cluster = cluster->text();
    const auto checkpoints = root.find("checkpoints");
    instance.has_checkpoints = checkpoints.has_value();
    if (checkpoints) instance.desired.checkpoints = checkpoints_of(*checkpoints);
    if (const auto exact = root.find("exact"))
        instance.desired.exact = exact->as<bool>("true or false");
    return instance;
}

std::expected<DesiredInstance, FileError> parse_desired_filter(std::string_view text) {
    return read_text(text, instance_of);
}

std::expected<DesiredInstance, FileError> parse_desired_instance(std::string_view text) {
    return read_text(text, [](const Value& root) {
        DesiredInstance instance = instance_of(root);
        (void)root.get("resource");
        return instance;
    });
}

}  // namespace crypto_checkpoint::cli
