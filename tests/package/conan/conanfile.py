# SPDX-License-Identifier: BSL-1.0
"""A recipe for Conan 2: `conan create tests/package/conan` packs the source tree around it."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load

# The needs of each component; tests/package/check_agreement.py compares it with CMakeLists.txt.
CORE_NEEDS = "boost/[>=1.74]"
NEEDS = {
    "fmt": "fmt/[>=9]",
    "journaled": "sqlite3/[>=3.38]",
    "libcurl": "libcurl/[>=7.85]",
    "wsman": "pugixml/[>=1.12]",
    "endpoint": "openssl/[>=3]",
}


class CryptoCheckpoint(ConanFile):
    name = "crypto_checkpoint"
    description = "MSCluster_Resource.AddCryptoCheckpoint, modelled completely"
    license = "BSL-1.0"
    topics = ("failover-cluster", "wmi", "cryptoapi", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {component: [True, False] for component in NEEDS}
    default_options = {component: component == "fmt" for component in NEEDS}
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "..", "..", "..", "include",
                                         "crypto_checkpoint", "version.hpp"))
        self.version = ".".join(re.findall(r"#define CRYPTO_CHECKPOINT_VERSION_\w+ (\d+)", header))

    def export_sources(self):
        tree = os.path.join(self.recipe_folder, "..", "..", "..")
        for pattern in ("include/*", "LICENSE"):
            copy(self, pattern, src=tree, dst=self.export_sources_folder)

    def requirements(self):
        self.requires(CORE_NEEDS, transitive_headers=True)
        for component, package in NEEDS.items():
            if self.options.get_safe(component):
                self.requires(package, transitive_headers=True, transitive_libs=True)

    def validate(self):
        check_min_cppstd(self, 23)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))
        copy(self, "*", src=os.path.join(self.source_folder, "include"),
             dst=os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "crypto_checkpoint")
        self._add("crypto_checkpoint", ["boost::headers"])
        for component, package in NEEDS.items():
            if self.options.get_safe(component):
                name = package.split("/")[0]
                self._add(component, ["crypto_checkpoint", f"{name}::{name}"])
        self._add("testing", ["crypto_checkpoint"])
        self._add("windows", ["crypto_checkpoint"])
        if self.settings.os == "Windows":
            self.cpp_info.components["windows"].system_libs = ["advapi32", "ole32", "oleaut32"]
        elif self.options.get_safe("endpoint"):
            self.cpp_info.components["endpoint"].system_libs = ["pthread"]

    def _add(self, component, requires):
        info = self.cpp_info.components[component]
        info.set_property("cmake_target_name", f"crypto_checkpoint::{component}")
        info.set_property("pkg_config_name", "crypto_checkpoint" if component == "crypto_checkpoint"
                          else f"crypto_checkpoint-{component}")
        info.requires = requires
        info.bindirs = []
        info.libdirs = []
