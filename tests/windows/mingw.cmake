# SPDX-License-Identifier: BSL-1.0
#
# Compiles for Windows on Debian with g++ of mingw-w64, and runs programs under Wine.
#
# CRYPTO_CHECKPOINT_SYSROOT is the output folder of tests/cross/make_sysroot.sh. /usr/include is not searched.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

# CMake reads this file again for each check that it compiles.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CRYPTO_CHECKPOINT_SYSROOT)
set(CRYPTO_CHECKPOINT_SYSROOT "" CACHE PATH "What tests/cross/make_sysroot.sh made")
if(NOT CRYPTO_CHECKPOINT_SYSROOT)
    set(CRYPTO_CHECKPOINT_SYSROOT "$ENV{CRYPTO_CHECKPOINT_SYSROOT}")
endif()
set(CMAKE_FIND_ROOT_PATH ${CRYPTO_CHECKPOINT_SYSROOT} /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/run_under_wine.sh)
