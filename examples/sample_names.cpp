// SPDX-License-Identifier: BSL-1.0
// NOLINTBEGIN(misc-use-internal-linkage): a header declares the real one
//! [test]
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/catch2_generators.hpp>

using namespace crypto_checkpoint;

/// The function under test, which takes a checkpoint name.
bool accepts(const std::string& name) { return parse_checkpoint_name(name).has_value(); }

TEST_CASE("accepts: accepts exactly the valid names") {
    CHECK(accepts(GENERATE(any_valid_name())));
    CHECK_FALSE(accepts(GENERATE(any_invalid_name()).text));
}
//! [test]
// NOLINTEND(misc-use-internal-linkage)

//! [providers]
TEST_CASE("accepts: accepts names with a documented provider") {
    const KnownProvider provider = GENERATE(any_known_provider());
    const CspSpecView spec(unchecked, provider.type, provider.name, "MyKey");
    CHECK(accepts(to_checkpoint_name(spec)));
}
//! [providers]
