#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds the field of the documents that explains a name as it is typed: `name_explainer.py FOLDER`.

What explains it is `crypto-checkpoint explain --json`, compiled to WebAssembly. Its bytes are in the script, because
a page of a file may not load others.
"""

import base64
import pathlib
import shutil
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
program = root / "examples/crypto-checkpoint"
sources = ["explain/explain_wasm.cpp", "explain/explained_name.cpp", "console/json_line.cpp", "console/text.cpp"]
compiler = "clang++-19"
# The group wasm of .ci/packages.
libraries = ["/usr/lib/llvm-19/include/wasm32-wasi/c++/v1/vector", "/usr/lib/llvm-19/lib/wasm32-wasi/libc++abi.a",
             "/usr/lib/wasm32-wasi/libc.a", "/usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a",
             "/usr/include/boost/spirit/home/x3.hpp"]

# What page_filter.py puts where a document has <!-- name-explainer -->.
block = ('<link rel="stylesheet" href="name_explainer.css"><div class="name-explainer"></div>'
         '<script src="name_explainer.js"></script>')


def missing() -> list[str]:
    """What is needed to build it and not here."""
    programs = [one for one in (compiler, "wasm-ld-19") if not shutil.which(one)]
    return programs + [one for one in libraries if not pathlib.Path(one).exists()]


def build(folder: pathlib.Path) -> list[pathlib.Path]:
    """The style and the script, which the pages load."""
    wasm = folder / "name_explainer.wasm"
    # Beside Boost are the headers of this machine's C library.
    with_boost = folder / "with_boost"
    with_boost.mkdir(exist_ok=True)
    if not (with_boost / "boost").is_symlink():
        (with_boost / "boost").symlink_to("/usr/include/boost")
    subprocess.run(
        [compiler, "--target=wasm32-wasi", "-mexec-model=reactor", "-std=c++23", "-Oz", "-flto", "-DNDEBUG",
         "-fno-exceptions", "-fno-rtti", f"-I{root}/include", f"-I{program}",
         f"-isystem{with_boost}", "-D_LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION",  # for Boost before 1.81
         *(program / one for one in sources), "-Wl,--strip-all", "-o", wasm], check=True)
    shown = [(program / f"explain/explanation.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")]
    own = [(here / f"name_explainer.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")]
    bytes_of_wasm = base64.b64encode(wasm.read_bytes()).decode()
    style, script = folder / "name_explainer.css", folder / "name_explainer.js"
    style.write_text(own[0] + shown[0], encoding="utf-8")
    script.write_text(f'{shown[1]}const explainerBytes = "{bytes_of_wasm}";\n{own[1]}', encoding="utf-8")
    return [style, script]


if __name__ == "__main__":
    if missing():
        sys.exit(f"missing: {', '.join(missing())}")
    build(pathlib.Path(sys.argv[1]))
