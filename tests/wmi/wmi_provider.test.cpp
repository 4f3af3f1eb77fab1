// SPDX-License-Identifier: BSL-1.0
#include "provider_host.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/detail/control_buffer.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>
#include <crypto_checkpoint/wmi/wmi_provider.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::detail;
using test_support::ProviderHost;

namespace {

using Texts = std::vector<std::string>;

const std::string sql = R"(MSCluster_Resource.Name="SQL")";
const std::string web = R"(MSCluster_Resource.Name="Web")";
const ProviderHost::Arguments key_argument{{"CheckpointName", std::string(R"(1\\Key)")}};

template <class Backend>
ProviderHost hosted(Backend&& backend) {
    void* made = nullptr;
    REQUIRE(make_wmi_provider(std::forward<Backend>(backend), __uuidof(IWbemProviderInit), &made) ==
            S_OK);
    return ProviderHost(ComPointer<IWbemProviderInit>(static_cast<IWbemProviderInit*>(made)));
}

HRESULT failure(std::uint32_t value) { return static_cast<HRESULT>(value); }

/// A small cluster and its provider.
struct Served {
    test_support::SmallCluster cluster;
    ProviderHost host = hosted(cluster);
};

/// Throws in every call.
struct ThrowingBackend {
    Result<void> add(std::string_view, CspSpecView) { throw std::runtime_error("no luck"); }
    Result<void> remove(std::string_view, CspSpecView) { throw std::bad_alloc(); }
    Result<CheckpointList> list(std::string_view) { throw 5; }
    Result<std::vector<ReportedResource>> resources() { throw std::runtime_error("no luck"); }
};

/// Reads a cluster, but cannot enumerate its resources.
struct WithoutResources {
    FakeClusterConnection connection;
    Result<void> add(std::string_view resource, CspSpecView spec) {
        return connection.add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return connection.remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) { return connection.list(resource); }
};

/// Accepts some objects and rejects the rest.
class RefusingSink final : public ComObject<IWbemObjectSink> {
public:
    explicit RefusingSink(int most) : left_(most) {}
    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override {
        ++indications;
        return left_-- > 0 ? S_OK : static_cast<HRESULT>(WBEM_E_CALL_CANCELLED);
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT result, BSTR,
                                        IWbemClassObject*) noexcept override {
        results.push_back(result);
        return S_OK;
    }
    int indications = 0;
    std::vector<HRESULT> results;

private:
    int left_;
};

/// An input object whose every text has a lone surrogate, which no UTF-8 can express.
class IllFormedInput final : public test_support::ClassObject {
public:
    IllFormedInput()
        : ClassObject(std::make_shared<const test_support::ClassDefinition>(), Kind::instance) {}
    HRESULT STDMETHODCALLTYPE Get(LPCWSTR, LONG, VARIANT* value, CIMTYPE*,
                                  LONG*) noexcept override {
        value->vt = VT_BSTR;
        value->bstrVal = ::SysAllocString(L"1\\\\Key\xD834");
        return WBEM_S_NO_ERROR;
    }
};

}  // namespace

TEST_CASE("WmiProvider: returns an instance by its path", "[wmi]") {
    Served served;
    REQUIRE(served.cluster.add("SQL", test_support::key));
    const std::string path = GENERATE(
        as<std::string>(), R"(MSCluster_Resource.Name="SQL")", R"(MSCluster_Resource="sql")",
        R"(mscluster_resource.NAME='SQL')", R"(\\HERE\root\Test:MSCluster_Resource.Name="SQL")");
    const auto got = served.host.get(path);
    REQUIRE(got.result == WBEM_S_NO_ERROR);
    CHECK_FALSE(got.status);
    REQUIRE(got.objects.size() == 1);
    const WmiObject& instance = got.objects.front();
    CHECK(instance.value("__CLASS") == WmiValue(std::string("MSCluster_Resource")));
    CHECK(instance.value("Name") == WmiValue(std::string("SQL")));
    CHECK(instance.value("OwnerNode") == WmiValue(std::string("NODE1")));
    CHECK(instance.value("State") == WmiValue(3));
    CHECK(instance.value("CryptoCheckpoints") == WmiValue(Texts{R"(1\\Key)"}));
}

TEST_CASE("WmiProvider: enumerates instances one by one", "[wmi]") {
    Served served;
    const LONG flags = GENERATE(as<LONG>(), 0, WBEM_FLAG_SEND_STATUS, WBEM_FLAG_DEEP);
    const auto all = served.host.enumerate("MSCluster_Resource", flags);
    REQUIRE(all.result == WBEM_S_NO_ERROR);
    REQUIRE(all.objects.size() == 2);
    CHECK(all.objects[0].value("Name") == WmiValue(std::string("SQL")));
    CHECK(all.objects[1].value("Name") == WmiValue(std::string("Web")));
    CHECK(all.objects[1].value("CryptoCheckpoints") == WmiValue(Texts()));
}

