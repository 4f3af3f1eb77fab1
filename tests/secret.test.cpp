// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/secret.hpp>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace crypto_checkpoint;

namespace {

constexpr std::string_view text = "hunter2-Zq7!";

// Whether memory that is given back still holds the secret: while this watches, each piece of the
// heap that ends is searched.
bool is_watching = false;
int leaks = 0;

void set_variable(const char* value) {
    constexpr const char* name = "CRYPTO_CHECKPOINT_TEST_SECRET";
#ifdef _WIN32
    // An empty variable is none there.
    ::_putenv_s(name, value == nullptr ? "" : value);
#else
    if (value == nullptr)
        ::unsetenv(name);
    else
        ::setenv(name, value, 1);
#endif
}

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

// Array forms only: the buffer of a Secret is made by them.
// NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete): what is deleted is freed in here, and not before
void* operator new[](std::size_t size) {
    auto* const memory = static_cast<std::size_t*>(std::malloc(size + 2 * sizeof(std::size_t)));
    if (memory == nullptr) throw std::bad_alloc();
    *memory = size;
    return memory + 2;
}
void operator delete[](void* bytes) noexcept {
    if (bytes == nullptr) return;
    auto* const memory = static_cast<std::size_t*>(bytes) - 2;
    if (is_watching &&
        std::string_view(static_cast<const char*>(bytes), *memory).find(text.substr(1, 6)) !=
            std::string_view::npos)
        ++leaks;
    std::free(memory);
}
void operator delete[](void* bytes, std::size_t) noexcept { operator delete[](bytes); }
// NOLINTEND(clang-analyzer-cplusplus.NewDelete)

static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<const char*, Secret>);
static_assert(!std::is_constructible_v<std::string, const Secret&>);
static_assert(!Streamable<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

TEST_CASE("a secret is revealed where that is written, and nowhere else", "[wsman]") {
    const Secret secret(text);
    CHECK(secret.reveal() == text);
    CHECK(*(secret.reveal().data() + text.size()) == '\0');
    CHECK_FALSE(secret.empty());
    CHECK(Secret().empty());
    CHECK(Secret().reveal().empty());
    CHECK(*Secret().reveal().data() == '\0');
}

TEST_CASE("a secret leaves no copy behind", "[wsman]") {
    is_watching = true;
    leaks = 0;
    // What a secret is moved from keeps nothing of it.
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

    // The test would have seen it.
    char* const plain = new char[text.size()];
    text.copy(plain, text.size());
    delete[] plain;
    is_watching = false;
    CHECK(leaks == 1);
}

TEST_CASE("a secret is the first line of a file", "[wsman]") {
    const test_support::TemporaryFolder folder;
    const std::string path = folder.file("password");
    const auto from = [&](std::string_view content) {
        std::ofstream(path, std::ios::binary) << content;
        std::filesystem::permissions(
            path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return Secret::from_file(path);
    };
    for (const char* content :
         {"hunter2-Zq7!", "hunter2-Zq7!\n", "hunter2-Zq7!\r\n", "hunter2-Zq7!\nanother line\n"}) {
        const auto secret = from(content);
        REQUIRE(secret);
        CHECK(secret->reveal() == text);
    }
    CHECK(from(" a b \t\n")->reveal() == " a b \t");
    CHECK(from("a\rb\r\r\n")->reveal() == "a\rb\r");

    const std::string longest(Secret::longest, 'x');
    CHECK(from(longest + "\r\n")->reveal() == longest);
    CHECK(from(longest)->reveal() == longest);
    for (const std::string& content :
         {std::string(), std::string("\n"), std::string("\r\n"), std::string("\nhunter2-Zq7!"),
          longest + "x", longest + longest, std::string("h\0u\0n\0", 6)}) {
        const auto secret = from(content);
        REQUIRE_FALSE(secret);
        CHECK(secret.error().code == Errc::invalid_value);
        CHECK(secret.error().context == "file '" + path + "'");
        CHECK(secret.error().detail.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("a file that cannot be read, or that everyone can read, gives no secret", "[wsman]") {
    const test_support::TemporaryFolder folder;
    for (const std::string& path : {folder.file("missing"), folder.path().string(), std::string(),
                                    folder.file(std::string("pass\0word", 9))}) {
        const auto secret = Secret::from_file(path);
        REQUIRE_FALSE(secret);
        CHECK(secret.error().code == Errc::invalid_value);
        CHECK_FALSE(secret.error().detail.empty());
        CHECK(secret.error().context == "file '" + path + "'");
    }
    const std::string path = folder.file("password");
    std::ofstream(path) << text << '\n';
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::group_read);
    CHECK(Secret::from_file(path));
#ifdef _WIN32
    // Its files have access lists, which are not looked at.
#else
    std::filesystem::permissions(path, perms::owner_read | perms::others_read);
    const auto secret = Secret::from_file(path);
    REQUIRE_FALSE(secret);
    CHECK(secret.error().detail == "everyone may read it: chmod o-r");
#endif
}

TEST_CASE("a secret may come from the environment", "[wsman]") {
    set_variable("hunter2-Zq7!");
    CHECK(Secret::from_environment("CRYPTO_CHECKPOINT_TEST_SECRET")->reveal() == text);
    set_variable("");
    CHECK_FALSE(Secret::from_environment("CRYPTO_CHECKPOINT_TEST_SECRET"));
    set_variable(std::string(Secret::longest + 1, 'x').c_str());
    CHECK_FALSE(Secret::from_environment("CRYPTO_CHECKPOINT_TEST_SECRET"));
    set_variable(nullptr);
    const auto secret = Secret::from_environment("CRYPTO_CHECKPOINT_TEST_SECRET");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().code == Errc::invalid_value);
    CHECK(secret.error().context == "environment variable 'CRYPTO_CHECKPOINT_TEST_SECRET'");
}
