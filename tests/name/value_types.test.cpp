// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/version.hpp>

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

using namespace crypto_checkpoint;

TEST_CASE("ProviderType, CspSpec, NativeCode, TextSpan: are ordered", "[name]") {
    const std::set<ProviderType> types{ProviderType(24), ProviderType(1), ProviderType(24)};
    CHECK(std::vector(types.begin(), types.end()) ==
          std::vector{ProviderType(1), ProviderType(24)});

    const NativeCode denied{NativeDomain::win32, 5};
    const std::map<NativeCode, int> counted{{denied, 1}, {{NativeDomain::hresult, 5}, 2}};
    CHECK(counted.at(denied) == 1);
    CHECK(NativeCode{NativeDomain::win32, 6} < NativeCode{NativeDomain::hresult, 5});
    CHECK(denied < NativeCode{NativeDomain::win32, 6});

    CHECK(TextSpan{1, 5} < TextSpan{2, 0});
    CHECK(TextSpan{1, 0} < TextSpan{1, 5});
    CHECK(Version{0, 9, 9} < Version{1, 0, 0});
    CHECK(Call{Operation::add, "A", ""} < Call{Operation::add, "B", ""});
}

TEST_CASE("ProviderType, CspSpec, NativeCode: have a hash", "[name]") {
    std::unordered_map<ProviderType, int> types;
    for (std::uint32_t value = 1; value <= 999; ++value) ++types[ProviderType(value)];
    CHECK(types.size() == 999);
    CHECK(types[ProviderType(24)] == 1);

    const std::hash<NativeCode> hash;
    std::unordered_set<std::size_t> hashes;
    for (const NativeDomain domain : {NativeDomain::win32, NativeDomain::hresult,
                                      NativeDomain::http_status, NativeDomain::curl})
        for (const std::uint32_t value : {0u, 5u, 0x80090003u})
            hashes.insert(hash({domain, value}));
    CHECK(hashes.size() == 12);
    CHECK(hash({NativeDomain::curl, 7}) == hash({NativeDomain::curl, 7}));
}
