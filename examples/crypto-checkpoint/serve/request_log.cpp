// SPDX-License-Identifier: BSL-1.0
#include "serve/request_log.hpp"

#include "console/json_line.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <new>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

/// The WS-Management request, if it was one.
const WsmanLogEntry* wsman_entry_in(const HttpLogEntry& entry) {
    return entry.subject ? std::any_cast<WsmanLogEntry>(entry.subject) : nullptr;
}

bool is_done(const HttpLogEntry& entry) { return 200 <= entry.status && entry.status < 400; }

std::string now() { return fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr))); }

/// `AddCryptoCheckpoint 'SQL Server' '1\\MyKey'`
std::string operation_of(const HttpLogEntry& entry) {
    const WsmanLogEntry* const wsman = wsman_entry_in(entry);
    if (wsman == nullptr || wsman->operation.empty())
        return entry.path.empty() ? "-" : shell_quoted(entry.path);
    std::string text = shell_quoted(wsman->operation);
    if (!wsman->resource.empty()) text += ' ' + shell_quoted(wsman->resource);
    if (!wsman->argument.empty()) text += ' ' + shell_quoted(wsman->argument);
    return text;
}

std::string outcome_of(const HttpLogEntry& entry) {
    if (!entry.error.empty()) return printable(entry.error);
    std::string text = "done";
    const WsmanLogEntry* const wsman = wsman_entry_in(entry);
    if (wsman != nullptr && wsman->error)
        text = to_string(*wsman->error);
    else if (!is_done(entry))
        text = "refused";
    if (!entry.is_delivered) text += ", but the response was not delivered";
    return text;
}

std::string as_line(const HttpLogEntry& entry) {
    return fmt::format("{} {}{} {} {} {} {}\n", now(), entry.remote,
                       entry.user.empty() ? "" : " (" + printable(entry.user) + ')',
                       entry.method.empty() ? "-" : shell_quoted(entry.method), operation_of(entry),
                       entry.status == 0 ? "-" : std::to_string(entry.status), outcome_of(entry));
}

std::string as_json(const HttpLogEntry& entry) {
    const WsmanLogEntry* const wsman = wsman_entry_in(entry);
    const auto part = [&](std::string WsmanLogEntry::* member) {
        return wsman != nullptr ? std::string_view(wsman->*member) : std::string_view();
    };
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(entry.took).count();
    return JsonLine()
        .text("time", now())
        .text("remote", entry.remote)
        .name_or_null("user", entry.user)
        .name_or_null("method", entry.method)
        .name_or_null("path", entry.path)
        .name_or_null("operation", part(&WsmanLogEntry::operation))
        .name_or_null("resource", part(&WsmanLogEntry::resource))
        .name_or_null("argument", part(&WsmanLogEntry::argument))
        .number_or_null("status", entry.status == 0
                                      ? std::nullopt
                                      : std::optional(static_cast<std::uint64_t>(entry.status)))
        .boolean("ok", is_done(entry))
        .text_or_null("error", wsman != nullptr && wsman->error
                                   ? std::optional(to_string(*wsman->error))
                                   : std::nullopt)
        .name_or_null("fault", entry.error)
        .boolean("delivered", entry.is_delivered)
        .number("microseconds", static_cast<std::uint64_t>(took))
        .line();
}

}  // namespace

/// The lines that wait for standard output.
/// @par Thread safety  safe
class RequestLog::Queue {
public:
    explicit Queue(bool is_json) : is_json_(is_json) {}

    void add(const std::string& line) {
        const std::lock_guard lock(mutex_);
        if (is_ended_) return;
        if (waiting_.size() + line.size() > max_bytes) {
            ++dropped_;
        } else {
            waiting_ += take_gap();
            waiting_ += line;
        }
        changed_.notify_all();
    }

    /// Writes until close(), or until writing fails.
    void write_all() {
        std::unique_lock lock(mutex_);
        try {
            while (!error_) {
                changed_.wait(lock,
                              [this] { return is_closed_ || !waiting_.empty() || dropped_ != 0; });
                writing_ = std::exchange(waiting_, {}) + take_gap();
                if (writing_.empty()) break;
                lock.unlock();
                const std::error_code error = write(Stream::output, writing_);
                lock.lock();
                error_ = error;
                writing_.clear();
            }
        } catch (const std::bad_alloc&) {
            if (!lock.owns_lock()) lock.lock();
            error_ = std::make_error_code(std::errc::not_enough_memory);
        }
        is_ended_ = true;
        changed_.notify_all();
    }

    Finished close() {
        std::unique_lock lock(mutex_);
        is_closed_ = true;
        changed_.notify_all();
        if (changed_.wait_for(lock, std::chrono::seconds(1), [this] { return is_ended_; }))
            return {0, error_};
        const auto lines_of = [](std::string_view text) {
            return static_cast<std::size_t>(std::ranges::count(text, '\n'));
        };
        return {lines_of(writing_) + lines_of(waiting_) + dropped_, {}};
    }

private:
    static constexpr std::size_t max_bytes = std::size_t{1} << 20U;

    /// A line in place of those that were dropped since the last one.
    std::string take_gap() {
        if (dropped_ == 0) return {};
        const std::size_t count = std::exchange(dropped_, 0);
        return is_json_ ? JsonLine().number("dropped", count).line()
                        : fmt::format("{} log lines were not written\n", count);
    }

    const bool is_json_;
    std::mutex mutex_;  ///< guards the members below; writing_ is changed by the writer only
    std::condition_variable changed_;
    std::string waiting_;
    std::string writing_;
    std::size_t dropped_ = 0;  ///< since the last line in waiting_
    std::error_code error_;
    bool is_closed_ = false;
    bool is_ended_ = false;
};

RequestLog::RequestLog(bool is_json)
    : is_json_(is_json),
      queue_(std::make_shared<Queue>(is_json)),
      writer_([queue = queue_] { queue->write_all(); }) {}

void RequestLog::print_address(std::string_view url) {
    queue_->add(is_json_ ? JsonLine().text("listening", url).line()
                         : fmt::format("listening on {}\n", url));
}

void RequestLog::operator()(const HttpLogEntry& entry) {
    if (entry.subject && std::any_cast<SentByPage>(entry.subject) != nullptr) return;
    queue_->add(is_json_ ? as_json(entry) : as_line(entry));
}

RequestLog::Finished RequestLog::finish() {
    if (!writer_.joinable()) return {};
    const Finished finished = queue_->close();
    if (finished.unwritten == 0)
        writer_.join();
    else
        writer_.detach();
    return finished;
}

}  // namespace crypto_checkpoint::cli
