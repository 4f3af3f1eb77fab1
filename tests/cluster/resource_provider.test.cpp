// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace crypto_checkpoint;

// The protocols are tested in ../wsman and ../wmi.

namespace {

struct Served {
    test_support::SmallCluster cluster;
    ResourceProvider<FakeCluster&> provider{cluster};

    auto control(std::int32_t code, const std::vector<std::uint8_t>& input) {
        return provider.invoke("SQL", "ExecuteResourceControl",
                               {{"ControlCode", code}, {"InputBuffer", input}});
    }
};

constexpr std::int32_t add_code = 0x014000AE;
constexpr std::int32_t delete_code = 0x014000B2;
constexpr std::int32_t get_code = 0x010000B5;

const ProviderArgument name_argument{"CheckpointName", R"(1\\Key)"};

}  // namespace

TEST_CASE("find_provider_method: is case-sensitive", "[cluster]") {
    for (const std::string_view method :
         {"AddCryptoCheckpoint", "RemoveCryptoCheckpoint", "ExecuteResourceControl"}) {
        REQUIRE(find_provider_method(method) != nullptr);
        CHECK(find_provider_method(method)->name == method);
    }
    CHECK(find_provider_method("addcryptocheckpoint") == nullptr);
}

TEST_CASE("ResourceProvider: methods change the resource and return no output", "[cluster]") {
    Served served;
    const auto added = served.provider.invoke("SQL", "AddCryptoCheckpoint", {name_argument});
    REQUIRE(added);
    CHECK(added->empty());
    REQUIRE(served.provider.get("sql"));
    CHECK(served.provider.get("sql")->crypto_checkpoints.size() == 1);
    CHECK(served.provider.enumerate()->size() == 2);
    REQUIRE(served.provider.invoke("SQL", "RemoveCryptoCheckpoint", {name_argument}));
    CHECK(served.cluster.list("SQL")->empty());
    CHECK(served.provider.get("None").error().hresult == 0x80041002);  // WBEM_E_NOT_FOUND
    CHECK(served.provider.get("None").error().operation == "GetObject");
}

TEST_CASE("ResourceProvider: a control code has the effect of the method", "[cluster]") {
    Served served;
    const auto text = detail::control_text(R"(1\\Key)");
    REQUIRE(served.control(add_code, text));
    CHECK(served.cluster.list("SQL")->size() == 1);
    const auto got =
        served.provider.invoke("SQL", "ExecuteResourceControl", {{"ControlCode", get_code}});
    REQUIRE(got);
    const auto listed = detail::control_texts({R"(1\\Key)"});
    CHECK((*got == std::vector<ProviderArgument>{
                       {"OutputBuffer", listed},
                       {"OutputBufferSize", static_cast<std::int32_t>(listed.size())}}));
    REQUIRE(served.control(delete_code, text));
    CHECK(served.cluster.list("SQL")->empty());
}

TEST_CASE("ResourceProvider: rejects unknown control codes and malformed buffers", "[cluster]") {
    Served served;
    const auto other = served.control(0x01000001, {}).error();
    CHECK(other.code == Errc::unsupported);
    CHECK(other.operation == "ExecMethod");
    CHECK(other.parameter_info == "ControlCode");
    const auto unread = served.control(add_code, {0x31}).error();
    CHECK(unread.code == Errc::malformed_message);
    CHECK(unread.operation == "ExecMethod");
    CHECK(unread.parameter_info == "InputBuffer");
}

TEST_CASE("ResourceProvider: rejects wrong arguments without a request", "[cluster]") {
    struct Row {
        std::string_view method;
        std::vector<ProviderArgument> arguments;
        std::string_view message;
    };
    Served served;
    for (const Row& row :
         {Row{"AddCryptoCheckpoint", {}, "CheckpointName is missing"},
          Row{"AddCryptoCheckpoint",
              {name_argument, name_argument},
              "CheckpointName is given twice"},
          Row{"AddCryptoCheckpoint", {name_argument, {"Other", ""}}, "has no parameter Other\n"},
          Row{"AddCryptoCheckpoint",
              {{"checkpointname", "x"}},
              "AddCryptoCheckpoint has no parameter checkpointname; did you mean "
              "CheckpointName?\n"},
          Row{"ExecuteResourceControl",
              {{"ControlCode", add_code}, {"Input", ""}},
              "has no parameter Input; did you mean InputBuffer?\n"},
          Row{"AddCryptoCheckpoint", {{"CheckpointName", 1}}, "CheckpointName has another type"},
          Row{"ExecuteResourceControl",
              {{"InputBuffer", std::vector<std::uint8_t>()}},
              "ControlCode is missing"}}) {
        const auto rejected = served.provider.invoke("SQL", row.method, row.arguments);
        INFO(row.message);
        REQUIRE_FALSE(rejected);
        CHECK(rejected.error().code == Errc::invalid_value);
        CHECK(rejected.error().hresult == 0x8004102F);  // WBEM_E_INVALID_METHOD_PARAMETERS
        CHECK(rejected.error().operation == "ExecMethod");
        CHECK((rejected.error().description + "\n").find(row.message) != std::string::npos);
    }
    CHECK(served.cluster.list("SQL")->empty());

    const auto unknown = served.provider.invoke("SQL", "FailResource", {}).error();
    CHECK(unknown.code == Errc::unsupported);
    CHECK(unknown.hresult == 0x8004102E);  // WBEM_E_INVALID_METHOD
    CHECK(unknown.operation == "ExecMethod");
}
