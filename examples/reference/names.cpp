// SPDX-License-Identifier: BSL-1.0
// Snippets for the reference: names, errors, advice and text.

#include <crypto_checkpoint/error/error_code.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>
#include <crypto_checkpoint/version.hpp>

#include <map>

using namespace crypto_checkpoint;

namespace {

void parse_a_name() {
    //! [parse]
    const std::string text = R"(1\Microsoft Strong Cryptographic Provider\MyKey)";
    const auto spec = parse_checkpoint_name(text);  // refers to text
    if (spec)
        fmt::print("type {}, container {}\n", spec->provider_type(), spec->key_container());
    else
        fmt::print("{} at {}\n", meaning(spec.error().code), spec.error().where.offset);
    //! [parse]
}

void check_a_name_at_compile_time() {
    //! [check]
    static_assert(check_checkpoint_name(R"(1\\MyKey)"));
    static_assert(!check_checkpoint_name(R"(1\MyKey)"));
    static_assert(check_checkpoint_name(R"(1\MyKey)", Dialect::tolerant));
    static_assert(check_checkpoint_name(u"1").error().code == Errc::missing_separator);
    //! [check]
}

void walk_the_grammar() {
    //! [words]
    // A grammar of your own: a name without a type.
    using namespace grammar;
    using Untyped =
        Sequence<ProviderNameWord, SeparatorWord, KeyContainerWord<Dialect::documented>>;
    const std::string_view text = R"(Some Provider\MyKey)";
    Match<char> found;
    const char* at = text.data();
    if (Untyped::match(at, text.data() + text.size(), found))
        fmt::print("container {}\n", found.key_container);
    //! [words]
}

void make_a_spec() {
    //! [make]
    const auto spec = make_csp_spec(24, std::nullopt, "MyKey");
    const auto rejected = make_csp_spec(24, std::nullopt, R"(My\Key)");
    fmt::print("{}, {}\n", *spec, to_string(rejected.error().code));
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
    const CspSpec spec = R"(1\\MyKey)"_csp;
    const std::map<CspSpec, int> uses{{spec, 2}};
    fmt::print("{} is used {} times\n", to_checkpoint_name(spec), uses.at(spec));
    //! [write]
}

void suggest_a_name() {
    //! [suggest]
    for (const std::string_view text : {"PROV_RSA_FULL\\MyKey", "1/MyKey", "MyKey"})
        fmt::print("{} -> {}\n", text, suggest_correction(text).value_or("(unknown)"));
    //! [suggest]
}

void split_a_list() {
    //! [list]
    const std::string_view list = R"(1\\KeyA,1\\KeyB)";
    for (const std::string_view name : split_name_list(list)) fmt::print("{}\n", name);
    //! [list]
}

void look_up_a_provider() {
    //! [known]
    const KnownProvider* const known =
        find_known_provider("microsoft dh schannel cryptographic provider");
    fmt::print("{}: type {}, {}\n", known->name, known->type,
               find_known_provider_type(known->type)->constant);
    static_assert(is_known_key_storage_provider("Microsoft Software Key Storage Provider"));
    //! [known]
}

void render_an_error() {
    //! [diagnostic]
    const std::string_view text = R"(0001\\MyKey)";
    if (const auto spec = parse_checkpoint_name(text); !spec)
        fmt::print("{}", render_diagnostic(text, spec.error()));
    //! [diagnostic]
}

void change_the_encoding() {
    //! [encoding]
    const std::wstring name = L"1\\Schl\u00fcssel";
    const auto spec = parse_checkpoint_name(name);
    if (!spec) fmt::print("{}", render_diagnostic(name, spec.error()));
    fmt::print("{}\n", to_utf8(name).value());
    const std::u16string unpaired = u"K\xD800";
    fmt::print("{}\n", to_utf8(unpaired).error());
    //! [encoding]
}

void print_untrusted_text() {
    //! [printable]
    const std::string shown =
        printable("\u9375\u202E\n");  // a wide character, a bidi control, a control
    fmt::print("{} takes {} columns\n", shown, columns(shown));
    //! [printable]
}

void format_an_error() {
    //! [format]
    Error error = error_with_native(Errc::key_not_exportable);
    error.resource = "SQL Server";
    fmt::print("{}\n", error);
    //! [format]
}

void take_advice() {
    //! [advice]
    for (const Advice& advice : advise(R"(1\\MyKey)"_csp))
        fmt::print("{}: {}\n", to_string(advice.code), explain(advice));
    //! [advice]
}

void find_advice() {
    //! [find_advice]
    const AdviceList list = advise(R"(1\Microsoft Base Smart Card Crypto Provider\MyKey)"_csp);
    if (const Advice* const advice = list.find(AdviceCode::provider_not_exportable))
        fmt::print("{}: {}\n", advice->provider->constant, meaning(advice->code));
    //! [find_advice]
}

//! [decide]
/// Programs decide by the condition, and rarely by the code.
std::string_view reaction_to(const Error& error) {
    switch (condition(error)) {
        case Condition::syntax:
        case Condition::invalid_value: return "correct the argument";
        case Condition::already_exists: return "nothing: it exists already";
        case Condition::unavailable:
        case Condition::timed_out: return "try again";
        case Condition::outcome_unknown: return "list, then decide";
        default: return "report it";
    }
}
//! [decide]

void read_a_native_code() {
    //! [native]
    const NativeCode native{NativeDomain::win32, 0x80090003};  // as from ClusterResourceControl
    fmt::print("{} of {}: {}\n", native_name(native), to_string(native.domain),
               to_string(errc_from_native(native)));
    fmt::print("{:#x}\n", hresult_for(Errc::access_denied).value());
    //! [native]
}

void read_a_stored_code() {
    //! [stored]
    const std::string stored(to_string(Errc::resource_not_found));
    fmt::print("{}\n", meaning(errc_from_name(stored).value_or(Errc::invalid_value)));
    //! [stored]
}

void convert_to_an_error_code() {
    //! [error_code]
    const std::error_code code = Errc::resource_not_found;
    const bool is_missing = code == make_error_condition(Condition::not_found);
    fmt::print("{}, {}\n", to_string(errc_of(code).value()), is_missing ? "not found" : "no");
    //! [error_code]
}

void write_a_line() {
    //! [text]
    const Error error(Errc::access_denied, NativeCode{NativeDomain::win32, 5}, "from NODE1");
    const std::string line = to_text(error);
    fmt::print("{}\n", line);
    //! [text]
}

void print_the_version() {
    //! [version]
    static_assert(library_version >= Version{0, 1, 0});
    fmt::print("crypto_checkpoint {}\n", library_version.major_number);
    //! [version]
}

}  // namespace

int main() {
    parse_a_name();
    check_a_name_at_compile_time();
    walk_the_grammar();
    make_a_spec();
    write_a_literal();
    write_a_name();
    suggest_a_name();
    split_a_list();
    look_up_a_provider();
    render_an_error();
    change_the_encoding();
    print_untrusted_text();
    format_an_error();
    take_advice();
    find_advice();
    fmt::print("{}\n", reaction_to(Error(Errc::outcome_unknown)));
    read_a_native_code();
    read_a_stored_code();
    convert_to_an_error_code();
    write_a_line();
    print_the_version();
}
