#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# `./dev test`: configures, builds and tests one preset, or with --all several, and prints a table.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.ci/setup.sh"

readonly presets=(dev release asan-ubsan tsan clang clang-libcxx other-boost mingw
    arm64 s390x i686)
total_passed=0 total_failed=0 results=()

main() {
    local preset='' all=no
    while (($#)); do
        case $1 in
            --preset)
                (($# > 1)) || usage_error '--preset needs a name'
                preset=$2
                shift
                ;;
            --preset=*) preset=${1#*=} ;;
            --all) all=yes ;;
            --) shift && break ;;
            *) usage_error "test does not take '$1'" "$1" --preset --all ;;
        esac
        shift
    done
    [[ $all == no || -z $preset ]] || usage_error '--all has its own presets: leave out --preset'
    require_one_of preset "${preset:=dev}" "${presets[@]}"

    if ! set_up build test; then
        results=('nothing was tested') total_failed=1
    elif [[ $all == no ]]; then
        test_preset "$preset" "$@"
    else
        # Ubuntu packages no browser that works without a desktop.
        set_up browser || log 'Continuing without a browser: tests that need one are skipped.'
        set_up kerberos || log 'Continuing without Kerberos: tests that need it are skipped.'
        set_up clients && install_wsman_messages ||
            log 'Continuing without some clients in other languages: their tests are skipped.'
        set_up format spelling licences docs ||
            log 'Continuing without the tools for sources and pages: their tests are skipped.'
        set_up wasm || log 'Continuing without a compiler for WebAssembly: the test of names on the pages is skipped.'
        set_up clang libcxx mingw || log 'Continuing without clang: its compilation of the headers is skipped.'
        set_up arm64 || log 'Continuing without a compiler for Arm: instructions are not counted.'
        for preset in dev-all asan-ubsan-all tsan mingw-all s390x-all i686-all; do test_preset "$preset" "$@"; done
    fi
    log
    log "$(printf '%-26s %6s %6s %7s %9s' configuration passed failed skipped seconds)"
    printf '%s\n' "${results[@]}"
    # The last line is for programs to read.
    log "$total_passed passed, $total_failed failed"
    ((total_failed == 0))
}

test_preset() { # PRESET [CTEST-ARGS...]
    local preset=$1 name=${1%-all} title=${1%-all} launcher=() started=$SECONDS
    local file=$build/logs/${1%-all}-test.log error='' passed=0 failed=0 skipped=0 total=0
    local -x CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=${CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR-}
    rm -f "$file"
    if ! prepare; then
        error='could not be set up'
    elif ! build_preset "$preset"; then
        error='could not be built'
    elif ! shown=yes run_step "test $title" "$name-test" "${launcher[@]}" ctest --preset "$preset" \
        --parallel "$(parallel_jobs)" "${@:2}"; then
        error='tests failed'
        if grep -q 'No tests were found' "$file"; then error='no test has such a name'; fi
    fi
    if [[ -e $file ]]; then
        read -r failed total < <(
            sed -nE 's/.* ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$file" | tail -n 1
        ) || failed=0 total=0
        skipped=$(grep -c '(Skipped)$' "$file" || true)
        passed=$((total - failed - skipped))
    fi
    if [[ $error ]] && ((failed == 0)); then failed=1; fi
    if [[ -e $file ]] && ! run_step 'search what was written for passwords' "$name-secrets" \
        python3 -B "$root/tests/hygiene/check_secrets.py" "$build/$name/Testing" "$file"; then
        error+="${error:+, }a secret was written"
        failed=$((failed + 1))
    fi
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    results+=("$(printf '%-26s %6d %6d %7d %9d%s' "$title" "$passed" "$failed" "$skipped" \
        $((SECONDS - started)) "${error:+  $error}")")
    if [[ $error == 'tests failed'* ]]; then
        results+=("$(sed 's/^[0-9]*:/    failed: /' \
            "$build/$name/Testing/Temporary/LastTestsFailed.log" 2>/dev/null || true)")
    fi
}

