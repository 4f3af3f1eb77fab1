// SPDX-License-Identifier: BSL-1.0
// The internals of WmiBackend, with the WMI of Windows or Wine.
#include "support/catch.hpp"
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>
#include <crypto_checkpoint/wmi/wmi_backend.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace std::chrono_literals;

namespace {

constexpr std::int32_t local_machine = static_cast<std::int32_t>(0x80000002);

/// A class, with the connection to its namespace.
struct Registry {
    Registry()
        : connection(detail::WmiConnection::open(R"(root\default)", {}, 60s).value()),
          declaration(connection.object("StdRegProv").value()) {}

    Result<detail::WmiObject> invoke(std::string_view method, const std::string& key,
                                     const std::string& value = {}) {
        std::vector<detail::WmiArgument> arguments{{"hDefKey", local_machine},
                                                   {"sSubKeyName", key}};
        if (!value.empty()) arguments.push_back({"sValueName", value});
        return connection.invoke("StdRegProv", declaration, method, arguments,
                                 detail::Step::listing);
    }

    Result<ComInitialization> com = ComInitialization::begin();
    detail::WmiConnection connection;
    detail::WmiObject declaration;
};

}  // namespace

TEST_CASE("WmiConnection: calls methods of StdRegProv and reads their output", "[wmi]") {
    Registry registry;
    const auto keys = registry.invoke("EnumKey", R"(Software\Microsoft)");
    REQUIRE(keys);
    CHECK(keys->value_or_empty<std::int32_t>("ReturnValue") == 0);
    const auto names = keys->value_or_empty<std::vector<std::string>>("sNames");
    CHECK(std::ranges::find(names, "Windows NT") != names.end());

    const auto text = registry.invoke(
        "GetStringValue", R"(Software\Microsoft\Windows\CurrentVersion)", "ProgramFilesDir");
    REQUIRE(text);
    CHECK(text->value_or_empty<std::string>("sValue") == R"(C:\Program Files)");

    // A missing key is not an error of the call: the return value is a Win32 code.
    const auto none = registry.invoke("EnumKey", R"(Software\Nobody)");
    REQUIRE(none);
    CHECK(none->value_or_empty<std::int32_t>("ReturnValue") == ERROR_FILE_NOT_FOUND);
    CHECK(none->value("sNames") == detail::WmiValue());
    CHECK_FALSE(none->value("sNothing"));
}

TEST_CASE("WmiConnection: reports errors of StdRegProv", "[wmi]") {
    Registry registry;
    CHECK_FALSE(registry.invoke("NoSuchMethod", "Software"));
    const auto unknown =
        registry.connection.invoke("StdRegProv", registry.declaration, "EnumKey",
                                   {{"sNobody", std::string("x")}}, detail::Step::listing);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Errc::unsupported);
    CHECK(unknown.error().detail == "EnumKey has no parameter sNobody");
    const auto missing = registry.connection.object("NoSuchClass");
    CHECK_FALSE(missing);
}

TEST_CASE("WmiBackend: reports a missing clustering feature", "[wmi]") {
    const auto com = ComInitialization::begin();
    const auto opened = WmiBackend::open();
    if (opened) {
        SUCCEED("this is a node of a cluster");
        return;
    }
    CHECK(opened.error().code == Errc::clustering_not_installed);
    CHECK(native_name(*opened.error().native) == "WBEM_E_INVALID_NAMESPACE");
    CHECK(opened.error().context == R"(root\MSCluster)");
}

TEST_CASE("ComInitialization: initialises COM for its lifetime only", "[wmi]") {
    // Each in its own thread, because COM is initialised per thread.
    const auto in_a_thread = [](auto act) { std::thread(act).join(); };
    in_a_thread([] {
        const auto opened = WmiBackend::open();
        CHECK_THAT(opened, FailsWith<WmiBackend>(Errc::invalid_value));
        CHECK(opened.error().detail.find("make a ComInitialization first") != std::string::npos);
    });
    in_a_thread([] {
        {
            const auto outer = ComInitialization::begin();
            { const auto inner = ComInitialization::begin(); }
            CHECK(detail::WmiConnection::open(R"(root\default)", {}, 60s));
        }
        CHECK_THAT(WmiBackend::open(), FailsWith<WmiBackend>(Errc::invalid_value));
    });
    in_a_thread([] {
        REQUIRE(SUCCEEDED(::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED)));
        { CHECK(ComInitialization::begin()); }
        // The guard did not initialise it.
        CHECK(detail::WmiConnection::open(R"(root\default)", {}, 60s));
        ::CoUninitialize();
        CHECK_THAT(WmiBackend::open(), FailsWith<WmiBackend>(Errc::invalid_value));
    });
}
