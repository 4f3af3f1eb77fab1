# SPDX-License-Identifier: BSL-1.0
# The source archive of a release, unpacked where there is no git: it installs, and what it installs works.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
execute_process(COMMAND git -C ${SOURCE} rev-parse --verify --quiet HEAD
                OUTPUT_QUIET RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message("no git checkout, so no release can be made of it")
    return()
endif()
set(ENV{GIT_CEILING_DIRECTORIES} ${WORK})
execute_process(COMMAND bash ${SOURCE}/tests/package/release/make_release.sh ${SOURCE} ${WORK}/release
                COMMAND_ERROR_IS_FATAL ANY)
file(GLOB archive ${WORK}/release/*.tar.gz)
file(MAKE_DIRECTORY ${WORK}/unpacked)
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xzf ${archive} WORKING_DIRECTORY ${WORK}/unpacked
                COMMAND_ERROR_IS_FATAL ANY)
file(GLOB unpacked ${WORK}/unpacked/*)
install_library(${unpacked} ${WORK}/library ${WORK}/installed)
try_project(${unpacked}/tests/package/components ${WORK}/build
            -D CMAKE_PREFIX_PATH=${WORK}/installed -D COMPONENTS=fmt,testing)
