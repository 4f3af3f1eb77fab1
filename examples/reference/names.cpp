// SPDX-License-Identifier: BSL-1.0
// What the reference shows of checkpoint names, errors, advice and text for people.

#include <crypto_checkpoint/advice.hpp>
#include <crypto_checkpoint/diagnostic.hpp>
#include <crypto_checkpoint/literals.hpp>
#include <crypto_checkpoint/parse.hpp>

#include <map>

using namespace crypto_checkpoint;

namespace {

void read_a_name() {
    //! [parse]
    const std::string text = R"(1\Microsoft Strong Cryptographic Provider\MyKey)";
    const auto spec = parse_checkpoint_name(text);  // looks into text
    if (spec)
        fmt::print("type {}, container {}\n", spec->provider_type(), spec->key_container());
    else
        fmt::print("{} at {}\n", meaning(spec.error().code), spec.error().where.offset);
    //! [parse]
}

void check_a_name_in_the_compiler() {
    //! [check]
    static_assert(check_checkpoint_name(R"(1\\MyKey)"));
    static_assert(!check_checkpoint_name(R"(1\MyKey)"));
    static_assert(check_checkpoint_name(R"(1\MyKey)", Dialect::tolerant));
    static_assert(check_checkpoint_name(u"1").error().code == Errc::missing_separator);
    //! [check]
}

void make_a_spec() {
    //! [make]
    const auto spec = make_csp_spec<char>(ProviderType(24), std::nullopt, "MyKey");
    const auto refused = make_csp_spec<char>(ProviderType(24), std::nullopt, R"(My\Key)");
    fmt::print("{}, {}\n", *spec, to_string(refused.error().code));
    //! [make]
}

void write_a_literal() {
    //! [literal]
    constexpr auto spec = R"(1\\MyKey)"_csp;  // "1\MyKey"_csp would not compile
    static_assert(spec.key_container() == "MyKey");
    const WCspSpecView wide = LR"(1\\MyKey)"_csp;
    fmt::print("{} units in either\n", wide.key_container().size());
    //! [literal]
}

void write_a_name() {
    //! [write]
    const CspSpec spec = R"(1\\MyKey)"_csp.to_owned();
    const std::map<CspSpec, int> uses{{spec, 2}};
    fmt::print("{} is used {} times\n", to_checkpoint_name(spec), uses.at(spec));
    //! [write]
}

void suggest_a_name() {
    //! [suggest]
    for (const std::string_view text : {"PROV_RSA_FULL\\MyKey", "1/MyKey", "MyKey"})
        fmt::print("{} -> {}\n", text, suggest_correction(text).value_or("(cannot tell)"));
    //! [suggest]
}

void tell_people() {
    //! [diagnostic]
    const std::string_view text = R"(0001\\MyKey)";
    if (const auto spec = check_checkpoint_name(text); !spec)
        fmt::print("{}", render_diagnostic(text, spec.error()));
    //! [diagnostic]
}

void format_an_error() {
    //! [format]
    Error error = error_with_native(Errc::key_not_exportable);
    error.context = "resource 'SQL Server'";
    fmt::print("{}\n", error);
    //! [format]
}

void take_advice() {
    //! [advice]
    for (const Advice& advice : advise(R"(1\\MyKey)"_csp))
        fmt::print("{}: {}\n", to_string(advice.code), explain(advice));
    //! [advice]
}

//! [decide]
/// What a program does about an error: it asks for the kind, and seldom for the code.
std::string_view what_to_do(const Error& error) {
    switch (condition(error)) {
        case Condition::syntax:
        case Condition::invalid_value: return "correct what was given";
        case Condition::already_exists: return "nothing: it is so already";
        case Condition::unavailable:
        case Condition::timed_out: return "try again";
        case Condition::outcome_unknown: return "look, then decide";
        default: return "tell somebody";
    }
}
//! [decide]

void read_a_native_code() {
    //! [native]
    const NativeCode answer{NativeDomain::win32, 0x80090003};  // as ClusterResourceControl has it
    fmt::print("{}: {}\n", native_name(answer), to_string(errc_from_native(answer)));
    //! [native]
}

}  // namespace

int main() {
    read_a_name();
    check_a_name_in_the_compiler();
    make_a_spec();
    write_a_literal();
    write_a_name();
    suggest_a_name();
    tell_people();
    format_an_error();
    take_advice();
    fmt::print("{}\n", what_to_do(Error(Errc::outcome_unknown)));
    read_a_native_code();
}
