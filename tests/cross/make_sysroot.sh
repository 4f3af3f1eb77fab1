#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# usage: make_sysroot.sh FOLDER TOOLCHAIN C-COMPILER LIBRARIES...
#
# Fills FOLDER with libraries for another system or processor, from Debian packages. TOOLCHAIN is a toolchain
# file of CMake.
#
#   linked    portable headers: Boost, Catch2, CLI11, nlohmann-json; and fmt, if it is not compiled
#   compiled  from Debian's source packages, which apt verifies, those of LIBRARIES: fmt, because its
#             header-only form doubles compile times; pugixml, sqlite3, curl (for Windows: HTTP only, with
#             Schannel), rapidcheck
#
# A library that cannot be fetched is left out, with the components that need it.
set -euo pipefail

folder=$(readlink -m "$1")
toolchain=$(readlink -m "$2")
compiler=$3
libraries=("${@:4}")
packages=$folder/lib/cmake
sources=$folder/sources
jobs=$(nproc)
mkdir -p "$folder/include" "$folder/lib" "$packages" "$sources"

# ---- headers ------------------------------------------------------------------------------------

link_headers() { # NAME PACKAGE TARGETS...
    local name=$1 package=$2 target
    shift 2
    [[ -e /usr/include/$name ]] || return 0
    ln -sfn "/usr/include/$name" "$folder/include/$name"
    mkdir -p "$packages/$package"
    {
        echo "# Made by make_sysroot.sh."
        echo "set(${package}_FOUND TRUE)"
        for target; do
            echo "if(NOT TARGET $target)"
            echo "  add_library($target INTERFACE IMPORTED)"
            echo "  target_include_directories($target INTERFACE $folder/include)"
            echo "endif()"
        done
    } >"$packages/$package/${package}Config.cmake"
    echo 'set(PACKAGE_VERSION_COMPATIBLE TRUE)' \
        >"$packages/$package/${package}ConfigVersion.cmake"
}

link_headers boost Boost Boost::headers
link_headers catch2 Catch2 Catch2::Catch2
link_headers CLI CLI11 CLI11::CLI11
link_headers nlohmann nlohmann_json nlohmann_json::nlohmann_json
for file in Catch CatchAddTests; do
    cp "/usr/lib/cmake/Catch2/$file.cmake" "$packages/Catch2/"
done
echo "list(APPEND CMAKE_MODULE_PATH $packages/Catch2)" >>"$packages/Catch2/Catch2Config.cmake"

# ---- libraries ----------------------------------------------------------------------------------

# Configures apt for the source packages of a release, with the keys of the running system only.
use_release() { # CODENAME
    local lists=$sources/apt-$1
    mkdir -p "$lists"/{lists/partial,cache/archives/partial,parts}
    case $system in
        debian) mirror=http://deb.debian.org/debian components=main ;;
        ubuntu) mirror=http://archive.ubuntu.com/ubuntu components='main universe' ;;
        *) return 1 ;;
    esac
    echo "deb-src $mirror $1 $components" >"$lists/parts/sources.list"
    cat >"$lists/apt.conf" <<END
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$lists/parts";
Dir::State::Lists "$lists/lists";
Dir::Cache "$lists/cache";
APT::Sandbox::User "root";
END
    export APT_CONFIG=$lists/apt.conf
    apt-get update
}

fetch() { # PACKAGE
    rm -rf "$sources/$1"
    mkdir -p "$sources/$1"
    (cd "$sources/$1" && apt-get source --download-only "$1" && dpkg-source -x ./*.dsc source)
}

# Only the upstream archive, for packages whose Debian files are not on the mirrors.
fetch_original() { # PACKAGE
    local hash name
    rm -rf "$sources/$1"
    mkdir -p "$sources/$1/source"
    read -r hash name < <(apt-cache showsrc --only-source "$1" | awk '
        /^Directory: / { folder = $2 }
        /^[^ ]/ { sums = $1 == "Checksums-Sha256:" }
        sums && $3 ~ /[.]orig[.]tar[.][a-z0-9]*$/ { hash = $1; name = $3 }
        END { if (name) print hash, folder "/" name }')
    /usr/lib/apt/apt-helper download-file "$mirror/$name" "$sources/$1/${name##*/}" "SHA256:$hash" &&
        tar -x -C "$sources/$1/source" -f "$sources/$1/${name##*/}"
}

build_with_cmake() { # PACKAGE OPTIONS...
    local name=$1
    shift
    cmake -S "$sources/$name/source" -B "$sources/$name/build" -G Ninja \
        -DCMAKE_TOOLCHAIN_FILE="$toolchain" \
        -DCRYPTO_CHECKPOINT_SYSROOT="$folder" -DCMAKE_C_FLAGS=-O1 -DCMAKE_CXX_FLAGS=-O1 \
        -DCMAKE_INSTALL_PREFIX="$folder" -DBUILD_SHARED_LIBS=OFF "$@"
    cmake --build "$sources/$name/build" --parallel "$jobs"
    cmake --install "$sources/$name/build"
}

build_fmt() {
    # It may be a link to the system's headers, which must not be overwritten.
    rm -rf "$folder/include/fmt" "$packages/fmt"
    fetch fmtlib && build_with_cmake fmtlib -DFMT_TEST=OFF -DFMT_DOC=OFF
}

# The mirrors have no source for Debian 12; the next release has the same library.
build_rapidcheck() (
    if [[ $release == bookworm ]]; then use_release trixie; fi
    fetch_original rapidcheck && build_with_cmake rapidcheck
)

build_pugixml() {
    fetch pugixml && build_with_cmake pugixml
}

build_sqlite3() {
    fetch sqlite3 || return
    # A script generates the amalgamation; it only needs a configured build for this machine.
    mkdir -p "$sources/sqlite3/build"
    (
        cd "$sources/sqlite3/build" &&
            "$sources/sqlite3/source/configure" --disable-tcl --disable-readline &&
            make sqlite3.c &&
            "$compiler" -O1 -c sqlite3.c -o sqlite3.o &&
            rm -f "$folder/lib/libsqlite3.a" &&
            "${compiler%%-gcc*}-ar" rcs "$folder/lib/libsqlite3.a" sqlite3.o &&
            cp sqlite3.h "$folder/include/"
    )
}

build_curl() {
    fetch curl && build_with_cmake curl -DHTTP_ONLY=ON -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF \
        -DCURL_USE_SCHANNEL=ON -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBPSL=OFF -DUSE_LIBIDN2=OFF \
        -DCURL_ZLIB=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DENABLE_MANUAL=OFF
}

read -r system release < <(. /etc/os-release && echo "$ID $VERSION_CODENAME")
if use_release "$release"; then
    for package in "${libraries[@]}"; do
        [[ -e $folder/$package.built ]] && continue
        echo "== $package"
        if "build_$package"; then touch "$folder/$package.built"; else
            echo "$package could not be made: what needs it is left out"
        fi
    done
else
    echo 'No source packages here: what needs SQLite, pugixml or libcurl is left out'
fi

if [[ ! -e $folder/fmt.built ]]; then
    link_headers fmt fmt fmt::fmt fmt::fmt-header-only
    echo 'target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)' \
        >>"$packages/fmt/fmtConfig.cmake"
fi
