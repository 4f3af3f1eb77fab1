# SPDX-License-Identifier: BSL-1.0
"""As much of Conan 2's interface for recipes as the recipe of this library uses. Conan is not here."""

import collections
import subprocess


class Options(dict):
    def get_safe(self, name):
        return self.get(name)


class CppInfo:
    def __init__(self):
        self.components = collections.defaultdict(CppInfo)
        self.properties = {}
        self.requires = []
        self.system_libs = []
        self.bindirs = ["bin"]
        self.libdirs = ["lib"]

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    options = {}
    default_options = {}

    def __init__(self, recipe_folder, settings):
        self.recipe_folder = str(recipe_folder)
        self.settings = settings
        self.options = Options(type(self).default_options)
        self.cpp_info = CppInfo()
        self.required = {}

    def requires(self, reference, **traits):
        name, _, version = reference.partition("/")
        self.required[name] = version

    def run(self, command, env=None):
        subprocess.run(command, check=True)
