// SPDX-License-Identifier: BSL-1.0
//
// What a program does with the core, in a build mode of CMakeLists.txt. It needs no library to link. The status
// is the line of the first check that fails.
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/error/error_code.hpp>
#include <crypto_checkpoint/preflight/preflight.hpp>
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>
#include <crypto_checkpoint/testing/sample_names.hpp>
#include <crypto_checkpoint/text/ostream.hpp>
#include <crypto_checkpoint/text/std_format.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <set>
#include <system_error>

#if __has_include(<fmt/format.h>)
#    include <crypto_checkpoint/text/diagnostic.hpp>
#endif

#if defined(WITHOUT_EXCEPTIONS) && defined(__cpp_exceptions)
#    error "there are exceptions"
#endif
#if defined(WITHOUT_RTTI) && defined(__cpp_rtti)
#    error "there is RTTI"
#endif
#if defined(WITHOUT_CHAR8_T) && defined(__cpp_char8_t)
#    error "there is char8_t"
#endif
#if defined(WITHOUT_THREADS) && defined(__STDCPP_THREADS__)
#    error "there are threads"
#endif

#define CHECK(condition) \
    if (!(condition)) return __LINE__

namespace {

using namespace crypto_checkpoint;

template <class Char>
bool reads_samples() {
    for (const auto& name : valid_checkpoint_names<Char>()) {
        const auto parsed = parse_checkpoint_name(name);
        if (!parsed || to_checkpoint_name(*parsed) != name) return false;
    }
    for (const auto& invalid : invalid_checkpoint_names<Char>()) {
        const auto parsed = parse_checkpoint_name(invalid.text);
        if (parsed || parsed.error().code != invalid.code) return false;
    }
    return true;
}

// Categories may be used while static objects are destroyed.
struct AtExit {
    ~AtExit() {
        const std::error_code code = Errc::timed_out;
        if (code.message().empty() || code != Condition::timed_out) std::_Exit(1);
    }
};

}  // namespace

int main() {
    static const AtExit at_exit;
    CHECK(reads_samples<char>());
    CHECK(reads_samples<char16_t>());
    CHECK(reads_samples<char32_t>());
    CHECK(reads_samples<wchar_t>());
#if defined(__cpp_char8_t)
    CHECK(reads_samples<char8_t>());
#endif
    static_assert(R"(1\\MyKey)"_csp.provider_type().value() == 1);

    FakeCluster cluster;
    CHECK(cluster.add_node("NODE1"));
    CHECK(cluster.add_resource("Service", "NODE1"));
    CHECK(cluster.create_key("NODE1", R"(1\\MyKey)"));
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = nth_call(2), .lose_response = true});
    Retrying retrying{faulty, RetryPolicy{.first_delay = std::chrono::milliseconds(1)}};
    ClusterResource service{retrying, "Service"};
    CHECK(service.ensure_crypto_checkpoint(R"(1\\MyKey)") == Ensured::changed);
    CHECK(service.add_crypto_checkpoint(R"(1\\Other)").error().code ==
          Errc::key_container_not_found);
    CHECK(cluster.calls().size() >= 3);
    CHECK(cluster.list("Service")->size() == 1);

    std::set<std::size_t> hashes;
    for (const NativeDomain domain :
         {NativeDomain::win32, NativeDomain::hresult, NativeDomain::sqlite})
        hashes.insert(std::hash<NativeCode>()(NativeCode{domain, 5}));
    CHECK(hashes.size() == 3);

    CHECK(to_text(Errc::timed_out) == "timed_out");
    const std::error_code code = Errc::timed_out;
    CHECK(errc_of(code) == Errc::timed_out);
#if __has_include(<fmt/format.h>) && defined(FMT_HEADER_ONLY)
    CHECK(printable("\xEF\xBF\xBD\x7F") == "\xEF\xBF\xBD\xE2\x90\xA1");
#endif
    return 0;
}
