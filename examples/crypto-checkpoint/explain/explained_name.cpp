// SPDX-License-Identifier: BSL-1.0
#include "explain/explained_name.hpp"

#include "console/json_line.hpp"
#include "console/line_reader.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <vector>

namespace crypto_checkpoint::cli {
namespace {

std::string message(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded)
        return fmt::format("the line is longer than {} bytes, so it was not read",
                           grouped(LineReader::max_line));
    return explain(name.input, name.parsed.error());
}

std::optional<std::string> suggestion(const ExplainedName& name) {
    if (name.parsed.error().code == Errc::limit_exceeded) return std::nullopt;
    return suggest_correction(name.input);
}

std::string parts_and_advice(std::string_view input, const CspSpecView& spec) {
    const auto name = spec.provider_name();
    std::string text =
        fmt::format("{}\n"
                    "  provider type  {}\n"
                    "  provider name  {}\n"
                    "  key container  {}\n",
                    printable(input), type_with_constant(spec.provider_type()),
                    name ? printable(*name) : "(left out)", printable(spec.key_container()));
    if (const std::string canonical = to_checkpoint_name(spec); canonical != input)
        text += fmt::format("  canonical      {}\n", printable(canonical));
    for (const Advice& advice : advise(spec))
        text += wrapped("  advice         ",
                        fmt::format("{}: {}", to_string(advice.code), explain(advice)));
    return text;
}

}  // namespace

std::string type_with_constant(ProviderType type) {
    const KnownProviderType* const known = find_known_provider_type(type);
    return known ? fmt::format("{} ({})", type.value(), known->constant)
                 : fmt::format("{}", type.value());
}

std::string as_text(const ExplainedName& name) {
    if (name.parsed) return parts_and_advice(name.input, *name.parsed);
    if (name.parsed.error().code == Errc::limit_exceeded) {
        constexpr std::size_t shown = 60;
        return fmt::format("error: {}\n  {}...\n", message(name),
                           printable(name.input.substr(0, shown)));
    }
    return render_diagnostic(name.input, name.parsed.error());
}

std::string as_json(const ExplainedName& name) {
    JsonLine json;
    json.text("input", name.input).boolean("ok", name.parsed.has_value());
    if (!name.parsed) {
        const SyntaxError& error = name.parsed.error();
        return json.text("error", to_string(error.code))
            .number("offset", error.where.offset)
            .number("length", error.where.length)
            .text_or_null("suggestion", suggestion(name))
            .text("message", message(name))
            .line();
    }
    const CspSpecView& spec = *name.parsed;
    std::vector<std::string_view> advice;
    for (const Advice& piece : advise(spec)) advice.push_back(to_string(piece.code));
    return json.number("provider_type", spec.provider_type().value())
        .text_or_null("provider_name", spec.provider_name())
        .text("key_container", spec.key_container())
        .text("canonical", to_checkpoint_name(spec))
        .texts("advice", advice)
        .line();
}

}  // namespace crypto_checkpoint::cli
