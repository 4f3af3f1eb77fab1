// SPDX-License-Identifier: BSL-1.0
// Values for a debugger at the end of main().
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/secret.hpp>

using namespace crypto_checkpoint;

int main() {
    const CspSpec owning(unchecked, ProviderType(24), "Prov \u00fc", "Key");
    const CspSpecView view = owning;
    const CspSpec default_provider(unchecked, ProviderType(1), std::nullopt, "MyKey");
    const U16CspSpec wide(unchecked, ProviderType(1), std::nullopt, u"\u9375 \U0001f511");
    const WCspSpecView wide_view = *check_checkpoint_name(L"12\\N\\K");
    // NOLINTNEXTLINE(misc-misleading-bidirectional): debuggers must escape it
    const CspSpec hostile(unchecked, ProviderType(1), std::nullopt, "\x1b[2J\u202E");
    const ProviderType type(24);
    const TextSpan span{3, 1};
    const SyntaxError syntax_error{Errc::leading_zero, {0, 2}};
    const NativeCode native{NativeDomain::hresult, 0x80090016};
    const NativeCode status{NativeDomain::http_status, 401};
    const Error plain_error(Errc::timed_out);
    Error full_error(Errc::key_container_not_found, native, "said \"so\"");
    full_error.resource = "SQL";
    const Error error_of_name(syntax_error);
    const Result<void> done;
    const Result<void> failed = std::unexpected(full_error);
    const Result<CspSpec> value = owning;
    const Result<CheckpointList> listing = CheckpointList{reported_checkpoint("1\\K")};
    const ParseResult<char> parsed = check_checkpoint_name("1\\\\K");
    const ParseResult<char> not_parsed = check_checkpoint_name("01\\\\K");
    const std::expected<int, int> of_others = 5;
    const std::vector<CspSpec> several{owning, default_provider};
    const CspSpec& reference = owning;
    const Secret secret("hunter2-in-gdb");
    const Result<Secret> read_secret = secret;
    const std::pair<int, Secret> with_secret(1, secret);
    static_cast<void>(reference);
    return view.provider_type() == type && done && !failed && value && listing && parsed &&
                   !not_parsed && of_others && several.size() == 2 && span.length == 1 &&
                   status.value == 401 && plain_error != error_of_name &&
                   !wide.key_container().empty() && !wide_view.key_container().empty() &&
                   !secret.empty() && read_secret && !with_secret.second.empty() &&
                   default_provider != owning && hostile != owning
               ? 0
               : 1;  // here
}
