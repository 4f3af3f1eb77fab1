# SPDX-License-Identifier: BSL-1.0
# The kernel of an x86-64 machine runs these programs itself.
set(machine i686)
set(emulator)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
