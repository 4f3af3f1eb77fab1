// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/fake/fake_cluster.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fake_tests {

using namespace crypto_checkpoint;

using Lines = std::vector<std::string>;

/// An event as a line: `key_restored SQL on NODE2: 1\\Key`.
inline std::string shown(const FakeEvent& event) {
    std::string line(to_string(event.kind));
    if (!event.resource.empty()) line += ' ' + event.resource;
    line += " on " + event.node;
    if (!event.checkpoint.empty()) line += ": " + event.checkpoint;
    if (event.windows_event) line += " (" + std::to_string(*event.windows_event) + ')';
    return line;
}

/// The events of an action, in order, and its error if it failed.
template <class Action>
Lines events_of(const FakeCluster& cluster, Action action) {
    const std::uint64_t before = cluster.state().last_event;
    const Result<void> outcome = action();
    Lines lines;
    for (const FakeEvent& event : cluster.state().events)
        if (event.sequence > before) lines.push_back(shown(event));
    if (!outcome) lines.push_back("failed with " + std::string(to_string(outcome.error().code)));
    return lines;
}

/// The names that a resource lists, as the cluster spells them.
template <class Backend>
Lines names(Backend& backend, std::string_view resource) {
    const Result<CheckpointList> listing = backend.list(resource);
    if (!listing) return {"failed with " + std::string(to_string(listing.error().code))};
    Lines lines;
    for (const ReportedCheckpoint& entry : *listing) lines.push_back(entry.text);
    return lines;
}

}  // namespace fake_tests
