// SPDX-License-Identifier: BSL-1.0
#include "serve/request_log.hpp"

#include "console/json_line.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <fmt/chrono.h>

#include <ctime>

namespace crypto_checkpoint::cli {
namespace {

/// What a message of WS-Management asked; nothing where it was no such message.
const WsmanLogEntry* call_in(const HttpLogEntry& record) {
    return record.subject ? std::any_cast<WsmanLogEntry>(record.subject) : nullptr;
}

bool is_done(const HttpLogEntry& record) { return 200 <= record.status && record.status < 400; }

std::string now() { return fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr))); }

/// `AddCryptoCheckpoint 'SQL Server' '1\\MyKey'`
std::string what_was_asked(const HttpLogEntry& record) {
    const WsmanLogEntry* const call = call_in(record);
    if (call == nullptr || call->operation.empty())
        return record.path.empty() ? "-" : shell_quoted(record.path);
    std::string text = shell_quoted(call->operation);
    if (!call->resource.empty()) text += ' ' + shell_quoted(call->resource);
    if (!call->argument.empty()) text += ' ' + shell_quoted(call->argument);
    return text;
}

std::string outcome_of(const HttpLogEntry& record) {
    if (!record.fault.empty()) return printable(record.fault);
    std::string text = "done";
    const WsmanLogEntry* const call = call_in(record);
    if (call != nullptr && call->error)
        text = to_string(*call->error);
    else if (!is_done(record))
        text = "refused";
    if (!record.is_delivered) text += ", but the answer was not taken";
    return text;
}

std::string as_line(const HttpLogEntry& record) {
    return fmt::format(
        "{} {}{} {} {} {} {}\n", now(), record.remote,
        record.user.empty() ? "" : " (" + printable(record.user) + ')',
        record.method.empty() ? "-" : shell_quoted(record.method), what_was_asked(record),
        record.status == 0 ? "-" : std::to_string(record.status), outcome_of(record));
}

std::string as_json(const HttpLogEntry& record) {
    const WsmanLogEntry* const call = call_in(record);
    const auto part = [&](std::string WsmanLogEntry::* member) {
        return call != nullptr ? std::string_view(call->*member) : std::string_view();
    };
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(record.took).count();
    return JsonLine()
        .text("time", now())
        .text("remote", record.remote)
        .name_or_null("user", record.user)
        .name_or_null("method", record.method)
        .name_or_null("path", record.path)
        .name_or_null("operation", part(&WsmanLogEntry::operation))
        .name_or_null("resource", part(&WsmanLogEntry::resource))
        .name_or_null("argument", part(&WsmanLogEntry::argument))
        .number_or_null("status", record.status == 0
                                      ? std::nullopt
                                      : std::optional(static_cast<std::uint64_t>(record.status)))
        .boolean("ok", is_done(record))
        .text_or_null("error", call != nullptr && call->error
                                   ? std::optional(to_string(*call->error))
                                   : std::nullopt)
        .name_or_null("fault", record.fault)
        .boolean("delivered", record.is_delivered)
        .number("microseconds", static_cast<std::uint64_t>(took))
        .line();
}

}  // namespace

void RequestLog::tell_address(std::string_view url) {
    context_.out.write(context_.json ? JsonLine().text("listening", url).line()
                                     : fmt::format("listening on {}\n", url));
    context_.out.flush();
}

void RequestLog::tell(const HttpLogEntry& record) {
    if (record.subject && std::any_cast<AskedByPage>(record.subject) != nullptr) return;
    context_.out.write(context_.json ? as_json(record) : as_line(record));
    context_.out.flush();
}

}  // namespace crypto_checkpoint::cli
