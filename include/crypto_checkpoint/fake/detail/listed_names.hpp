// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_LISTED_NAMES_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_LISTED_NAMES_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/fake/state.hpp>

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Finds checkpoints by name. Keeps a hash of each name that is on a list, so that one that is on none is
/// not compared with all of them: filling a list, or replaying that from a journal, would be quadratic.
class ListedNames {
public:
    /// @return  the end if no checkpoint of the list has the name
    [[nodiscard]] std::vector<FakeCheckpoint>::iterator find(const FakeClusterState& state,
                                                             std::vector<FakeCheckpoint>& list,
                                                             std::string_view name) {
        if (!is_read_) read(state);
        if (!hashes_.contains(hash(name))) return list.end();
        auto found = list.begin();
        const auto differs = [&] {
            return state.settings.compare_names_ignoring_case
                       ? !equals_ignoring_ascii_case(found->name, name)
                       : found->name != name;
        };
        while (found != list.end() && differs()) ++found;
        return found;
    }

    void add(std::string_view name) { hashes_.insert(hash(name)); }
    void remove(std::string_view name) noexcept {
        if (const auto found = hashes_.find(hash(name)); found != hashes_.end())
            hashes_.erase(found);
    }
    /// After a change of many checkpoints: the next find() reads their names.
    void forget() noexcept { is_read_ = false; }

private:
    // FNV-1a.
    static std::uint64_t hash(std::string_view name) noexcept {
        std::uint64_t hash = 14695981039346656037u;
        for (const char unit : name)
            hash = (hash ^ ascii_lower(static_cast<unsigned char>(unit))) * 1099511628211u;
        return hash;
    }

    void read(const FakeClusterState& state) {
        hashes_.clear();
        for (const auto& [name, resource] : state.resources)
            for (const FakeCheckpoint& checkpoint : resource.checkpoints) add(checkpoint.name);
        is_read_ = true;
    }

    std::unordered_multiset<std::uint64_t> hashes_;  // of all resources
    bool is_read_ = true;                            // no resources at first
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
