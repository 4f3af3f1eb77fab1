# SPDX-License-Identifier: BSL-1.0
# A program for each of COMPONENTS, which links only the target from find_package.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
try_project(${CMAKE_CURRENT_LIST_DIR}/components ${WORK}
            -D CMAKE_PREFIX_PATH=${PREFIX} -D COMPONENTS=${COMPONENTS} -D EXPECTED_VERSION=${VERSION})
load_cache(${WORK} READ_WITH_PREFIX found_ crypto_checkpoint_DIR)
cmake_path(IS_PREFIX PREFIX "${found_crypto_checkpoint_DIR}" is_the_installed_one)
if(NOT is_the_installed_one)
    message(FATAL_ERROR "it found another library: ${found_crypto_checkpoint_DIR}")
endif()
