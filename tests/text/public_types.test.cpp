// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/clusapi/clusapi_backend.hpp>
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>
#include <crypto_checkpoint/testing/sample_names.hpp>
#include <crypto_checkpoint/text/fmt.hpp>
#include <crypto_checkpoint/text/ostream.hpp>
#include <crypto_checkpoint/text/std_format.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/version.hpp>
#include <crypto_checkpoint/wsman/wsman_client.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>
#if defined(_WIN32)
#    include <crypto_checkpoint/wmi/wmi_backend.hpp>
#endif

#include <fmt/ranges.h>

#include <compare>
#include <concepts>
#include <functional>
#include <iomanip>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The one table of the public types. check_public_types.py compares it with the headers.

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;
using namespace std::chrono_literals;

namespace {

/// How a value compares.
enum class Compares {
    no,       ///< it has a secret, a function, or a part that does not compare
    equal,    ///< ==
    ordered,  ///< also <
    key,      ///< also std::hash
};
using enum Compares;

template <class T>
concept Hashable = requires(const T& value) {
    { std::hash<T>()(value) } -> std::same_as<std::size_t>;
};

template <Compares compares, class T>
constexpr bool compares_so() {
    if constexpr (std::is_enum_v<T>)  // the language does that
        return compares == key;
    else
        return std::equality_comparable<T> == (compares != no) &&
               std::three_way_comparable<T> == (compares == ordered || compares == key) &&
               Hashable<T> == (compares == key);
}

std::wstring widened(std::string_view text) { return detail::transcode<wchar_t>(text); }

template <class Char, class T>
std::basic_string<Char> streamed(const T& value) {
    std::basic_ostringstream<Char> out;
    out << value;
    return out.str();
}

// Whatever is instantiated for each row is a call of a library: checks of it are functions on texts, and formats are
// parsed at run time, which takes a fraction of the time to compile.

/// What each library prints.
struct Printed {
    std::string by_to_text;
    std::string by_fmt;
    std::wstring by_wide_fmt;
    std::string by_stream;
    std::wstring by_wide_stream;
    std::string by_format;
    std::wstring by_wide_format;
};

template <class T>
Printed printed(const T& value) {
    Printed all{.by_to_text = to_text(value),
                .by_fmt = fmt::vformat("{}", fmt::make_format_args(value)),
                .by_wide_fmt = fmt::vformat(fmt::wstring_view(L"{}"),
                                            fmt::make_format_args<fmt::wformat_context>(value)),
                .by_stream = streamed<char>(value),
                .by_wide_stream = streamed<wchar_t>(value),
                .by_format = {},
                .by_wide_format = {}};
#if defined(__cpp_lib_format)
    all.by_format = std::vformat("{}", std::make_format_args(value));
    all.by_wide_format = std::vformat(L"{}", std::make_wformat_args(value));
#endif
    return all;
}

void check_alike(const Printed& all, const std::string& text) {
    CHECK(all.by_to_text == text);
    CHECK(all.by_fmt == text);
    CHECK((all.by_wide_fmt == widened(text)));
    CHECK(all.by_stream == text);
    CHECK((all.by_wide_stream == widened(text)));
#if defined(__cpp_lib_format)
    CHECK(all.by_format == text);
    CHECK((all.by_wide_format == widened(text)));
#endif
}

/// All libraries print it alike.
template <class T>
void prints(const T& value, const std::string& text) {
    check_alike(printed(value), text);
}

void check_row(const std::string& text, bool is_equal_to_its_copy, bool has_the_hash_of_its_copy) {
    INFO(text);
    CHECK(text.find_first_of("\r\n") == text.npos);
    CHECK(is_equal_to_its_copy);
    CHECK(has_the_hash_of_its_copy);
}

template <class T, Compares compares = key>
void row(const T& value, const std::string& text) {
    static_assert(HasText<T>);
    static_assert(compares_so<compares, T>());
    bool is_equal = true;
    bool has_equal_hash = true;
    if constexpr (std::equality_comparable<T>) is_equal = value == T(value);
    if constexpr (Hashable<T>) has_equal_hash = std::hash<T>()(value) == std::hash<T>()(T(value));
    check_row(text, is_equal, has_equal_hash);
    prints(value, text);
    if constexpr (std::copyable<T> && !std::same_as<T, ProviderType>)
        prints(std::vector<T>{value, value}, "[" + text + ", " + text + "]");
}

const auto sql_key = R"(1\\K)"_csp;
const Call add_call{Operation::add, "SQL Server", R"(1\\K)"};
const Error refused = [] {
    Error error(Errc::access_denied, NativeCode{NativeDomain::win32, 5}, "why");
    error.resource = "SQL";
    return error;
}();
const std::string refused_text =
    "resource 'SQL': access to the cluster was denied [ERROR_ACCESS_DENIED (5)]: why";
const FakeEvent event{7, FakeEventKind::key_restore_failed, 1121, "SQL", "NODE1", R"(1\\K)"};
const std::string event_text = R"(7 key_restore_failed 'SQL' on NODE1: 1\\K (event 1121))";
// Not a password of tests/support/passwords.py: those are searched for in the output of tests.
constexpr std::string_view password = "never printed";

}  // namespace

