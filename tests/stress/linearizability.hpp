// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace stress {

/// The checkpoints of a resource, one bit each, and a bit for a node that is down.
using Checkpoints = std::uint32_t;
inline constexpr Checkpoints node_is_down = 1u << 31;

/// A completed call, with the ticks of a clock that all threads share.
struct Returned {
    enum class What {
        added,
        was_there,
        removed,
        was_not_there,
        listed,
        unreachable,
        stopped,
        started
    };
    What what{};
    Checkpoints checkpoints = 0;  ///< that of the request, or those of the listing
    std::uint64_t called = 0;
    std::uint64_t returned = 0;
};

/// The calls of one thread, in order.
using ThreadHistory = std::vector<Returned>;

/// Applies a call to the model. Returns false if its result is impossible.
inline bool execute(const Returned& call, Checkpoints& state) {
    const bool is_there = (state & call.checkpoints) != 0;
    const bool is_down = (state & node_is_down) != 0;
    switch (call.what) {
        case Returned::What::unreachable: return is_down;
        case Returned::What::stopped: state |= node_is_down; return !is_down;
        case Returned::What::started: state &= ~node_is_down; return is_down;
        default: break;
    }
    if (is_down) return false;
    switch (call.what) {
        case Returned::What::added: state |= call.checkpoints; return !is_there;
        case Returned::What::was_there: return is_there;
        case Returned::What::removed: state &= ~call.checkpoints; return is_there;
        case Returned::What::was_not_there: return !is_there;
        case Returned::What::listed: return state == call.checkpoints;
        default: break;
    }
    return false;
}

/// Whether a sequential order of all calls gives their results and respects their real-time order (Herlihy
/// and Wing). Sound and complete for one resource: the search of Wing and Gong.
inline bool is_linearizable(const std::vector<ThreadHistory>& threads, Checkpoints state = 0) {
    using Progress = std::vector<std::size_t>;
    std::set<std::pair<Progress, Checkpoints>> seen;
    std::vector<std::pair<Progress, Checkpoints>> open{{Progress(threads.size()), state}};
    while (!open.empty()) {
        const auto [progress, now] = open.back();
        open.pop_back();
        std::uint64_t first_return = std::numeric_limits<std::uint64_t>::max();
        bool is_finished = true;
        for (std::size_t t = 0; t != threads.size(); ++t) {
            if (progress[t] == threads[t].size()) continue;
            is_finished = false;
            first_return = std::min(first_return, threads[t][progress[t]].returned);
        }
        if (is_finished) return true;
        for (std::size_t t = 0; t != threads.size(); ++t) {
            if (progress[t] == threads[t].size()) continue;
            const Returned& call = threads[t][progress[t]];
            Checkpoints then = now;
            if (call.called > first_return || !execute(call, then)) continue;
            Progress further = progress;
            ++further[t];
            if (seen.emplace(further, then).second) open.emplace_back(std::move(further), then);
        }
    }
    return false;
}

}  // namespace stress
