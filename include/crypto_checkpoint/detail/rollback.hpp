// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_ROLLBACK_HPP
#define CRYPTO_CHECKPOINT_DETAIL_ROLLBACK_HPP

#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Undoes something at the end of the scope, unless it was committed: when an exception leaves the scope.
/// @tparam Undo  a function without arguments, which does not throw
template <class Undo>
class [[nodiscard]] Rollback {
public:
    explicit Rollback(Undo undo) noexcept : undo_(std::move(undo)) {}
    Rollback(const Rollback&) = delete;
    Rollback& operator=(const Rollback&) = delete;
    ~Rollback() {
        if (!committed_) undo_();
    }

    void commit() noexcept { committed_ = true; }

private:
    Undo undo_;
    bool committed_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
