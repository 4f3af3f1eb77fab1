// SPDX-License-Identifier: BSL-1.0
#include "preflight/report_text.hpp"

#include "console/json_line.hpp"
#include "console/text.hpp"
#include "console/wrapped.hpp"
#include "explain/explanation_text.hpp"
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace crypto_checkpoint::cli {
namespace {

std::string provider_shown(CspSpecView spec, const Preflight& report) {
    const auto named = spec.provider_name();
    if (report.provider)
        return printable(report.provider->name) + (named ? "" : " (the default here)");
    return named ? printable(*named) + " (not found here)" : "(left out; no default here)";
}

std::string_view container_shown(ContainerState state) {
    switch (state) {
        case ContainerState::not_asked: return "not looked for";
        case ContainerState::found: return "found";
        case ContainerState::not_found: return "not found";
        case ContainerState::not_opened: return "cannot be opened";
    }
    return "";
}

const PreflightKey* key_of(const Preflight& report, KeySpec spec) {
    const auto found = std::ranges::find(report.keys, spec, &PreflightKey::spec);
    return found == report.keys.end() ? nullptr : &*found;
}

/// The state of a key for JSON; nothing if there is no such key.
std::optional<std::string_view> state_of(const Preflight& report, KeySpec spec) {
    const PreflightKey* const key = key_of(report, spec);
    if (!key) return std::nullopt;
    if (!key->exportable) return "unknown";
    return *key->exportable ? "exportable" : "not_exportable";
}

std::string_view key_shown(const Preflight& report, KeySpec spec) {
    const PreflightKey* const key = key_of(report, spec);
    if (!key) return "none";
    if (!key->exportable) return "whether it is exportable is unknown";
    return *key->exportable ? "exportable" : "not exportable";
}

/// The meaning of a finding, with its detail and native code.
std::string explained(const PreflightFinding& finding) {
    std::string text(meaning(finding));
    if (!finding.detail.empty()) text += "; " + printable(finding.detail);
    if (finding.native) text += fmt::format(" [{}]", *finding.native);
    return text;
}

/// For advice without detail, advise() has more: which provider is probably meant.
std::string explained(const PreflightFinding& finding, CspSpecView spec) {
    if (const AdviceCode* const code = std::get_if<AdviceCode>(&finding.code);
        code && finding.detail.empty())
        if (const AdviceList advice = advise(spec); const Advice* const known = advice.find(*code))
            return explain(*known);
    return explained(finding);
}

}  // namespace

std::string as_text(std::string_view input, CspSpecView spec, const Preflight& report) {
    std::string text = fmt::format("{}\n"
                                   "  provider type  {}\n"
                                   "  provider name  {}\n"
                                   "  key container  {}: {}\n",
                                   printable(input), type_with_constant(spec.provider_type()),
                                   provider_shown(spec, report), printable(spec.key_container()),
                                   container_shown(report.container));
    if (report.container == ContainerState::found)
        text += fmt::format("  exchange key   {}\n  signature key  {}\n",
                            key_shown(report, KeySpec::exchange),
                            key_shown(report, KeySpec::signature));
    for (const PreflightFinding& finding : report.findings)
        text += wrapped(
            finding.is_error() ? "  error          " : "  advice         ",
            fmt::format("{}{}: {}", to_string(finding),
                        finding.key ? fmt::format(" ({} key)", to_string(*finding.key)) : "",
                        explained(finding, spec)));
    return text;
}

std::string as_json(std::string_view input, CspSpecView spec, const Preflight& report) {
    std::vector<std::string_view> advice;
    std::vector<std::string_view> errors;
    const PreflightFinding* error = nullptr;
    for (const PreflightFinding& finding : report.findings) {
        (finding.is_error() ? errors : advice).push_back(to_string(finding));
        if (finding.is_error() && !error) error = &finding;
    }
    const auto& provider = report.provider;
    return JsonLine()
        .text("input", input)
        .boolean("ok", error == nullptr)
        .number("provider_type", spec.provider_type().value())
        .text_or_null("provider_name", spec.provider_name())
        .text("key_container", spec.key_container())
        .text_or_null("provider_here",
                      provider ? std::optional<std::string_view>(provider->name) : std::nullopt)
        .number_or_null("provider_type_here",
                        provider ? std::optional(provider->type.value()) : std::nullopt)
        .text("container", to_string(report.container))
        .text_or_null("exchange_key", state_of(report, KeySpec::exchange))
        .text_or_null("signature_key", state_of(report, KeySpec::signature))
        .texts("advice", advice)
        .texts("faults", errors)
        .name_or_null("error", errors.empty() ? std::string_view() : errors.front())
        .number_or_null("native_code",
                        error && error->native ? std::optional(error->native->value) : std::nullopt)
        .name_or_null("native_name",
                      error && error->native ? native_name(*error->native) : std::string_view())
        .name_or_null("message", error ? explained(*error) : std::string())
        .texts("hints", std::vector<std::string>())
        .line();
}

}  // namespace crypto_checkpoint::cli