// What the rows print is checked verbatim: it is what a person reads.

TEST_CASE("public types: names, advice and errors print", "[text]") {
    row<Version, ordered>({0, 1, 12}, "0.1.12");
    row<Errc>(Errc::leading_zero, "leading_zero");
    row<Condition>(Condition::not_found, "not_found");
    row<TextSpan, ordered>({3, 1}, "offset 3, length 1");
    row<SyntaxError, equal>(
        {Errc::leading_zero, {0, 2}},
        "the provider type must be written without leading zeros (offset 0, length 2)");
    row<NativeDomain>(NativeDomain::wsman_fault, "wsman_fault");
    row<NativeCode>({NativeDomain::hresult, 0x80090003}, "NTE_BAD_KEY (0x80090003)");
    row<Error, equal>(refused, refused_text);
    Error elsewhere = refused;
    elsewhere.context = "https://node1:5986/wsman";
    prints(elsewhere,
           "resource 'SQL' at https://node1:5986/wsman: access to the cluster was denied "
           "[ERROR_ACCESS_DENIED (5)]: why");
    elsewhere.resource.clear();
    prints(elsewhere, "https://node1:5986/wsman: access to the cluster was denied "
                      "[ERROR_ACCESS_DENIED (5)]: why");
    row<ProviderType>(ProviderType(24), "24");
    row<BasicCspSpec<std::string>>(sql_key.to_owned(), R"(1\\K)");
    prints(R"(24\Prov ü\Key)"_csp, R"(24\Prov ü\Key)");
    prints(LR"(24\Prov ü\Key)"_csp, R"(24\Prov ü\Key)");
    prints(u8R"(24\Prov ü\Key)"_csp, R"(24\Prov ü\Key)");
    prints(uR"(24\Prov ü\🔑)"_csp, R"(24\Prov ü\🔑)");
    prints(UR"(24\Prov ü\🔑)"_csp, R"(24\Prov ü\🔑)");
    row<Dialect>(Dialect::tolerant, "tolerant");
    row<KnownProviderType, equal>(known_provider_types.front(), "PROV_RSA_FULL (1)");
    row<KnownProvider, equal>(known_providers.front(),
                              "Microsoft Base Cryptographic Provider v1.0 (type 1)");
    row<AdviceCode>(AdviceCode::surrounding_blanks, "surrounding_blanks");
    row<Advice, equal>({AdviceCode::surrounding_blanks, nullptr},
                       std::string(meaning(AdviceCode::surrounding_blanks)));
    row<AdviceList, equal>(advise(R"(1\\ K)"_csp), "[provider_name_omitted, surrounding_blanks]");
    prints(AdviceList(), "[]");
}

