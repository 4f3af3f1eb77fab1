// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/name/literals.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cluster_tests {

using namespace crypto_checkpoint;

inline constexpr auto key = R"(1\\Key)"_csp;
inline constexpr Errc lost = Errc::outcome_unknown;

/// An expected request and its response.
struct Line {
    Operation operation{};
    std::optional<Error> error;
    std::vector<std::string> entries;  // of a listing
};

inline Line adds() { return {Operation::add, {}, {}}; }
inline Line adds(Error error) { return {Operation::add, std::move(error), {}}; }
inline Line removes() { return {Operation::remove, {}, {}}; }
inline Line removes(Error error) { return {Operation::remove, std::move(error), {}}; }
inline Line lists() { return {Operation::list, {}, {}}; }
inline Line lists(std::vector<std::string> entries) {
    return {Operation::list, {}, std::move(entries)};
}
inline Line lists(Error error) { return {Operation::list, std::move(error), {}}; }

/// A backend that responds by a script and records the calls.
class ScriptedBackend {
public:
    explicit ScriptedBackend(std::vector<Line> script) : script_(std::move(script)) {}

    Result<void> add(std::string_view resource, CspSpecView spec) {
        return without_listing(
            respond({Operation::add, std::string(resource), to_checkpoint_name(spec)}));
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return without_listing(
            respond({Operation::remove, std::string(resource), to_checkpoint_name(spec)}));
    }
    Result<CheckpointList> list(std::string_view resource) {
        return respond({Operation::list, std::string(resource), {}});
    }

    [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }

    /// Whether the calls were exactly those of the script.
    [[nodiscard]] bool script_completed() const {
        return is_as_expected_ && calls_.size() == script_.size();
    }

private:
    static Result<void> without_listing(const Result<CheckpointList>& response) {
        if (!response) return std::unexpected(response.error());
        return {};
    }

    Result<CheckpointList> respond(Call call) {
        const std::size_t position = calls_.size();
        calls_.push_back(std::move(call));
        if (position >= script_.size() || script_[position].operation != calls_.back().operation) {
            is_as_expected_ = false;
            return std::unexpected(Error(Errc::unsupported, "this is not in the script"));
        }
        const Line& line = script_[position];
        if (line.error) return std::unexpected(*line.error);
        CheckpointList listing;
        for (const std::string& entry : line.entries) listing.push_back(reported_checkpoint(entry));
        return listing;
    }

    std::vector<Line> script_;
    std::vector<Call> calls_;
    bool is_as_expected_ = true;
};

static_assert(CheckpointBackend<ScriptedBackend>);

}  // namespace cluster_tests