TEST_CASE("WmiProvider: adds and removes checkpoints without output", "[wmi]") {
    Served served;
    const auto added = served.host.invoke(sql, "AddCryptoCheckpoint", key_argument);
    CHECK(added.result == WBEM_S_NO_ERROR);
    CHECK(added.objects.empty());
    CHECK_FALSE(added.status);
    CHECK(contains(*served.cluster.list("SQL"), test_support::key));
    const auto removed = served.host.invoke(sql, "removecryptocheckpoint", key_argument);
    CHECK(removed.result == WBEM_S_NO_ERROR);
    CHECK(removed.objects.empty());
    CHECK(served.cluster.list("SQL")->empty());
}

TEST_CASE("WmiProvider: ExecuteResourceControl takes and returns bytes", "[wmi]") {
    Served served;
    const auto control = [&](std::int32_t code, Bytes input) {
        return served.host.invoke(sql, "ExecuteResourceControl",
                                  {{"ControlCode", code}, {"InputBuffer", std::move(input)}});
    };
    const auto added = control(0x014000AE, control_text(R"(1\\Key)"));
    REQUIRE(added.result == WBEM_S_NO_ERROR);
    REQUIRE(added.objects.size() == 1);
    CHECK(added.objects.front().value("OutputBuffer") == WmiValue());
    const auto listed =
        served.host.invoke(sql, "ExecuteResourceControl", {{"ControlCode", 0x010000B5}});
    REQUIRE(listed.objects.size() == 1);
    const Bytes expected = control_texts({R"(1\\Key)"});
    CHECK(listed.objects.front().value("OutputBuffer") == WmiValue(expected));
    CHECK(listed.objects.front().value("OutputBufferSize") ==
          WmiValue(static_cast<std::int32_t>(expected.size())));
    CHECK(control(0x7, {}).result == failure(0x80070001));
}

TEST_CASE("WmiProvider: a failure is an HRESULT and an MSCluster_ExtendedStatus", "[wmi]") {
    Served served;
    const auto added = served.host.invoke(sql, "AddCryptoCheckpoint",
                                          {{"CheckpointName", std::string(R"(1\\Missing Key)")}});
    CHECK(added.result == failure(0x80090016));
    CHECK(added.objects.empty());
    REQUIRE(added.status);
    CHECK(added.status.value("__CLASS") == WmiValue(std::string("MSCluster_ExtendedStatus")));
    CHECK(added.status.value("StatusCode") == WmiValue(static_cast<std::int32_t>(0x80090016)));
    CHECK(added.status.value("ErrorType") == WmiValue(1));
    CHECK(added.status.value("Operation") == WmiValue(std::string("ExecMethod")));
    CHECK(added.status.value("ProviderName") == WmiValue(std::string("MS_CLUSTER_PROVIDER")));
    CHECK(added.status.value("ParameterInfo") == WmiValue(std::string(R"(SQL: 1\\Missing Key)")));
    CHECK_FALSE(added.status.value_or_empty<std::string>("Description").empty());
}

TEST_CASE("WmiProvider: rejects invalid paths, classes and methods", "[wmi]") {
    Served served;
    const ProviderHost& host = served.host;
    CHECK(host.get(R"(MSCluster_Resource.Name="None")").result == failure(WBEM_E_NOT_FOUND));
    for (const char* path : {"", "MSCluster_Resource", R"(MSCluster_Resource.Id="SQL")",
                             R"(MSCluster_Resource.Name=SQL)", R"(MSCluster_Resource.Name="SQL)"}) {
        CAPTURE(path);
        CHECK(host.get(path).result == failure(WBEM_E_INVALID_OBJECT_PATH));
        CHECK(host.invoke(path, "AddCryptoCheckpoint", key_argument).result ==
              failure(WBEM_E_INVALID_OBJECT_PATH));
    }
    CHECK(host.get(R"(MSCluster_Node.Name="SQL")").result == failure(WBEM_E_INVALID_CLASS));
    CHECK(host.enumerate("MSCluster_Node").result == failure(WBEM_E_INVALID_CLASS));
    const auto unknown = host.invoke_with(sql, "OnlineResource", nullptr);
    CHECK(unknown.result == failure(WBEM_E_INVALID_METHOD));
    CHECK(unknown.status.value("ErrorType") == WmiValue(2));
    CHECK(unknown.status.value("StatusCode") ==
          WmiValue(static_cast<std::int32_t>(WBEM_E_INVALID_METHOD)));
}

