#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the commands of docs/how-to/use-in-your-build.md in the folder of a downloaded release: no git, no checkout, an
empty home.

usage: test_use_in_your_build.py WAY CHECKOUT FOLDER COMPILER [FLAGS]

WAY is install, which must be first, or one that uses its files in FOLDER: find_package, pkg_config, module,
single_header or meson. COMPILER becomes `c++`. Exit status 77, for skipped, without a git checkout to make a release from, or
a compiler for the module.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

way = sys.argv[1]
checkout, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[2:4])
compiler, flags = sys.argv[4], shlex.split(sys.argv[5]) if len(sys.argv) > 5 else []
sys.dont_write_bytecode = True
sys.path.append(str(checkout / "tests" / "support"))

from shown_commands import shown_commands  # noqa: E402

downloaded = folder / "downloaded"
program = (checkout / "examples/readme.cpp").read_text(encoding="utf-8")


def an_empty_home() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("PKG_CONFIG")}
    if shutil.which("ccache"):
        environment["CCACHE_DIR"] = subprocess.run(
            ["ccache", "--get-config", "cache_dir"], stdout=subprocess.PIPE, check=True,
            text=True).stdout.strip()
    if not shutil.which("make"):  # the page requires make or ninja
        environment.setdefault("CMAKE_GENERATOR", "Ninja")
    return environment | {"HOME": str(folder / "home"), "CXX": str(folder / "tools/c++"),
                          "PATH": f"{folder / 'tools'}:{environment['PATH']}",
                          "GIT_CEILING_DIRECTORIES": str(folder)}


environment = an_empty_home()


def paste(commands: str, where: pathlib.Path) -> None:
    subprocess.run(["sh", "-euc", commands], cwd=where, env=environment, check=True)


def download() -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for each in ("home", "tools"):
        (folder / each).mkdir(parents=True)
    ccache = [found] if (found := shutil.which("ccache")) else []
    (folder / "tools/c++").write_text(
        f'#!/bin/sh\nexec {shlex.join([*ccache, compiler, *flags])} "$@"\n')
    (folder / "tools/c++").chmod(0o755)
    subprocess.run(["bash", checkout / "tests/package/release/make_release.sh", checkout, downloaded],
                   check=True)


def new_project() -> pathlib.Path:
    made = folder / way
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    (made / "your_program.cpp").write_text(program, encoding="utf-8")
    return made


def check_program(built: pathlib.Path) -> None:
    printed = subprocess.run([built], stdout=subprocess.PIPE, check=True).stdout.decode()
    expected = (checkout / "examples/readme.expect").read_text(encoding="utf-8")
    assert printed == expected, f"{built} printed\n{printed}"


def install() -> None:
    download()
    paste(shown_commands("use_in_your_build.sh", "check")
          + shown_commands("use_in_your_build.sh", "install"), downloaded)


def find_package() -> None:
    made = new_project()
    shutil.copy(checkout / "tests/package/vcpkg/consumer/CMakeLists.txt", made)
    paste(shown_commands("use_in_your_build.sh", "find_package"), made)
    check_program(made / "build/your_program")


def pkg_config() -> None:
    made = new_project()
    paste(shown_commands("use_in_your_build.sh", "pkg_config"), made)
    check_program(made / "your_program")


def module() -> None:
    made = new_project()
    commands = shown_commands("use_in_your_build.sh", "module")
    shutil.copy(checkout / "examples/module/program.cpp", made / "your_program.cpp")
    paste(commands, made)
    printed = subprocess.run([made / "your_program"], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert printed == (checkout / "examples/module/program.expect").read_text(encoding="utf-8"), printed
    # The names of each group.
    shutil.copy(checkout / "tests/package/imported.cpp", made / "your_program.cpp")
    paste(commands, made)
    subprocess.run([made / "your_program"], check=True)
    shutil.copy(checkout / "examples/module/CMakeLists.txt", made)
    version = re.search(r"\d+\.\d+", subprocess.run(["cmake", "--version"], stdout=subprocess.PIPE, check=True,
                                                    text=True).stdout)[0]
    if tuple(map(int, version.split("."))) < (3, 28) or not shutil.which("ninja"):
        print(f"cmake {version} builds no modules: its target was not tried")
        return
    environment["CXX"] = "clang++-19"
    paste('cmake -S . -B build -G Ninja -D CMAKE_PREFIX_PATH="$HOME/.local"\ncmake --build build', made)
    subprocess.run([made / "build/your_program"], check=True)


def single_header() -> None:
    made = new_project()
    (made / "your_program.cpp").write_text(
        program.replace("#include <crypto_checkpoint/text/diagnostic.hpp>\n", "")
        .replace("<crypto_checkpoint/crypto_checkpoint.hpp>", '"crypto_checkpoint.hpp"'))
    shutil.copy(downloaded / "crypto_checkpoint.hpp", made)
    paste(shown_commands("use_in_your_build.sh", "single_header"), made)
    check_program(made / "your_program")


def meson() -> None:
    made = new_project()
    shutil.copytree(checkout / "tests/package/meson", made, dirs_exist_ok=True)
    for archive in downloaded.glob("*.tar.gz"):
        shutil.copy(archive, made / "subprojects/packagefiles")
    paste(shown_commands("use_in_your_build.sh", "meson"), made)
    check_program(made / "build/your_program")
    # An installed library needs no wrap.
    shutil.rmtree(made / "subprojects")
    environment["PKG_CONFIG_PATH"] = str(folder / "home/.local/share/pkgconfig")
    paste("meson setup with_the_installed_one\nmeson compile -C with_the_installed_one", made)
    check_program(made / "with_the_installed_one/your_program")


if subprocess.run(["git", "-C", checkout, "rev-parse", "--verify", "--quiet", "HEAD"],
                  stdout=subprocess.DEVNULL, check=False).returncode != 0:
    print("no git checkout, so no release can be made of it")
    sys.exit(77)
if way == "module" and not shutil.which("clang++-19"):
    print("SKIPPED: there is no clang++-19, the compiler that the page names")
    sys.exit(77)
{each.__name__: each for each in (install, find_package, pkg_config, module, single_header, meson)}[way]()