TEST_CASE("public types: checkpoints, calls and resources print", "[text]") {
    row<ReportedCheckpoint, equal>(reported_checkpoint(R"(01\K)"), R"(01\K)");
    row<Presence>(Presence::unclear, "unclear");
    row<Operation>(Operation::remove, "remove");
    row<Call>(add_call, R"(add 1\\K to 'SQL Server')");
    prints(Call{Operation::remove, "SQL", R"(1\\K)"}, R"(remove 1\\K from 'SQL')");
    prints(Call{Operation::list, "SQL", ""}, "list 'SQL'");
    row<Ensured>(Ensured::changed, "changed");
    row<ResourceState>(ResourceState::online_pending, "Online Pending");
    prints(static_cast<ResourceState>(7), "Unknown (7)");
    row<ReportedResource, equal>(
        {"SQL", "NODE1", "G", ResourceState::online, {reported_checkpoint(R"(1\\K)")}},
        R"(SQL: Online on NODE1, group G, [1\\K])");
    row<AuditRecord, equal>(
        {add_call, refused, 0, std::chrono::sys_days(2026y / 1 / 31) + 1h + 2min + 3s, 12ms},
        R"(2026-01-31T01:02:03Z add 1\\K to 'SQL Server': )" + refused_text + " (12 ms)");
    row<RetryPolicy, no>({}, "at most 4 attempts, 100 to 5000 ms between them");
    row<DesiredResource, equal>({.name = "SQL", .checkpoints = {sql_key.to_owned()}, .exact = true},
                                R"('SQL' exactly [1\\K])");
    row<PlannedAction>(PlannedAction::keep, "keep");
    row<PlannedCheckpoint, equal>({PlannedAction::unclear, R"(1\\k)", {}, R"(1\\K)", {}},
                                  R"(unclear 1\\k (similar to 1\\K))");
    row<ResourcePlan, equal>({"SQL", {{PlannedAction::add, R"(1\\K)", {}, {}, {}}}},
                             R"('SQL' [add 1\\K])");
    row<PlanCount, equal>({1, 2, 3, 4}, "1 to keep, 2 to add, 3 to remove, 4 unclear");
    row<Plan, equal>({{{"SQL", {}}}, {{.name = "Web"}}}, "['SQL' []], missing ['Web' []]");
    row<OnFailure>(OnFailure::go_on, "go_on");
    row<Applied, equal>({1, 2, 3, 4, 5},
                        "1 changed, 2 unchanged, 3 failed, 4 unknown, 5 not tried");
    row<ProviderFailure, equal>(
        {Errc::access_denied, 0x80070005, 5, ProviderFailure::Type::com, "why", "", "SQL"},
        "SQL: why [ERROR_ACCESS_DENIED (0x80070005)]");
    prints(ProviderFailure{Errc::access_denied, 0x80070005, 5, ProviderFailure::Type::win32, "", "",
                           ""},
           "access to the cluster was denied [ERROR_ACCESS_DENIED (0x80070005)]");
    row<ProviderFailure::Type>(ProviderFailure::Type::com, "com");
    row<ProviderArgument, equal>({"CheckpointName", R"(1\\K)"}, R"(CheckpointName = 1\\K)");
    prints(ProviderArgument{"Input", std::vector<std::uint8_t>{1, 2}}, "Input = 2 bytes");
    row<ParameterType>(ParameterType::bytes, "bytes");
    row<ParameterDescription, equal>({"InputBuffer", ParameterType::bytes, false},
                                     "InputBuffer: bytes, optional");
    row<MethodDescription, equal>(provider_methods.front(),
                                  "AddCryptoCheckpoint[CheckpointName: text]");
}

