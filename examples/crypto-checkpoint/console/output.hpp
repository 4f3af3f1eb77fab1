// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fmt/format.h>

#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace crypto_checkpoint::cli {

/// Standard output, buffered. Once a write has failed, what follows is dropped.
class Output {
public:
    /// How it ended so far.
    enum class State {
        open,
        reader_gone,  ///< as `| head` does: nobody wants more, which is no fault
        failed,       ///< fault() says why
    };

    void write(std::string_view text) {
        buffer_.append(text);
        if (buffer_.size() >= flush_size) flush();
    }

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
        if (buffer_.size() >= flush_size) flush();
    }

    void flush();

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] std::error_code fault() const noexcept { return fault_; }

    /// Called before anything is really written.
    void before_flush(std::function<void()> act) { before_flush_ = std::move(act); }

private:
    static constexpr std::size_t flush_size = std::size_t{64} * 1024;

    std::string buffer_;
    std::function<void()> before_flush_;
    State state_ = State::open;
    std::error_code fault_;
};

/// Writes to standard error, at once. What cannot be told there cannot be told at all.
void write_to_standard_error(std::string_view text);

}  // namespace crypto_checkpoint::cli
