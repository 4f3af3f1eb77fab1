// SPDX-License-Identifier: BSL-1.0
#include "console/read_secret.hpp"

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;

namespace {

constexpr std::string_view text = "hunter2-Zq7!";

void set_variable(const char* value) {
    constexpr const char* name = "CRYPTO_CHECKPOINT_TEST_SECRET";
#ifdef _WIN32
    // Setting an empty value removes the variable.
    ::_putenv_s(name, value == nullptr ? "" : value);
#else
    if (value == nullptr)
        ::unsetenv(name);
    else
        ::setenv(name, value, 1);
#endif
}

}  // namespace

TEST_CASE("secret_from_file: returns the first line", "[cli]") {
    const test_support::TemporaryFolder folder;
    const std::string path = folder.file("password");
    const auto from = [&](std::string_view content) {
        std::ofstream(path, std::ios::binary) << content;
        std::filesystem::permissions(
            path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return cli::secret_from_file(path);
    };
    for (const char* content :
         {"hunter2-Zq7!", "hunter2-Zq7!\n", "hunter2-Zq7!\r\n", "hunter2-Zq7!\nanother line\n"}) {
        const auto secret = from(content);
        REQUIRE(secret);
        CHECK(secret->reveal() == text);
    }
    // As Windows' Notepad writes it.
    CHECK(from("\xEF\xBB\xBFhunter2-Zq7!\r\n")->reveal() == text);
    CHECK(from("\xEF\xBB\xBF\xEF\xBB\xBF\n")->reveal() == "\xEF\xBB\xBF");
    CHECK(from(" a b \t\n")->reveal() == " a b \t");
    CHECK(from("a\rb\r\r\n")->reveal() == "a\rb\r");

    const std::string longest(cli::max_secret_bytes, 'x');
    CHECK(from(longest + "\r\n")->reveal() == longest);
    CHECK(from(longest)->reveal() == longest);
    CHECK(from("\xEF\xBB\xBF" + longest + "\r\n")->reveal() == longest);
    for (const std::string& content :
         {std::string(), std::string("\n"), std::string("\r\n"), std::string("\nhunter2-Zq7!"),
          std::string("\xEF\xBB\xBF"), std::string("\xEF\xBB\xBF\n"), longest + "x",
          longest + longest, std::string("h\0u\0n\0", 6)}) {
        const auto secret = from(content);
        REQUIRE_FALSE(secret);
        CHECK(secret.error().code == Errc::invalid_value);
        CHECK(secret.error().context == "file '" + path + "'");
        CHECK(secret.error().detail.find("hunter2") == std::string::npos);
    }
    for (const char* utf16 : {"\xFF\xFE\x16\x04", "\xFE\xFF\x04\x16"})
        CHECK(from(utf16).error().detail == "it is UTF-16: write it in UTF-8");
}

TEST_CASE("secret_from_file: rejects files that are unreadable, or open to everyone", "[cli]") {
    const test_support::TemporaryFolder folder;
    for (const std::string& path : {folder.file("missing"), folder.path().string(), std::string(),
                                    folder.file(std::string("pass\0word", 9))}) {
        const auto secret = cli::secret_from_file(path);
        REQUIRE_FALSE(secret);
        CHECK(secret.error().code == Errc::invalid_value);
        CHECK_FALSE(secret.error().detail.empty());
        CHECK(secret.error().context == "file '" + path + "'");
    }
    const std::string path = folder.file("password");
    std::ofstream(path) << text << '\n';
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::group_read);
    CHECK(cli::secret_from_file(path));
#ifdef _WIN32
    // Windows has access lists, which are not checked.
#else
    const auto problem = [&](perms of_others) {
        std::filesystem::permissions(path, perms::owner_read | of_others);
        const auto secret = cli::secret_from_file(path);
        return secret ? "none" : secret.error().detail;
    };
    CHECK(problem(perms::others_read) == "everyone may read it: chmod o-r");
    CHECK(problem(perms::others_write) == "everyone may write it: chmod o-w");
    CHECK(problem(perms::others_all) == "everyone may write it: chmod o-w");
    CHECK(problem(perms::others_exec) == "none");

    // The permissions are those of the open file, even where its path names another one by now.
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    REQUIRE(file != nullptr);
    std::filesystem::permissions(path, perms::owner_read | perms::others_read);
    std::filesystem::rename(path, path + ".old");
    std::ofstream(path) << text << '\n';
    std::filesystem::permissions(path, perms::owner_read);
    CHECK(cli::problem_of_private_file(*file) == "everyone may read it: chmod o-r");
    std::fclose(file);
    // Devices and pipes have no such content.
    CHECK(cli::secret_from_file("/dev/null").error().detail == "its first line is empty");
#endif
}

TEST_CASE("secret_from_environment: returns a variable that is neither empty nor too long",
          "[cli]") {
    set_variable("hunter2-Zq7!");
    CHECK(cli::secret_from_environment("CRYPTO_CHECKPOINT_TEST_SECRET")->reveal() == text);
    set_variable("");
    CHECK_FALSE(cli::secret_from_environment("CRYPTO_CHECKPOINT_TEST_SECRET"));
    set_variable(std::string(cli::max_secret_bytes + 1, 'x').c_str());
    CHECK_FALSE(cli::secret_from_environment("CRYPTO_CHECKPOINT_TEST_SECRET"));
    set_variable(nullptr);
    const auto secret = cli::secret_from_environment("CRYPTO_CHECKPOINT_TEST_SECRET");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().code == Errc::invalid_value);
    CHECK(secret.error().context == "environment variable 'CRYPTO_CHECKPOINT_TEST_SECRET'");
}