# The package of npm that tests/interop sends messages of. It depends on no other.
install_wsman_messages() {
    local folder=$build/cache/npm package=@device-management-toolkit/wsman-messages
    [[ ! -e $folder/node_modules/$package/package.json ]] || return 0
    mkdir -p "$folder"
    run_step "install $package" npm npm install --prefix "$folder" --no-save --ignore-scripts \
        --no-audit --no-fund "$package@5.14.1"
}

# Prepares the needs of a preset; sets the title, the launcher and the environment.
prepare() {
    local library
    case $preset in
        asan-ubsan* | tsan)
            # g++ 12's sanitizers do not start where the kernel randomises more than 28 bits of an
            # address, and the build runs the tests to list them.
            if setarch "$(uname -m)" -R true 2>/dev/null; then
                launcher=(setarch "$(uname -m)" -R)
            fi
            ;;
        clang) set_up clang ;;
        clang-libcxx)
            is_there '<catch2/catch.hpp>' ||
                fail 'Catch2 3 is a compiled library, and the one here is not for libc++' || return
            set_up clang libcxx || return
            # Older Boost derives from classes that libc++ 19 has removed.
            at_least 1.81 "$(system_boost)" || use_another_boost 1.81
            ;;
        other-boost) [[ $CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR ]] || use_another_boost ;;
        mingw*)
            set_up mingw || return
            run_step 'make the libraries for Windows' mingw-sysroot \
                "$root/tests/cross/make_sysroot.sh" "$build/sysroot" "$root/tests/windows/mingw.cmake" \
                x86_64-w64-mingw32-gcc-posix fmt pugixml sqlite3 curl rapidcheck || return
            title+=' (Wine)'
            for library in fmt pugixml sqlite3 curl rapidcheck; do
                [[ -e $build/sysroot/$library.built ]] || title+=" without $library"
            done
            ;;
        arm64 | i686* | s390x*)
            set_up "$name" || return
            run_step "make the libraries for $name" "$name-sysroot" \
                "$root/tests/cross/make_sysroot.sh" "$build/sysroot-$name" \
                "$root/tests/cross/$name.cmake" "${name/arm64/aarch64}-linux-gnu-gcc" pugixml sqlite3 || return
            ;;
    esac
}

# Only one version of Boost can be installed, so another one is unpacked beside the build.
use_another_boost() { # [AT-LEAST]
    local version system folder
    system=$(system_boost)
    for version in 1.81 1.83 1.74; do
        folder=$build/cache/boost-$version
        if [[ $version == "$system" ]] || ! at_least "${1:-0}" "$version"; then continue; fi
        if [[ ! -e $folder ]]; then
            is_packaged "libboost$version-dev" || continue
            run_step "fetch Boost $version" "boost-$version" unpack_package "libboost$version-dev" \
                "$folder" || return
        fi
        title+=" (Boost $version)"
        CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=$folder/usr/include
        return
    done
    fail "no other version of Boost is packaged for this system, which has ${system:-none}"
}

system_boost() { # prints 1.74, for example
    sed -n 's/^#define BOOST_LIB_VERSION "\([0-9]*\)_\([0-9]*\).*/\1.\2/p' \
        /usr/local/include/boost/version.hpp /usr/include/boost/version.hpp 2>/dev/null |
        head -n 1 || true
}

is_packaged() { # PACKAGE
    apt-cache show "$1" >/dev/null 2>&1 && return
    refresh_package_lists
    apt-cache show "$1" >/dev/null 2>&1
}

unpack_package() { # PACKAGE FOLDER
    local part=$2.part
    rm -rf "$part" && mkdir -p "$part" && cd "$part" &&
        apt-get download -o APT::Sandbox::User=root "$1" &&
        dpkg-deb -x ./*.deb . && rm ./*.deb && mv "$part" "$2"
}

main "$@"
