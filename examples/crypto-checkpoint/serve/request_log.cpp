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

void RequestLog::print_address(std::string_view url) {
    context_.out.write(context_.json ? JsonLine().text("listening", url).line()
                                     : fmt::format("listening on {}\n", url));
    context_.out.flush();
}

void RequestLog::operator()(const HttpLogEntry& entry) {
    if (entry.subject && std::any_cast<SentByPage>(entry.subject) != nullptr) return;
    context_.out.write(context_.json ? as_json(entry) : as_line(entry));
    context_.out.flush();
}

}  // namespace crypto_checkpoint::cli