TEST_CASE("public types: fake clusters print", "[text]") {
    row<FakeClusterSettings, equal>(
        {}, "[refuse_duplicate_add, refuse_unknown_remove, save_changed_keys]");
    row<FakeClusterSetting, equal>(fake_cluster_settings.front(), "refuse_duplicate_add");
    row<NewKey, equal>({.exportable = false}, "not exportable, of the machine");
    row<FakeKey, equal>({3, false}, "key 3, not exportable");
    prints(FakeKey{}, "no key");
    row<FakeContainerName, equal>({ProviderType(1), "P", "K", false}, R"(1\P\K of a user)");
    row<FakeNode, equal>({}, "up, 0 providers, 0 key containers");
    row<FakeCheckpoint, equal>({sql_key.to_owned(), R"(1\\K)", {3}}, R"(1\\K (key 3))");
    row<FakeResource, equal>({"G", ResourceState::failed, false, {}}, "Failed, group G, []");
    row<FakeGroup, equal>({"NODE1"}, "on NODE1");
    row<FakeEventKind>(FakeEventKind::key_saved, "key_saved");
    row<FakeEvent, equal>(event, event_text);
    row<FakeClusterState, equal>({}, "0 nodes, 0 groups, 0 resources, 0 events, revision 0");
    row<ExecutionResult, equal>({std::unexpected(refused), true, {event}},
                                refused_text + ", changed [" + event_text + "]");
    row<RecordedCall, equal>({add_call, Errc::timed_out}, R"(add 1\\K to 'SQL Server': timed_out)");
    prints(RecordedCall{add_call, {}}, R"(add 1\\K to 'SQL Server': success)");
    row<SalvagedJournal, equal>({7, 2, 5, "an error"},
                                "7 rows saved, 2 lost, the first at 5, ended by: an error");

    row<fake::Configure, equal>({{.refuse_duplicate_add = false, .save_changed_keys = false}},
                                "configure [refuse_unknown_remove]");
    row<fake::AddNode, equal>({"N"}, "add_node N");
    row<fake::CrashNode, equal>({"N"}, "crash_node N");
    row<fake::StartNode, equal>({"N"}, "start_node N");
    row<fake::InstallProvider, equal>({"N", ProviderType(75), "P"}, "install_provider N 75 P");
    row<fake::RemoveProvider, equal>({"N", "P"}, "remove_provider N P");
    row<fake::SetDefaultProvider, equal>({"N", ProviderType(1), "P"}, "set_default_provider N 1 P");
    row<fake::CreateKey, equal>({"N", sql_key.to_owned(), true, false},
                                R"(create_key N 1\\K true false)");
    row<fake::ChangeKey, equal>({"N", sql_key.to_owned()}, R"(change_key N 1\\K)");
    row<fake::DeleteKey, equal>({"N", sql_key.to_owned()}, R"(delete_key N 1\\K)");
    row<fake::AddResource, equal>({"SQL", "G", "N"}, "add_resource SQL G N");
    row<fake::DeleteResource, equal>({"SQL"}, "delete_resource SQL");
    row<fake::BringOnline, equal>({"SQL"}, "bring_online SQL");
    row<fake::TakeOffline, equal>({"SQL"}, "take_offline SQL");
    row<fake::MoveResource, equal>({"SQL", "N"}, "move_resource SQL N");
    row<fake::AddCheckpoint, equal>({"SQL", sql_key.to_owned()}, R"(add_checkpoint SQL 1\\K)");
    row<fake::RemoveCheckpoint, equal>({"SQL", sql_key.to_owned()},
                                       R"(remove_checkpoint SQL 1\\K)");
    row<fake::ChangeSetting, equal>({"save_changed_keys", true},
                                    "change_setting save_changed_keys true");
}

TEST_CASE("public types: preflight reports print", "[text]") {
    row<KeySpec>(KeySpec::signature, "signature");
    row<InstalledProvider, ordered>({"P", ProviderType(75)}, "P (type 75)");
    row<PreflightKey, equal>({KeySpec::exchange, true}, "exchange key, exportable");
    prints(PreflightKey{KeySpec::exchange, {}}, "exchange key, exportable or not");
    row<ContainerState>(ContainerState::not_opened, "not_opened");
    row<PreflightFinding, equal>(
        {Errc::key_not_exportable, KeySpec::exchange, NativeCode{NativeDomain::win32, 5}, "why"},
        "the key is not exportable, so it cannot move to another node (exchange key) "
        "[ERROR_ACCESS_DENIED (5)]: why");
    row<Preflight, equal>({InstalledProvider{"P", ProviderType(1)}, ContainerState::found, {}, {}},
                          "P (type 1), container found, keys [], findings []");
}

