// SPDX-License-Identifier: BSL-1.0
#include "change.hpp"

#include "hints.hpp"
#include "json_line.hpp"
#include "quoting_hint.hpp"
#include "sandbox.hpp"
#include "text.hpp"
#include <crypto_checkpoint/advice.hpp>
#include <crypto_checkpoint/cluster_resource.hpp>
#include <crypto_checkpoint/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

using Resource = ClusterResource<Sandbox&>;

/// The words for a change: `cannot add X to Y`, `added X to Y`, `would add X to Y`.
struct Wording {
    std::string_view command;
    std::string_view verb;
    std::string_view past;
    std::string_view preposition;
    bool adds;
};

Wording wording_of(Change change) {
    switch (change) {
        case Change::add: return {"add", "add", "added", "to", true};
        case Change::remove: return {"remove", "remove", "removed", "from", false};
        case Change::ensure: return {"ensure", "add", "added", "to", true};
        case Change::ensure_absent: return {"ensure-absent", "remove", "removed", "from", false};
    }
    return {};
}

Result<Ensured> carry_out(Resource& resource, Change change, std::string_view name) {
    const auto changed = [](const Result<void>& done) -> Result<Ensured> {
        if (!done) return std::unexpected(done.error());
        return Ensured::changed;
    };
    switch (change) {
        case Change::add: return changed(resource.add_crypto_checkpoint(name));
        case Change::remove: return changed(resource.remove_crypto_checkpoint(name));
        case Change::ensure: return resource.ensure_crypto_checkpoint(name);
        case Change::ensure_absent: return resource.ensure_no_crypto_checkpoint(name);
    }
    return std::unexpected(Error(Errc::unsupported));
}

/// What is legal in a name that was added and may still hurt.
AdviceList advice_on(std::string_view name) {
    const auto spec = check_checkpoint_name(name);
    return spec ? advise(*spec) : AdviceList();
}

void tell_success(Session& session, const Wording& words, const std::string& resource,
                  const std::string& name, Ensured outcome) {
    if (outcome == Ensured::unchanged) {
        session.out.print("unchanged: {} {} {}\n", shell_quoted(resource),
                          words.adds ? "has" : "does not have", shell_quoted(name));
        return;
    }
    session.out.print("{} {} {} {}\n",
                      session.dry_run ? fmt::format("would {}", words.verb) : words.past,
                      shell_quoted(name), words.preposition, shell_quoted(resource));
    if (!words.adds) return;
    for (const Advice& advice : advice_on(name))
        session.out.write(wrapped("  advice: ", explain(advice)));
}

void tell_failure(Session& session, const Wording& words, const std::string& resource,
                  const std::string& name, const Error& error, Sandbox& sandbox) {
    if (error.where) {
        session.out.flush();
        std::string text = render_diagnostic(name, error);
        if (const auto hint = quoting_hint(name, SyntaxError{error.code, *error.where}))
            text += wrapped("  note: ", *hint);
        write_to_standard_error(text);
        return;
    }
    std::vector<std::string> hints;
    const auto spec = check_checkpoint_name(std::string_view(name), Dialect::tolerant);
    if (const auto state = sandbox.state(); spec && state)
        hints = hints_for_checkpoint(session, error, resource, spec->to_owned(), *state);
    complain(session,
             fmt::format("{} {} {} {} {}", session.dry_run ? "could not" : "cannot", words.verb,
                         shell_quoted(name), words.preposition, shell_quoted(resource)),
             error, hints);
}

std::string as_json(const Session& session, const Wording& words, const std::string& resource,
                    const std::string& name, const Result<Ensured>& outcome) {
    JsonLine json;
    json.text("command", words.command)
        .text("resource", resource)
        .text("input", name)
        .boolean("dry_run", session.dry_run)
        .boolean("ok", outcome.has_value());
    if (outcome) {
        std::vector<std::string_view> advice;
        if (words.adds)
            for (const Advice& piece : advice_on(name)) advice.push_back(to_string(piece.code));
        return json.boolean("changed", *outcome == Ensured::changed).texts("advice", advice).line();
    }
    const Error& error = outcome.error();
    const auto where = error.where;
    const auto native = error.native;
    std::string message =
        where ? explain(name, SyntaxError{error.code, *where}) : std::string(meaning(error.code));
    if (!error.detail.empty()) message += ": " + error.detail;
    return json.text("error", to_string(error.code))
        .number_or_null("offset", where ? std::optional(where->offset) : std::nullopt)
        .number_or_null("length", where ? std::optional(where->length) : std::nullopt)
        .text_or_null("suggestion",
                      where ? suggest_correction(std::string_view(name)) : std::nullopt)
        .text_or_null("native_domain",
                      native ? std::optional(to_string(native->domain)) : std::nullopt)
        .number_or_null("native_code", native ? std::optional(native->value) : std::nullopt)
        .name_or_null("native_name", native ? native_name(*native) : std::string_view())
        .text("message", message)
        .line();
}

}  // namespace

ExitStatus change_checkpoints(Session& session, Change change, const std::string& resource,
                              const std::vector<std::string>& names) {
    auto sandbox = Sandbox::open_to_change(session);
    if (!sandbox) return complain_of_sandbox(session, sandbox.error());
    const Wording words = wording_of(change);
    Resource target(*sandbox, resource);
    ExitStatus status = ExitStatus::well;
    for (const std::string& name : names) {
        const Result<Ensured> outcome = carry_out(target, change, name);
        if (!outcome) status = worst(status, exit_status_of(outcome.error().code));
        if (session.json)
            session.out.write(as_json(session, words, resource, name, outcome));
        else if (outcome)
            tell_success(session, words, resource, name, *outcome);
        else
            tell_failure(session, words, resource, name, outcome.error(), *sandbox);
    }
    return status;
}

}  // namespace crypto_checkpoint::cli
