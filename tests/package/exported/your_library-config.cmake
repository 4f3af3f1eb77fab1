# SPDX-License-Identifier: BSL-1.0
include(CMakeFindDependencyMacro)
find_dependency(crypto_checkpoint)
include(${CMAKE_CURRENT_LIST_DIR}/your_library-targets.cmake)
