// SPDX-License-Identifier: BSL-1.0
#include "cluster_classes.hpp"
#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

using namespace crypto_checkpoint::detail;
using test_support::extended_status_class;
using test_support::resource_class;

namespace {

WmiObject instance_of(const WmiObject& definition) {
    WmiObject instance;
    REQUIRE(definition.spawn(instance) == WBEM_S_NO_ERROR);
    return instance;
}

HRESULT failure(WBEMSTATUS status) { return static_cast<HRESULT>(status); }

}  // namespace

TEST_CASE("class object: instances keep values and have a path", "[wmi]") {
    const WmiObject instance = instance_of(resource_class());
    CHECK(instance.value("Name") == WmiValue());
    CHECK(instance.value("__RELPATH") == WmiValue());
    const std::vector<std::string> texts{R"(1\\A)", "ü"};
    CHECK(instance.put("name", std::string(R"(a "b" \c)")) == WBEM_S_NO_ERROR);
    CHECK(instance.put("State", -1) == WBEM_S_NO_ERROR);
    CHECK(instance.put("CryptoCheckpoints", texts) == WBEM_S_NO_ERROR);
    CHECK(instance.value("Name") == WmiValue(std::string(R"(a "b" \c)")));
    CHECK(instance.value("STATE") == WmiValue(-1));
    CHECK(instance.value("CryptoCheckpoints") == WmiValue(texts));
    CHECK(instance.value("__CLASS") == WmiValue(std::string("MSCluster_Resource")));
    CHECK(instance.value("__GENUS") == WmiValue(2));
    CHECK(instance.value("__RELPATH") ==
          WmiValue(std::string(R"(MSCluster_Resource.Name="a \"b\" \\c")")));
    CHECK(instance.put("State", WmiValue()) == WBEM_S_NO_ERROR);
    CHECK(instance.value("State") == WmiValue());
    CHECK(instance.put("CryptoCheckpoints", std::vector<std::string>()) == WBEM_S_NO_ERROR);
    CHECK(instance.value("CryptoCheckpoints") == WmiValue(std::vector<std::string>()));
}

TEST_CASE("class object: rejects values of another type", "[wmi]") {
    const WmiObject type = resource_class();
    const WmiObject instance = instance_of(type);
    CHECK(instance.put("Nothing", 1) == failure(WBEM_E_NOT_FOUND));
    CHECK_FALSE(instance.value("Nothing"));
    CHECK(instance.put("State", std::string("2")) == failure(WBEM_E_TYPE_MISMATCH));
    CHECK(instance.put("Name", std::vector<std::string>()) == failure(WBEM_E_TYPE_MISMATCH));
    CHECK(instance.put("CryptoCheckpoints", std::vector<std::uint8_t>()) ==
          failure(WBEM_E_TYPE_MISMATCH));
    CHECK(instance.put("__CLASS", std::string("Other")) == failure(WBEM_E_READ_ONLY));
    WmiObject other;
    CHECK(instance.spawn(other) == failure(WBEM_E_INVALID_OPERATION));
    WmiObject input, output;
    CHECK(type.method("None", input, output) == failure(WBEM_E_NOT_FOUND));
    CHECK(instance.method("AddCryptoCheckpoint", input, output) ==
          failure(WBEM_E_ILLEGAL_OPERATION));
}

TEST_CASE("class object: methods have classes for input and output", "[wmi]") {
    const WmiObject type = resource_class();
    WmiObject input, output;
    REQUIRE(type.method("addcryptocheckpoint", input, output) == WBEM_S_NO_ERROR);
    CHECK(instance_of(input).put("CheckpointName", std::string(R"(1\\K)")) == WBEM_S_NO_ERROR);
    CHECK_FALSE(output);
    REQUIRE(type.method("ExecuteResourceControl", input, output) == WBEM_S_NO_ERROR);
    CHECK(instance_of(input).put("ControlCode", 0x014000AE) == WBEM_S_NO_ERROR);
    const WmiObject result = instance_of(output);
    const std::vector<std::uint8_t> bytes{1, 0, 255};
    CHECK(result.put("OutputBuffer", bytes) == WBEM_S_NO_ERROR);
    CHECK(result.value("OutputBuffer") == WmiValue(bytes));
}

TEST_CASE("class object: lists properties, and copies are independent", "[wmi]") {
    const WmiObject status = instance_of(extended_status_class());
    Variant names;
    SAFEARRAY* array = nullptr;
    REQUIRE(status.get()->GetNames(nullptr, WBEM_FLAG_NONSYSTEM_ONLY, nullptr, &array) == S_OK);
    names.get()->vt = VT_ARRAY | VT_BSTR;
    names.get()->parray = array;
    CHECK(read_variant(*names.get()) ==
          WmiValue(std::vector<std::string>{"Description", "Operation", "ParameterInfo",
                                            "ProviderName", "StatusCode", "ErrorType"}));
    CHECK(status.get()->InheritsFrom(L"__ExtendedStatus") == WBEM_S_NO_ERROR);
    CHECK(status.get()->InheritsFrom(L"MSCluster_Resource") == WBEM_S_FALSE);

    ComPointer<IWbemClassObject> copied;
    REQUIRE(receive(copied, [&](auto** out) { return status.get()->Clone(out); }) == S_OK);
    const WmiObject copy(std::move(copied));
    CHECK(copy.put("StatusCode", 5) == WBEM_S_NO_ERROR);
    CHECK(status.value("StatusCode") == WmiValue());

    REQUIRE(copy.get()->BeginEnumeration(0) == WBEM_S_NO_ERROR);
    int count = 0;
    BSTR name = nullptr;
    for (; copy.get()->Next(0, &name, nullptr, nullptr, nullptr) == WBEM_S_NO_ERROR; ++count)
        ::SysFreeString(name);
    CHECK(count == 6);
}

TEST_CASE("class object: an instance may be the error object of a thread", "[wmi]") {
    {
        const WmiObject status = instance_of(extended_status_class());
        REQUIRE(status.put("Description", std::string("nobody knows")) == WBEM_S_NO_ERROR);
        REQUIRE(::SetErrorInfo(0, query<IErrorInfo>(*status.get()).get()) == S_OK);
    }
    ComPointer<IErrorInfo> info;
    REQUIRE(receive(info, [](auto** out) { return ::GetErrorInfo(0, out); }) == S_OK);
    BSTR description = nullptr;
    REQUIRE(info->GetDescription(&description) == S_OK);
    CHECK(text_of(Bstr(description).get()) == "nobody knows");
    const WmiObject status(query<IWbemClassObject>(*info));
    REQUIRE(status);
    CHECK(status.value("Description") == WmiValue(std::string("nobody knows")));
}

TEST_CASE("class object: all objects are released", "[wmi]") {
    const long before = living_com_objects();
    {
        const WmiObject type = resource_class();
        const WmiObject instance = instance_of(type);
        CHECK(living_com_objects() == before + 2);
    }
    CHECK(living_com_objects() == before);
}

TEST_CASE("read_variant: rejects an array of another type than its VARIANT", "[wmi]") {
    VARIANT variant;
    VariantInit(&variant);
    const auto read = [&](SAFEARRAY* array, VARTYPE type) {
        variant.vt = static_cast<VARTYPE>(VT_ARRAY | type);
        variant.parray = array;
        return read_variant(variant);
    };
    CHECK(read(nullptr, VT_BSTR) == WmiValue());
    const SafeArray numbers = new_safe_array(VT_I4, 2);
    CHECK_FALSE(read(numbers.get(), VT_BSTR));
    CHECK_FALSE(read(numbers.get(), VT_UI1));
    CHECK_FALSE(read(numbers.get(), VT_I4));
    std::array<SAFEARRAYBOUND, 2> bounds{{{2, 0}, {3, 0}}};
    const SafeArray square(SafeArrayCreate(VT_BSTR, 2, bounds.data()));
    REQUIRE(square);
    CHECK_FALSE(read(square.get(), VT_BSTR));
    // Elements that were never set are empty texts, and the lower bound does not matter.
    bounds[0] = {2, 5};
    const SafeArray shifted(SafeArrayCreate(VT_BSTR, 1, bounds.data()));
    REQUIRE(shifted);
    CHECK(read(shifted.get(), VT_BSTR) == WmiValue(std::vector<std::string>(2)));
}
