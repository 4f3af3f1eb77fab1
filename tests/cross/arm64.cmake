# SPDX-License-Identifier: BSL-1.0
set(machine aarch64)
set(emulator qemu-aarch64-static)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