TEST_CASE("WmiProvider: rejects missing arguments and other types", "[wmi]") {
    Served served;
    const ProviderHost& host = served.host;
    const auto wrong = failure(WBEM_E_INVALID_METHOD_PARAMETERS);
    CHECK(host.invoke_with(sql, "AddCryptoCheckpoint", nullptr).result == wrong);
    CHECK(host.invoke(sql, "AddCryptoCheckpoint", {}).result == wrong);  // null
    CHECK(host.invoke(sql, "ExecuteResourceControl", {}).result == wrong);
    const auto given = [&](const char* method, CIMTYPE type, const WmiValue& value) {
        WmiObject input;
        const WmiObject parameters = test_support::new_class(
            {.name = "__PARAMETERS",
             .properties = {{"CheckpointName", type}, {"ControlCode", type}}});
        REQUIRE(parameters.spawn(input) == WBEM_S_NO_ERROR);
        REQUIRE(input.put("CheckpointName", value) == WBEM_S_NO_ERROR);
        REQUIRE(input.put("ControlCode", value) == WBEM_S_NO_ERROR);
        return host.invoke_with(sql, method, input.get()).result;
    };
    CHECK(given("AddCryptoCheckpoint", CIM_SINT32, 1) == wrong);
    CHECK(given("AddCryptoCheckpoint", CIM_BOOLEAN, true) == wrong);
    CHECK(given("AddCryptoCheckpoint", CIM_STRING | CIM_FLAG_ARRAY, Texts{"1"}) == wrong);
    CHECK(given("ExecuteResourceControl", CIM_STRING, std::string("1")) == wrong);
    CHECK(given("AddCryptoCheckpoint", CIM_STRING, std::string("nonsense")) == E_INVALIDARG);
    CHECK(served.cluster.calls().empty());
}

TEST_CASE("is_well_formed: finds a lone surrogate, which UTF-8 would replace", "[wmi]") {
    for (const std::wstring_view text : {L"", L"1\\\\K", L"\xD834\xDD1E", L"a\xFFFD"})
        CHECK(is_well_formed(bstr(text).get()));
    CHECK(is_well_formed(nullptr));
    for (const std::wstring_view text :
         {L"\xD834", L"K\xDD1E", L"\xDD1E\xD834", L"K\xD834z", L"\xD834\xD834\xDD1E"})
        CHECK_FALSE(is_well_formed(bstr(text).get()));
}

TEST_CASE("WmiProvider: rejects a lone surrogate in a path and in an argument", "[wmi]") {
    Served served;
    const auto of_path = [&](std::wstring_view path) {
        const auto sink = new_com_object<test_support::CollectingSink>();
        CHECK(served.host.services->GetObjectAsync(bstr(path).get(), 0, nullptr, sink.get()) ==
              WBEM_S_NO_ERROR);
        const auto outcome = sink->wait_for(std::chrono::milliseconds(0));
        REQUIRE(outcome);
        return outcome->result;
    };
    // Without the check, both name the resource with the replacement character.
    REQUIRE(served.cluster.add_resource("S\xEF\xBF\xBD", "NODE1"));
    CHECK(of_path(L"MSCluster_Resource.Name=\"S\xFFFD\"") == WBEM_S_NO_ERROR);
    CHECK(of_path(L"MSCluster_Resource.Name=\"S\xD834\"") == failure(WBEM_E_INVALID_OBJECT_PATH));

    const auto input = new_com_object<IllFormedInput>();
    const auto added = served.host.invoke_with(sql, "AddCryptoCheckpoint", input.get());
    CHECK(added.result == failure(WBEM_E_INVALID_METHOD_PARAMETERS));
    CHECK(added.status.value("Description") ==
          WmiValue(std::string("the parameter CheckpointName is not well-formed UTF-16")));
    CHECK(served.cluster.list("SQL")->empty());
}

