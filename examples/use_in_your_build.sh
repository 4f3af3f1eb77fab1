#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# The commands of docs/how-to/use-in-your-build.md.

#! [check]
sha256sum --check SHA256SUMS
tar -xzf crypto_checkpoint-*.tar.gz
cd crypto_checkpoint-*/
#! [check]

#! [install]
cmake -S . -B build -D CRYPTO_CHECKPOINT_BUILD_TESTS=OFF -D CRYPTO_CHECKPOINT_BUILD_EXAMPLES=OFF
cmake --install build --prefix "$HOME/.local"
#! [install]

#! [find_package]
cmake -S . -B build -D CMAKE_PREFIX_PATH="$HOME/.local"
cmake --build build
#! [find_package]

#! [pkg_config]
export PKG_CONFIG_PATH="$HOME/.local/share/pkgconfig"
c++ -std=c++23 your_program.cpp $(pkg-config --cflags --libs crypto_checkpoint-fmt) -o your_program
#! [pkg_config]

#! [module]
clang++-19 -std=c++23 -I"$HOME/.local/include" --precompile \
    "$HOME/.local/share/cmake/crypto_checkpoint/crypto_checkpoint.cppm" -o crypto_checkpoint.pcm
clang++-19 -std=c++23 -fmodule-file=crypto_checkpoint=crypto_checkpoint.pcm \
    your_program.cpp crypto_checkpoint.pcm -o your_program
#! [module]

#! [single_header]
c++ -std=c++23 your_program.cpp -lfmt -o your_program
#! [single_header]

#! [meson]
meson setup build
meson compile -C build
#! [meson]
