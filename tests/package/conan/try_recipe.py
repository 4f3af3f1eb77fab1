#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Takes the recipe through the steps of `conan create`, with stand-ins for what it takes from Conan.

usage: try_recipe.py VERSION FOLDER [CMAKE-ARGUMENTS...]
"""

import importlib.util
import pathlib
import shutil
import sys
import types

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here / "stand_in"))
sys.dont_write_bytecode = True

# Conan's name of a package's target, and what finds it without Conan.
FOUND_BY = {
    "boost::headers": ("Boost", "Boost::headers"),
    "fmt::fmt": ("fmt", "fmt::fmt"),
    "sqlite3::sqlite3": ("SQLite3", "SQLite::SQLite3"),
    "libcurl::libcurl": ("CURL", "CURL::libcurl"),
    "pugixml::pugixml": ("pugixml", "pugixml::pugixml"),
    "openssl::openssl": ("OpenSSL", "OpenSSL::SSL"),
}


def recipe_class(path: pathlib.Path):
    spec = importlib.util.spec_from_file_location(f"recipe_in_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return next(value for value in vars(module).values()
                if isinstance(value, type) and value.__module__ == module.__name__)


def cmake_package(recipe, package_folder: pathlib.Path) -> str:
    """What CMakeDeps would write, as far as it matters here."""
    lines = []
    for name, info in recipe.cpp_info.components.items():
        links = list(info.system_libs)
        for need in info.requires:
            if need in FOUND_BY:
                lines.append(f"find_package({FOUND_BY[need][0]} REQUIRED)")
            links.append(FOUND_BY[need][1] if need in FOUND_BY
                         else recipe.cpp_info.components[need].properties["cmake_target_name"])
        target = info.properties["cmake_target_name"]
        lines += [f"add_library({target} INTERFACE IMPORTED)",
                  f"target_include_directories({target} INTERFACE {package_folder}/include)",
                  f"target_link_libraries({target} INTERFACE {' '.join(links)})"]
    return "\n".join(lines) + "\n"


def create(version: str, folder: pathlib.Path, cmake_arguments: list[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    settings = types.SimpleNamespace(os="Linux", arch="x86_64", compiler="gcc", build_type="Debug",
                                     cppstd="23")
    recipe = recipe_class(here / "conanfile.py")(here, settings)
    recipe.export_sources_folder = recipe.source_folder = str(folder / "sources")
    recipe.package_folder = str(folder / "package")
    recipe.info = types.SimpleNamespace(clear=lambda: None)

    recipe.set_version()
    assert recipe.version == version, f"the recipe packs {recipe.version}, not {version}"
    recipe.export_sources()
    for component in recipe.options:
        recipe.options[component] = False
    recipe.requirements()
    assert list(recipe.required) == ["boost"], recipe.required
    for component in recipe.options:
        recipe.options[component] = True
    recipe.requirements()
    assert len(recipe.required) == 1 + len(recipe.options), recipe.required
    recipe.validate()
    recipe.package_id()
    recipe.package()
    packed = {path.name for path in (folder / "package").iterdir()}
    assert packed == {"include", "licenses"}, packed
    recipe.package_info()

    generators = folder / "generators"
    generators.mkdir()
    name = recipe.cpp_info.properties["cmake_file_name"]
    (generators / f"{name}-config.cmake").write_text(cmake_package(recipe, folder / "package"))

    test = recipe_class(here / "test_package/conanfile.py")(here / "test_package", settings)
    test.tested_reference_str = f"{recipe.name}/{recipe.version}"
    test.build_folder = str(folder / "build")
    test.generators_folder = str(generators)
    test.cmake_arguments = cmake_arguments
    test.cpp = types.SimpleNamespace(build=types.SimpleNamespace())
    test.requirements()
    assert test.required == {recipe.name: version}, test.required
    test.layout()
    test.build()
    test.test()


if __name__ == "__main__":
    create(sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:])
