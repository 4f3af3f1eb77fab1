// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/change_report.hpp"

#include "cli/context.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include "console/wrapped.hpp"
#include "explain/explanation_text.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/parse.hpp>
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

/// Advice on names that are added: what is valid and may still cause trouble.
AdviceList advice_on(const ChangeRequest& request) {
    return request.spec && adds(request.change) ? advise(*request.spec) : AdviceList();
}

/// Whether RESOURCE and NAME look exchanged.
bool are_swapped(const ChangeRequest& request) {
    return parse_checkpoint_name(request.resource).has_value() &&
           request.name.find('\\') == request.name.npos;
}

void print_success(Context& context, const ChangeRequest& request, Ensured result,
                   const std::string& place) {
    const Wording words = wording_of(request.change);
    if (result == Ensured::unchanged) {
        context.out.print("{}unchanged: {} {} {}\n", place, quoted_name(request.resource),
                          adds(request.change) ? "has" : "does not have",
                          shell_quoted(request.name));
        return;
    }
    context.out.print("{}{} {} {} {}\n", place,
                      context.dry_run ? fmt::format("would {}", words.verb) : words.past,
                      shell_quoted(request.name), words.preposition, quoted_name(request.resource));
    for (const Advice& advice : advice_on(request))
        context.out.write(wrapped("  advice: ", explain(advice)));
}

/// What may be wrong besides the name, where a name is invalid.
std::string note_on(const ChangeRequest& request) {
    if (are_swapped(request))
        return fmt::format("RESOURCE comes first: {} {} {} {}", program_name(),
                           wording_of(request.change).command, shell_quoted(request.name),
                           shell_quoted(request.resource));
    if (!request.meant_resource.empty())
        return fmt::format("a RESOURCE with blanks goes into quotes: {}",
                           shell_quoted(request.meant_resource));
    return {};
}

void print_failure(Context& context, const ChangeRequest& request, const Error& error,
                   const std::vector<std::string>& hints, const std::string& place) {
    if (error.where) {
        context.out.flush();
        std::string text = render_diagnostic(request.name, error);
        if (const std::string note = note_on(request); !note.empty())
            text += fmt::format("  note: {}\n", note);
        else
            text += quoting_note(request.name, SyntaxError{error.code, *error.where});
        write_to_standard_error(text);
        return;
    }
    const Wording words = wording_of(request.change);
    print_error(
        context,
        fmt::format("{}{} {} {} {} {}", place, context.dry_run ? "would not be able to" : "cannot",
                    words.verb, shell_quoted(request.name), words.preposition,
                    quoted_name(request.resource)),
        error, hints);
}

std::string as_json(const Context& context, const ChangeRequest& request,
                    const Result<Ensured>& result, std::vector<std::string> hints) {
    JsonLine json;
    if (!request.cluster.empty()) json.text("cluster", request.cluster);
    json.text("command", wording_of(request.change).command)
        .text("resource", request.resource)
        .text("input", request.name)
        .boolean("dry_run", context.dry_run)
        .boolean("ok", result.has_value());
    if (result) {
        std::vector<std::string_view> advice;
        for (const Advice& piece : advice_on(request)) advice.push_back(to_string(piece.code));
        return json.boolean("changed", *result == Ensured::changed).texts("advice", advice).line();
    }
    const Error& error = result.error();
    const auto where = error.where;
    json.text("error", to_string(error.code))
        .number_or_null("offset", where ? std::optional(where->offset) : std::nullopt)
        .number_or_null("length", where ? std::optional(where->length) : std::nullopt)
        .text_or_null("suggestion",
                      where ? suggest_correction(std::string_view(request.name)) : std::nullopt)
        .texts("names", where ? split_name_list(std::string_view(request.name))
                              : std::vector<std::string_view>());
    if (!where) return add_error(json, error, message_of(error), hints).line();
    const SyntaxError in_name{error.code, *where};
    if (const std::string note = note_on(request); !note.empty())
        hints = {note};
    else
        hints = quoting_hints(request.name, in_name);
    return add_error(json, error, explain(request.name, in_name), hints).line();
}

}  // namespace

ExitStatus print_change(Context& context, const ChangeRequest& request,
                        const Result<Ensured>& result, const std::vector<std::string>& hints,
                        bool name_cluster) {
    const std::string place = name_cluster ? printable(request.cluster) + ": " : std::string();
    if (context.json)
        context.out.write(as_json(context, request, result, hints));
    else if (result)
        print_success(context, request, *result, place);
    else
        print_failure(context, request, result.error(), hints, place);
    return result ? ExitStatus::success : exit_status_of(result.error().code);
}

void print_unchecked(Context& context, Change change) {
    if (adds(change) && !context.json)
        context.out.write("not asked: whether the container exists and its keys are exportable\n");
}

}  // namespace crypto_checkpoint::cli
