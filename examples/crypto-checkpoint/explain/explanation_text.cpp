// SPDX-License-Identifier: BSL-1.0
#include "explain/explanation_text.hpp"

#include "console/wrapped.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

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
        return fmt::format("error: {}\n  {}...\n", message_of(name),
                           printable(name.input.substr(0, shown)));
    }
    return render_diagnostic(name.input, name.parsed.error());
}

std::string quoting_note(std::string_view name, const SyntaxError& error) {
    const auto hint = quoting_hint(name, error);
    return hint ? wrapped("  note: ", *hint) : std::string();
}

}  // namespace crypto_checkpoint::cli
