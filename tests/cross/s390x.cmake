# SPDX-License-Identifier: BSL-1.0
set(machine s390x)
set(emulator qemu-s390x-static)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
