// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/failing_allocations.hpp"
#include <crypto_checkpoint/secret.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace crypto_checkpoint;

namespace {

constexpr std::string_view text = "hunter2-Zq7!";

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<const char*, Secret>);
static_assert(!std::is_constructible_v<std::string, const Secret&>);
static_assert(!Streamable<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

TEST_CASE("Secret: only reveal() returns the bytes", "[secret]") {
    const Secret secret(text);
    CHECK(secret.reveal() == text);
    CHECK(*(secret.reveal().data() + text.size()) == '\0');
    CHECK_FALSE(secret.empty());
    CHECK(Secret().empty());
    CHECK(Secret().reveal().empty());
    CHECK(*Secret().reveal().data() == '\0');
}

TEST_CASE("Secret: wipes its bytes when they are freed", "[secret]") {
    test_support::watch(text.substr(1, 6));
    // A moved-from secret is empty.
    // NOLINTBEGIN(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
    {
        Secret secret(text);
        Secret copy = secret;
        Secret moved = std::move(copy);
        CHECK(copy.empty());
        CHECK(copy.reveal().empty());
        CHECK(moved.reveal() == text);
        secret = Secret("other");
        CHECK(secret.reveal() == "other");
        secret = moved;
        secret = std::move(moved);
        CHECK(moved.empty());
        secret = *&secret;
        CHECK(secret.reveal() == text);
    }
    // NOLINTEND(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
    CHECK(test_support::freed_with_watched_text() == 0);

    // The search finds a text that is not wiped.
    { const std::vector<char> plain(text.begin(), text.end()); }
    CHECK(test_support::freed_with_watched_text() == 1);
    test_support::watch({});
}
