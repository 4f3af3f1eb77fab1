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
    /// Whether writing still works.
    enum class State {
        open,
        reader_gone,  ///< the reader has closed the pipe, as `| head` does; not an error
        failed,       ///< error() says why
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
    [[nodiscard]] std::error_code error() const noexcept { return error_; }

    /// Called before anything is really written.
    void before_flush(std::function<void()> act) { before_flush_ = std::move(act); }

private:
    static constexpr std::size_t flush_size = std::size_t{64} * 1024;

    std::string buffer_;
    std::function<void()> before_flush_;
    State state_ = State::open;
    std::error_code error_;
};

/// Writes to standard error, unbuffered. Errors are ignored: there is nowhere left to report them.
void write_to_standard_error(std::string_view text);

}  // namespace crypto_checkpoint::cli
