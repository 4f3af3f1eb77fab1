# SPDX-License-Identifier: BSL-1.0
#
# Compiles for another processor on Debian, for the toolchain files in this folder. They set:
#
#   machine    the first part of the compiler's name
#   emulator   runs programs; empty: the machine does itself
#
# CRYPTO_CHECKPOINT_SYSROOT is the output folder of make_sysroot.sh. /usr/include is not searched. Programs are static:
# there is no other library of this processor on the machine.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${machine})
set(CMAKE_C_COMPILER ${machine}-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER ${machine}-linux-gnu-g++)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)

# CMake reads this file again for each check that it compiles.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CRYPTO_CHECKPOINT_SYSROOT)
set(CRYPTO_CHECKPOINT_SYSROOT "" CACHE PATH "What make_sysroot.sh made")
set(CMAKE_FIND_ROOT_PATH ${CRYPTO_CHECKPOINT_SYSROOT} /usr/${machine}-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(CMAKE_CROSSCOMPILING_EMULATOR ${emulator})