TEST_CASE("WmiProvider: rejects null pointers and calls before Initialize", "[wmi]") {
    Served served;
    IWbemServices& services = *served.host.services;
    const auto sink = new_com_object<test_support::CollectingSink>();
    const auto refused = failure(WBEM_E_INVALID_PARAMETER);
    const Bstr path = bstr(sql);
    CHECK(services.GetObjectAsync(nullptr, 0, nullptr, sink.get()) == refused);
    CHECK(services.GetObjectAsync(path.get(), 0, nullptr, nullptr) == refused);
    CHECK(services.CreateInstanceEnumAsync(nullptr, 0, nullptr, sink.get()) == refused);
    CHECK(services.CreateInstanceEnumAsync(path.get(), 0, nullptr, nullptr) == refused);
    CHECK(services.ExecMethodAsync(nullptr, path.get(), 0, nullptr, nullptr, sink.get()) ==
          refused);
    CHECK(services.ExecMethodAsync(path.get(), nullptr, 0, nullptr, nullptr, sink.get()) ==
          refused);
    CHECK(services.ExecMethodAsync(path.get(), path.get(), 0, nullptr, nullptr, nullptr) ==
          refused);
    const auto init = query<IWbemProviderInit>(services);
    const auto init_sink = new_com_object<test_support::InitSink>();
    CHECK(init->Initialize(nullptr, 0, nullptr, nullptr, nullptr, nullptr, init_sink.get()) ==
          refused);
    CHECK(init->Initialize(nullptr, 0, nullptr, nullptr, served.host.scope.get(), nullptr,
                           nullptr) == refused);
    CHECK(init_sink->statuses.empty());

    void* made = nullptr;
    REQUIRE(make_wmi_provider(served.cluster, __uuidof(IWbemServices), &made) == S_OK);
    const ComPointer<IWbemServices> early(static_cast<IWbemServices*>(made));
    CHECK(early->GetObjectAsync(path.get(), 0, nullptr, sink.get()) == failure(WBEM_E_UNEXPECTED));
    CHECK_FALSE(sink->wait_for(std::chrono::milliseconds(0)));
    CHECK(make_wmi_provider(served.cluster, __uuidof(IDispatch), &made) == E_NOINTERFACE);
    CHECK(made == nullptr);
}

TEST_CASE("WmiProvider: other methods return WBEM_E_NOT_SUPPORTED", "[wmi]") {
    Served served;
    const auto sink = new_com_object<test_support::CollectingSink>();
    IWbemServices& services = *served.host.services;
    CHECK(services.CancelAsyncCall(sink.get()) == failure(WBEM_E_NOT_SUPPORTED));
    CHECK(services.PutInstanceAsync(nullptr, 0, nullptr, sink.get()) ==
          failure(WBEM_E_NOT_SUPPORTED));
    const ProviderHost blind = hosted(WithoutResources{served.cluster.connect_read_only()});
    CHECK(blind.enumerate().result == failure(WBEM_E_NOT_SUPPORTED));
    CHECK(blind.get(sql).objects.size() == 1);
    CHECK(blind.invoke(sql, "AddCryptoCheckpoint", key_argument).result == E_ACCESSDENIED);
}

TEST_CASE("WmiProvider: works in a namespace without the classes", "[wmi]") {
    Served served;
    SECTION("without MSCluster_ExtendedStatus the HRESULT stays") {
        served.host.scope->classes.erase("MSCluster_ExtendedStatus");
        const auto got = served.host.get(R"(MSCluster_Resource.Name="None")");
        CHECK(got.result == failure(WBEM_E_NOT_FOUND));
        CHECK_FALSE(got.status);
    }
    SECTION("without MSCluster_Resource nothing is begun") {
        served.host.scope->classes.erase("MSCluster_Resource");
        const auto added = served.host.invoke(sql, "AddCryptoCheckpoint", key_argument);
        CHECK(added.result == failure(WBEM_E_NOT_FOUND));
        CHECK(added.status);
        CHECK(served.cluster.calls().empty());
        CHECK(served.host.enumerate().result == failure(WBEM_E_NOT_FOUND));
    }
    SECTION("of before Windows Server 2012 it has fewer properties") {
        served.host.scope->classes.insert_or_assign(
            "MSCluster_Resource",
            test_support::new_class(
                {.name = "MSCluster_Resource",
                 .properties = {{"Name", CIM_STRING, true},
                                {"CryptoCheckpoints", CIM_STRING | CIM_FLAG_ARRAY}}}));
        const auto got = served.host.get(sql);
        CHECK(got.result == WBEM_S_NO_ERROR);
        CHECK(got.objects.size() == 1);
        CHECK(served.host.invoke(sql, "AddCryptoCheckpoint", key_argument).result ==
              failure(WBEM_E_NOT_FOUND));
    }
}