TEST_CASE("public types: addresses, options and messages print, without passwords", "[text]") {
    row<Authentication>(Authentication::basic, "basic");
    row<ClusterAddress, no>({.url = "https://node1:5986/wsman",
                             .authentication = Authentication::basic,
                             .user = "ops",
                             .password = Secret(password),
                             .proxy = "http://me:" + std::string(password) + "@proxy"},
                            "https://node1:5986/wsman, basic, user ops, proxy a URL with a user");
    CHECK(to_text(ClusterAddress{.url = "https://me:" + std::string(password) + "@node1"}) ==
          "a URL with a user, none");
    row<TransportResponse, equal>({200, "text/xml", "", {}, "<a/>"}, "200 text/xml, 4 bytes");
    row<ForEachOptions, no>({}, "at most 64 at once");
    row<TlsFiles, equal>({"chain.pem", "key.pem"}, "chain.pem with key.pem");
    row<BasicCredentials, no>({"ops", Secret(password)}, "user ops");
    row<EndpointOptions, no>(
        {.tls = TlsFiles{"a", "b"}, .credentials = BasicCredentials{"ops", Secret(password)}},
        "127.0.0.1:5985, TLS: a with b, user ops");
    prints(EndpointOptions{}, "127.0.0.1:5985, plain HTTP, no authentication");
    prints(EndpointOptions{.credentials = BasicCredentials{"ops", Secret(password)},
                           .anonymous = AnonymousAccess{{"Hello", "x"}, {}}},
           "127.0.0.1:5985, plain HTTP, user ops unless Hello: x");
    row<HttpRequest, equal>({"POST", "/wsman", password, "", "", "127.0.0.1:5", "", false},
                            "POST /wsman from 127.0.0.1:5, 0 bytes");
    row<HttpHeader, equal>({"Server", "x"}, "Server: x");
    row<AnonymousAccess, no>({{"Hello", "x"}, {}}, "Hello: x");
    row<HttpResponse, no>({500, "text/plain", "abc", {}, {}}, "500 text/plain, 3 bytes");
    row<HttpLogEntry, equal>({"GET", "/", "127.0.0.1:5", "", 401, 0, 0, {}, false, "no user"},
                             "GET / from 127.0.0.1:5: 401 (no user)");
    row<WsmanDialect>(WsmanDialect::dmtf, "dmtf");
    row<WsmanOptions, equal>({}, "wmi, 45000 ms, at most 524288 bytes");
    row<WsmanIdentity, equal>({"V", "1.2"}, "V 1.2");
    row<WsmanLogEntry, equal>({"AddCryptoCheckpoint", "SQL", R"(1\\K)", Errc::timed_out},
                              R"(AddCryptoCheckpoint 'SQL' 1\\K: timed_out)");
    row<WsmanResponse, equal>({200, "abc", {"Identify", "", "", {}}},
                              "200, 3 bytes, Identify: success");
    row<EmptyArray>(EmptyArray::left_out, "left_out");
    row<WsmanServiceOptions, equal>({}, "crypto_checkpoint, empty arrays: null");
    row<ClusApiOptions, equal>({.host_node = "N"},
                               "the cluster of this machine, by N, at most 4194304 bytes");
#if defined(_WIN32)
    row<WmiCredentials, no>({"ops", Secret(password)}, "user ops");
    row<WmiOptions, no>({.credentials = WmiCredentials{"ops", Secret(password)}},
                        R"(root\MSCluster on this machine, user ops, 60000 ms)");
#endif
}

TEST_CASE("public types: samples and violations print", "[text]") {
    row<InvalidName<char>, equal>({R"(1\K)", Errc::missing_separator}, R"(1\K)");
    prints(InvalidName<char16_t>{u"1\\\u9375", Errc::missing_separator}, "1\\\u9375");
    row<ContractViolation, equal>({"a rule", "what went against it"},
                                  "a rule: what went against it");
}

