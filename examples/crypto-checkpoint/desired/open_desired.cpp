// SPDX-License-Identifier: BSL-1.0
#include "desired/open_desired.hpp"

#include "checkpoints/backend_choice.hpp"
#include "checkpoints/connection_options.hpp"
#include "cli/usage_error.hpp"
#include "console/environment.hpp"
#include "console/json_line.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

/// An error about how to reach a cluster, with the members of a file instead of options.
FileError in_words_of_the_file(FileError error) {
    const auto replace = [](std::string& text) {
        for (const auto& [member, option] : cluster_members)
            for (std::size_t at = 0; (at = text.find(option, at)) != text.npos;)
                text.replace(at, std::string_view(option).size(), fmt::format("\"{}\"", member));
    };
    replace(error.what);
    std::ranges::for_each(error.hints, replace);
    return error;
}

/// The clusters of the command line or else of the file. What the command line says about reaching them
/// has precedence over what the file says.
std::expected<DesiredFleet, ExitStatus> open_clusters(Context& context, const ParsedArgs& args,
                                                      std::string_view text,
                                                      const DesiredFile& file) {
    std::map<std::string, const FileCluster*> in_file;
    for (const FileCluster& cluster : file.clusters)
        in_file.emplace(comparable_url(cluster.options.front().second), &cluster);
    std::vector<std::string> urls = args.get_all("--cluster");
    if (urls.empty())
        for (const FileCluster& cluster : file.clusters)
            urls.push_back(cluster.options.front().second);

    if (urls.empty()) return std::unexpected(print_error(context, clusters_of(args).error()));

    Clusters all;
    std::vector<DesiredState> desired;
    std::set<std::string> seen;
    for (const std::string& url : urls) {
        if (!seen.insert(comparable_url(url)).second) continue;
        const auto found = in_file.find(comparable_url(url));
        const FileCluster* const cluster = found == in_file.end() ? nullptr : found->second;
        ParsedArgs merged = args.with("--cluster", url);
        DesiredState& wanted = desired.emplace_back(file.desired);
        if (cluster != nullptr) {
            for (const auto& [option, value] : cluster->options)
                if (!args.has(option)) merged = merged.with(option, value);
            wanted.insert(wanted.end(), cluster->desired.begin(), cluster->desired.end());
        }
        auto opened = clusters_of(merged);
        if (!opened) {
            const UsageError& error = opened.error();
            return std::unexpected(
                cluster == nullptr
                    ? print_error(context, error)
                    : print_file_error(
                          context, args.get("FILE"),
                          in_words_of_the_file({error.what,
                                                place_at(text, cluster->offset, cluster->member),
                                                error.lines})));
        }
        all.dialect = opened->dialect;
        all.max_in_flight = opened->max_in_flight;
        all.addresses.push_back(std::move(opened->addresses.front()));
    }
    return DesiredFleet{Fleet(std::move(all)), std::move(desired)};
}

bool has_pattern(const DesiredState& desired) {
    return std::ranges::any_of(desired, &DesiredResource::is_pattern);
}

}  // namespace

std::expected<std::string, std::string> read_file(const std::string& name) {
    std::string text;
    if (std::error_code ignored;
        name != "-" && std::filesystem::is_directory(path_of(name), ignored))
        return std::unexpected(std::string("it is a folder"));
    constexpr std::size_t piece = std::size_t{64} * 1024;
    std::array<char, piece> room{};
    std::ifstream file;
    if (name != "-") {
        file.open(path_of(name), std::ios::binary);
        if (!file) return std::unexpected(std::string("it cannot be opened"));
    }
    for (;;) {
        std::size_t size = 0;
        if (name == "-") {
            const auto got = read_input(room);
            if (!got) return std::unexpected(got.error().message());
            size = *got;
        } else {
            file.read(room.data(), room.size());
            if (file.bad()) return std::unexpected(std::string("it cannot be read"));
            size = static_cast<std::size_t>(file.gcount());
        }
        if (size == 0) break;
        if (text.size() + size > max_desired_file_bytes)
            return std::unexpected(std::string("it is larger than 64 MiB"));
        text.append(room.data(), size);
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return std::unexpected(std::string("it is UTF-16: save it as UTF-8"));
    return text;
}

ExitStatus print_file_error(Context& context, const std::string& file, const FileError& error) {
    std::string what = fmt::format("{}:{}:{}: ", file == "-" ? "standard input" : printable(file),
                                   error.place.line, error.place.column);
    if (!error.place.member.empty()) what += printable(error.place.member) + ": ";
    what += error.what;
    if (!context.json) return print_error(context, what, Errc::invalid_value, error.hints);
    const Error invalid(Errc::invalid_value);
    JsonLine json;
    json.boolean("ok", false)
        .text("error", to_string(invalid.code))
        .number("line", error.place.line)
        .number("column", error.place.column)
        .name_or_null("member", error.place.member);
    context.out.write(add_error(json, invalid, what, error.hints).line());
    return exit_status_of(invalid.code);
}

std::expected<DesiredFleet, ExitStatus> open_desired(Context& context, const ParsedArgs& args,
                                                     bool to_change) {
    const std::string name = args.get("FILE");
    const auto text = read_file(name);
    if (!text)
        return std::unexpected(
            print_error(context, fmt::format("cannot read {}: {}", quoted_name(name), text.error()),
                        Errc::invalid_value));
    const auto file = parse_desired_file(*text, backend_options());
    if (!file) return std::unexpected(print_file_error(context, name, file.error()));

    const bool takes_clusters =
        !file->clusters.empty() && !args.has("--cluster") && !args.has("--backend");
    const auto choice = backend_of(takes_clusters ? args.with("--backend", "wsman") : args);
    const auto reject = [&](const UsageError& error) {
        return std::unexpected(print_error(context, error));
    };
    if (!choice) return reject(choice.error());
    if (takes_clusters && context.sandbox_file)
        return reject({"--sandbox excludes the clusters of the file",
                       {"--backend sandbox ignores them: the other resources are meant"}});
    if (*choice == BackendChoice::wsman && !context.sandbox_file)
        return open_clusters(context, args, *text, *file);
    if (*choice == BackendChoice::clusapi && has_pattern(file->desired))
        return reject(
            {"ClusAPI lists one resource at a time", {"name each resource instead of a pattern"}});
    auto target = open_target(context, args, to_change ? Purpose::change : Purpose::read);
    if (!target) return std::unexpected(target.error());
    return DesiredFleet{Fleet(*std::move(target)), {file->desired}};
}

}  // namespace crypto_checkpoint::cli