TEST_CASE("WmiProvider: reports errors and exceptions of the backend", "[wmi]") {
    test_support::SmallCluster cluster;
    FaultInjecting faulty{cluster};
    const ProviderHost host = hosted(faulty);
    faulty.inject({.strikes = nth_call(1), .lose_response = true});
    faulty.inject({.strikes = nth_call(2), .fail_with = Error(Errc::limit_exceeded)});
    const auto lost = host.invoke(sql, "AddCryptoCheckpoint", key_argument);
    CHECK(errc_from_native({NativeDomain::hresult, static_cast<std::uint32_t>(lost.result)}) ==
          Errc::outcome_unknown);
    CHECK(contains(*cluster.list("SQL"), test_support::key));
    CHECK(host.invoke(sql, "AddCryptoCheckpoint", key_argument).result ==
          failure(WBEM_E_QUOTA_VIOLATION));

    const ProviderHost throwing = hosted(ThrowingBackend());
    const auto thrown = throwing.invoke(sql, "AddCryptoCheckpoint", key_argument);
    CHECK(thrown.result == failure(WBEM_E_TRANSPORT_FAILURE));
    // What an exception says stays on the machine.
    CHECK(thrown.status.value("Description") ==
          WmiValue(std::string("the backend of the provider failed")));
    CHECK(throwing.invoke(sql, "RemoveCryptoCheckpoint", key_argument).result ==
          failure(WBEM_E_TRANSPORT_FAILURE));
    CHECK(throwing.invoke(sql, "ExecuteResourceControl", {{"ControlCode", 0x010000B5}}).result ==
          failure(WBEM_E_TRANSPORT_FAILURE));
    CHECK(throwing.get(sql).result == failure(WBEM_E_PROVIDER_FAILURE));
    CHECK(throwing.enumerate().result == failure(WBEM_E_PROVIDER_FAILURE));
}

TEST_CASE("WmiProvider: stops a cancelled enumeration", "[wmi]") {
    Served served;
    const auto sink = new_com_object<RefusingSink>(1);
    CHECK(served.host.services->CreateInstanceEnumAsync(bstr("MSCluster_Resource").get(), 0,
                                                        nullptr, sink.get()) == S_OK);
    CHECK(sink->indications == 2);
    CHECK(sink->results == std::vector<HRESULT>{failure(WBEM_E_CALL_CANCELLED)});
    const auto first = new_com_object<RefusingSink>(0);
    CHECK(served.host.services->GetObjectAsync(bstr(sql).get(), 0, nullptr, first.get()) == S_OK);
    CHECK(first->results == std::vector<HRESULT>{failure(WBEM_E_CALL_CANCELLED)});
}

TEST_CASE("WmiProvider: passes the context on", "[wmi]") {
    Served served;
    const auto sink = new_com_object<test_support::CollectingSink>();
    auto* const context = reinterpret_cast<IWbemContext*>(sink.get());  // is not dereferenced
    CHECK(served.host.services->GetObjectAsync(bstr(sql).get(), 0, context, sink.get()) == S_OK);
    CHECK(served.host.scope->last_context == context);
}

TEST_CASE("WmiProvider: may be called concurrently", "[wmi]") {
    Served served;
    const long before = living_com_objects();
    constexpr int rounds = 100;
    std::atomic<int> wrong = 0;
    const auto work = [&](const std::string& path, const std::string& name) {
        const HRESULT init = ::CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        const ProviderHost::Arguments argument{{"CheckpointName", name}};
        for (int i = 0; i != rounds; ++i) {
            if (served.host.invoke(path, "AddCryptoCheckpoint", argument).result != S_OK) ++wrong;
            const auto got = served.host.get(path);
            if (got.objects.size() != 1 ||
                got.objects.front().value("CryptoCheckpoints") != WmiValue(Texts{name}))
                ++wrong;
            if (served.host.enumerate().objects.size() != 2) ++wrong;
            if (served.host.invoke(path, "RemoveCryptoCheckpoint", argument).result != S_OK)
                ++wrong;
            if (!served.host.invoke(path, "Nothing", argument).status) ++wrong;
        }
        if (SUCCEEDED(init)) ::CoUninitialize();
    };
    std::thread other(work, web, R"(24\\Other Key)");
    std::thread reader([&] {
        for (int i = 0; i != rounds; ++i)
            if (served.host.enumerate().objects.size() != 2) ++wrong;
    });
    work(sql, R"(1\\Key)");
    other.join();
    reader.join();
    CHECK(wrong == 0);
    CHECK(living_com_objects() == before);
}

TEST_CASE("WmiProvider: releases all objects", "[wmi]") {
    const long before = living_com_objects();
    {
        Served served;
        CHECK(living_com_objects() > before);
        (void)served.host.get(R"(MSCluster_Resource.Name="None")");
        (void)served.host.enumerate();
    }
    CHECK(living_com_objects() == before);
}
