// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/name/literals.hpp>

#include <concepts>

namespace {

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

// A literal is a view of its character type.
static_assert(std::same_as<decltype("1\\\\K"_csp), CspSpecView>);
static_assert(std::same_as<decltype(u8"1\\\\K"_csp), U8CspSpecView>);
static_assert(std::same_as<decltype(u"1\\\\K"_csp), U16CspSpecView>);
static_assert(std::same_as<decltype(U"1\\\\K"_csp), BasicCspSpecView<char32_t>>);
static_assert(std::same_as<decltype(L"1\\\\K"_csp), WCspSpecView>);

constexpr auto narrow = R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)"_csp;
static_assert(narrow.provider_type() == ProviderType(1));
static_assert(narrow.provider_name() == "Microsoft Base Cryptographic Provider v1.0");
static_assert(narrow.key_container() == "MyKey");

static_assert("24\\\\K"_csp.provider_type().value() == 24);
static_assert(!"24\\\\K"_csp.provider_name().has_value());
static_assert(u8"999\\N\\\u00FC"_csp.key_container() == u8"\u00FC");
static_assert(u"1\\N\\\U0001F511"_csp.key_container() == u"\U0001F511");
static_assert(U"1\\\U0001F511\\K"_csp.provider_name() == U"\U0001F511");
static_assert(L"1\\N\\K"_csp == L"1\\N\\K"_csp);
static_assert("1\\N\\K"_csp != "1\\\\K"_csp);

}  // namespace
