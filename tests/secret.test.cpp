// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/secret.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace crypto_checkpoint;

namespace {

constexpr std::string_view text = "hunter2-Zq7!";

// While this is set, freed memory is searched for the secret.
bool is_watching = false;
int leaks = 0;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete): what is deleted is freed in here, and not before
void* operator new(std::size_t size) {
    auto* const memory = static_cast<std::size_t*>(std::malloc(size + 2 * sizeof(std::size_t)));
    if (memory == nullptr) throw std::bad_alloc();
    *memory = size;
    return memory + 2;
}
void operator delete(void* bytes) noexcept {
    if (bytes == nullptr) return;
    auto* const memory = static_cast<std::size_t*>(bytes) - 2;
    if (is_watching &&
        std::string_view(static_cast<const char*>(bytes), *memory).find(text.substr(1, 6)) !=
            std::string_view::npos)
        ++leaks;
    std::free(memory);
}
void operator delete(void* bytes, std::size_t) noexcept { operator delete(bytes); }
// NOLINTEND(clang-analyzer-cplusplus.NewDelete)

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
    is_watching = true;
    leaks = 0;
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
    CHECK(leaks == 0);

    // The search finds a text that is not wiped.
    char* const plain = new char[text.size()];
    text.copy(plain, text.size());
    delete[] plain;
    is_watching = false;
    CHECK(leaks == 1);
}
