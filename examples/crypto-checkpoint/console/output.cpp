// SPDX-License-Identifier: BSL-1.0
#include "console/output.hpp"

#include "console/standard_streams.hpp"

namespace crypto_checkpoint::cli {

void Output::flush() {
    if (buffer_.empty()) return;
    if (state_ == State::open) {
        if (before_flush_) before_flush_();
        error_ = cli::write(Stream::output, buffer_);
        if (is_broken_pipe(error_))
            state_ = State::reader_gone;
        else if (error_)
            state_ = State::failed;
    }
    buffer_.clear();
}

void write_to_standard_error(std::string_view text) { (void)write(Stream::error, text); }

}  // namespace crypto_checkpoint::cli
