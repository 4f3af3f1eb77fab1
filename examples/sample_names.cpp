// SPDX-License-Identifier: BSL-1.0
// NOLINTBEGIN(misc-use-internal-linkage): it stands for one that a header declares
//! [test]
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/catch2_generators.hpp>

using namespace crypto_checkpoint;

/// What is tested: any function of yours that takes a checkpoint name.
bool accepts(const std::string& name) { return parse_checkpoint_name(name).has_value(); }

TEST_CASE("names are accepted if they are names") {
    CHECK(accepts(GENERATE(any_valid_name())));
    CHECK_FALSE(accepts(GENERATE(any_invalid_name()).text));
}
//! [test]
// NOLINTEND(misc-use-internal-linkage)

//! [providers]
TEST_CASE("names with a documented provider are accepted") {
    const KnownProvider provider = GENERATE(any_known_provider());
    const CspSpecView spec(unchecked, provider.type, provider.name, "MyKey");
    CHECK(accepts(to_checkpoint_name(spec)));
}
//! [providers]