namespace {

struct NoValue {
    std::string_view type;
    std::string_view reason;
};

/// The public types without a text.
constexpr auto no_values = std::to_array<NoValue>({
    // clang-format off
    {"AnyBackend", "a backend"},
    {"Auditing", "a backend"},
    {"ClusApiBackend", "a backend"},
    {"ClusApiDll", "functions of a DLL"},
    {"ClusterResource", "refers to a backend"},
    {"ComInitialization", "a scope"},
    {"ContractSubject", "refers to a backend"},
    {"FailsWith", "a matcher, which Catch2 prints"},
    {"FakeCluster", "a backend; its state() prints"},
    {"FakeClusterConnection", "a backend"},
    {"FakeClusterCommand", "a variant of types that print; has a to_text()"},
    {"FakeClusterControls", "the base of backends"},
    {"Fault", "functions"},
    {"FaultInjecting", "a backend"},
    {"FindingCode", "a variant of types that print; has a to_text()"},
    {"HasCheckpoint", "a matcher, which Catch2 prints"},
    {"HttpEndpoint", "a server"},
    {"JournaledFakeCluster", "a backend; its state() prints"},
    {"LessContainerName", "a function"},
    {"LibcurlTransport", "a connection"},
    {"MessageSlot", "a place in a task"},
    {"ProviderArgument::Value", "a variant of standard types; its argument prints"},
    {"ResourceProvider", "a server"},
    {"Retrying", "a backend"},
    {"Secret", "a secret"},
    {"Unchecked", "a tag"},
    {"WindowsCryptoApi", "functions of a DLL"},
    {"WmiBackend", "a backend"},
    {"WmiProvider", "a server"},
    {"WsmanBackend", "a backend"},
    {"WsmanClient", "a client"},
    {"WsmanService", "a server"},
    {"grammar::Either", "a part of the grammar"},
    {"grammar::EndWord", "a part of the grammar"},
    {"grammar::KeyContainerWord", "a part of the grammar"},
    {"grammar::Match", "the state of an interpreter"},
    {"grammar::OmittedProviderNameWord", "a part of the grammar"},
    {"grammar::ProviderNameWord", "a part of the grammar"},
    {"grammar::ProviderTypeWord", "a part of the grammar"},
    {"grammar::SeparatorWord", "a part of the grammar"},
    {"grammar::Sequence", "a part of the grammar"},
    // clang-format on
});

/// A type of a program that converts to one of the library.
struct Convertible {
    // NOLINTNEXTLINE(google-explicit-constructor): the subject
    operator Error() const { return Errc::access_denied; }
};

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

TEST_CASE("public types: a secret, a backend and a type of the program have no text", "[text]") {
    CHECK(no_values.size() > 30);
    STATIC_REQUIRE_FALSE(HasText<Secret>);
    STATIC_REQUIRE_FALSE(Streamable<Secret>);
    STATIC_REQUIRE_FALSE(fmt::is_formattable<Secret>::value);
    STATIC_REQUIRE_FALSE(std::equality_comparable<Secret>);
    STATIC_REQUIRE_FALSE(HasText<FakeCluster>);
    STATIC_REQUIRE_FALSE(HasText<Convertible>);
    STATIC_REQUIRE_FALSE(Streamable<Convertible>);
    STATIC_REQUIRE_FALSE(HasText<const Error*>);
    STATIC_REQUIRE_FALSE(HasText<std::string>);
    std::ostringstream out;
    const Error* const none = nullptr;
    out << none << std::string("text");  // the operators of the standard library
    CHECK(out.str().ends_with("text"));
}

TEST_CASE("public types: a variant has the text of what it holds", "[text]") {
    CHECK(to_text(FakeClusterCommand(fake::AddNode{"N"})) == "add_node N");
    CHECK(to_text(FakeClusterCommand(fake::AddCheckpoint{"SQL", sql_key.to_owned()})) ==
          R"(add_checkpoint SQL 1\\K)");
    CHECK(to_text(FindingCode(Errc::key_not_found)) == "key_not_found");
    CHECK(to_text(FindingCode(AdviceCode::surrounding_blanks)) == "surrounding_blanks");
    STATIC_REQUIRE_FALSE(HasText<FakeClusterCommand>);
}

TEST_CASE("public types: the format specifications of strings apply to each", "[text]") {
    CHECK(fmt::format("{:*>8}|{:.3}", Ensured::changed, Presence::absent) == "*changed|abs");
    CHECK((fmt::format(L"{:*>8}", Ensured::changed) == L"*changed"));
    std::ostringstream out;
    out << std::setw(8) << std::setfill('*') << Ensured::changed;
    CHECK(out.str() == "*changed");
}
