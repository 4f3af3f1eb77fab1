// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using detail::read_wmi_object_path;
using detail::wmi_object_path;
using detail::WmiObjectPath;

TEST_CASE("wmi_object_path: escapes quotes and backslashes", "[wmi]") {
    CHECK(wmi_object_path("MSCluster_Resource", "Name", "SQL") ==
          R"(MSCluster_Resource.Name="SQL")");
    CHECK(wmi_object_path("MSCluster_Resource", "Name", R"(a"b\c)") ==
          R"(MSCluster_Resource.Name="a\"b\\c")");
    CHECK(wmi_object_path("MSCluster_Resource", "Name", R"(\)") ==
          R"(MSCluster_Resource.Name="\\")");
}

TEST_CASE("read_wmi_object_path: round-trips", "[wmi]") {
    for (const std::string key :
         {"", "SQL", R"(")", R"(\)", R"(\")", R"(a"b\c"")", "x='y'", "a:b.c=d", "Schl\xC3\xBCssel",
          R"(\\server\share)", R"(ends with \\)"}) {
        CAPTURE(key);
        CHECK(read_wmi_object_path(wmi_object_path("MSCluster_Resource", "Name", key)) ==
              WmiObjectPath{"MSCluster_Resource", "Name", key});
    }
}

TEST_CASE("read_wmi_object_path: reads other forms", "[wmi]") {
    const WmiObjectPath sql{"MSCluster_Resource", "Name", "SQL"};
    CHECK(read_wmi_object_path(R"(root\MSCluster:MSCluster_Resource.Name="SQL")") == sql);
    CHECK(read_wmi_object_path(R"(\\.\root\MSCluster:MSCluster_Resource.Name="SQL")") == sql);
    CHECK(read_wmi_object_path(R"(\\NODE1\ROOT\MSCluster:MSCluster_Resource.Name='SQL')") == sql);
    CHECK(read_wmi_object_path(R"(MSCluster_Resource="SQL")") ==
          WmiObjectPath{"MSCluster_Resource", "", "SQL"});
    CHECK(read_wmi_object_path("MSCluster_Resource") == WmiObjectPath{"MSCluster_Resource"});
    CHECK(read_wmi_object_path(R"(root\MSCluster:MSCluster_Resource)") ==
          WmiObjectPath{"MSCluster_Resource"});
}

TEST_CASE("read_wmi_object_path: rejects malformed paths", "[wmi]") {
    for (const std::string_view text :
         {"", "=", ".Name=\"x\"", "MSCluster_Resource.Name=", "MSCluster_Resource.Name=\"",
          "MSCluster_Resource.Name=x", "MSCluster_Resource.Name=SQL",
          R"(MSCluster_Resource.Name="x)", R"(MSCluster_Resource.Name="x\")",
          R"(MSCluster_Resource.Name="x"y")", R"(MSCluster_Resource.Name="x',)",
          R"(MSCluster_Resource.Name="x",Id="y")", R"(MSCluster_Resource.="x")",
          R"(MSCluster_Resource.Na me="x")", "MSCluster Resource", R"(root\MSCluster)",
          "MSCluster_Resource=@", R"(root\MSCluster:)"}) {
        CAPTURE(text);
        CHECK_FALSE(read_wmi_object_path(text));
    }
}
