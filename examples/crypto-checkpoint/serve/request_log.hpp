// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/server/http_handler.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <system_error>
#include <thread>

namespace crypto_checkpoint::cli {

/// The subject of responses to requests that the page sends by itself. They are not logged.
struct SentByPage {};

/// Prints one line for each request. A thread of its own writes: if nobody reads standard output,
/// neither requests nor the end of the program wait. Lines that do not fit into the queue are counted,
/// and their number is printed in their place.
class RequestLog {
public:
    explicit RequestLog(bool is_json);
    RequestLog(const RequestLog&) = delete;
    RequestLog& operator=(const RequestLog&) = delete;
    ~RequestLog() { finish(); }

    void print_address(std::string_view url);
    void operator()(const HttpLogEntry& entry);

    struct Finished {
        std::size_t unwritten = 0;  ///< lines at most; they were not read for a second
        std::error_code error;      ///< of writing
    };

    /// Waits until the lines are written, or are not read. Final.
    Finished finish();

private:
    class Queue;

    bool is_json_;
    std::shared_ptr<Queue> queue_;  ///< outlives this if the thread has to be left behind
    std::thread writer_;
};

}  // namespace crypto_checkpoint::cli
