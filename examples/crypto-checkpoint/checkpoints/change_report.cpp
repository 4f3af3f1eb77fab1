// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change_report.hpp"

#include "cli/program_name.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include "explain/quoting_hint.hpp"
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// The words for a change: `cannot add X to Y`, `added X to Y`, `would add X to Y`.
struct Wording {
    std::string_view command;
    std::string_view verb;
    std::string_view past;
    std::string_view preposition;
};

Wording wording_of(Change change) {
    switch (change) {
        case Change::add: return {"add", "add", "added", "to"};
        case Change::remove: return {"remove", "remove", "removed", "from"};
        case Change::ensure: return {"ensure", "add", "added", "to"};
        case Change::ensure_absent: return {"ensure-absent", "remove", "removed", "from"};
    }
    return {};
}

/// What is legal in a name that was added and may still hurt.
AdviceList advice_on(const ChangeRequest& request) {
    const auto spec = check_checkpoint_name(std::string_view(request.name));
    return spec && adds(request.change) ? advise(*spec) : AdviceList();
}

/// Whether the resource is a checkpoint name, and the name is nothing like one.
bool are_swapped(const ChangeRequest& request) {
    return check_checkpoint_name(std::string_view(request.resource)).has_value() &&
           request.name.find('\\') == request.name.npos;
}

void tell_success(Session& session, const ChangeRequest& request, Ensured outcome,
                  const std::string& place) {
    const Wording words = wording_of(request.change);
    if (outcome == Ensured::unchanged) {
        session.out.print("{}unchanged: {} {} {}\n", place, quoted_name(request.resource),
                          adds(request.change) ? "has" : "does not have",
                          shell_quoted(request.name));
        return;
    }
    session.out.print("{}{} {} {} {}\n", place,
                      session.dry_run ? fmt::format("would {}", words.verb) : words.past,
                      shell_quoted(request.name), words.preposition, quoted_name(request.resource));
    for (const Advice& advice : advice_on(request))
        session.out.write(wrapped("  advice: ", explain(advice)));
}

void tell_failure(Session& session, const ChangeRequest& request, const Error& error,
                  const std::vector<std::string>& hints, const std::string& place) {
    if (error.where) {
        session.out.flush();
        std::string text = render_diagnostic(request.name, error);
        if (are_swapped(request))
            text += fmt::format("  note: RESOURCE comes first: {} {} {} {}\n", program_name(),
                                wording_of(request.change).command, shell_quoted(request.name),
                                shell_quoted(request.resource));
        else if (const auto hint =
                     quoting_hint(request.name, SyntaxError{error.code, *error.where}))
            text += wrapped("  note: ", *hint);
        write_to_standard_error(text);
        return;
    }
    const Wording words = wording_of(request.change);
    print_error(
        session,
        fmt::format("{}{} {} {} {} {}", place, session.dry_run ? "would not be able to" : "cannot",
                    words.verb, shell_quoted(request.name), words.preposition,
                    quoted_name(request.resource)),
        error, hints);
}

std::string as_json(const Session& session, const ChangeRequest& request,
                    const Result<Ensured>& outcome) {
    JsonLine json;
    if (!request.cluster.empty()) json.text("cluster", request.cluster);
    json.text("command", wording_of(request.change).command)
        .text("resource", request.resource)
        .text("input", request.name)
        .boolean("dry_run", session.dry_run)
        .boolean("ok", outcome.has_value());
    if (outcome) {
        std::vector<std::string_view> advice;
        for (const Advice& piece : advice_on(request)) advice.push_back(to_string(piece.code));
        return json.boolean("changed", *outcome == Ensured::changed).texts("advice", advice).line();
    }
    const Error& error = outcome.error();
    const auto where = error.where;
    const auto native = error.native;
    std::string message = where ? explain(request.name, SyntaxError{error.code, *where})
                                : std::string(meaning(error.code));
    if (!error.detail.empty()) message += ": " + error.detail;
    return json.text("error", to_string(error.code))
        .number_or_null("offset", where ? std::optional(where->offset) : std::nullopt)
        .number_or_null("length", where ? std::optional(where->length) : std::nullopt)
        .text_or_null("suggestion",
                      where ? suggest_correction(std::string_view(request.name)) : std::nullopt)
        .text_or_null("native_domain",
                      native ? std::optional(to_string(native->domain)) : std::nullopt)
        .number_or_null("native_code", native ? std::optional(native->value) : std::nullopt)
        .name_or_null("native_name", native ? native_name(*native) : std::string_view())
        .text("message", message)
        .line();
}

}  // namespace

ExitStatus tell(Session& session, const ChangeRequest& request, const Result<Ensured>& outcome,
                const std::vector<std::string>& hints, bool has_place) {
    const std::string place = has_place ? printable(request.cluster) + ": " : std::string();
    if (session.json)
        session.out.write(as_json(session, request, outcome));
    else if (outcome)
        tell_success(session, request, *outcome, place);
    else
        tell_failure(session, request, outcome.error(), hints, place);
    return outcome ? ExitStatus::well : exit_status_of(outcome.error().code);
}

void tell_what_was_not_asked(Session& session, Change change) {
    if (session.dry_run && !session.json && adds(change))
        session.out.write("not asked: whether the container exists and its keys are exportable\n");
}

}  // namespace crypto_checkpoint::cli
