# SPDX-License-Identifier: BSL-1.0
# A missing package is reported in one line, by the library's configuration and by the project that uses it.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
set(user ${CMAKE_CURRENT_LIST_DIR}/invalid_requests)

foreach(request IN ITEMS "fmt|fmt 9" "journaled|SQLite3 3.38" "libcurl|CURL 7.85" "wsman|pugixml 1.12"
                         "endpoint|OpenSSL 3" "crypto_checkpoint|Boost 1.74")
    string(REGEX MATCH "(.*)[|](([^ ]*).*)" all ${request})
    set(component ${CMAKE_MATCH_1})
    set(package ${CMAKE_MATCH_2})
    set(without -D CMAKE_DISABLE_FIND_PACKAGE_${CMAKE_MATCH_3}=ON)
    expect_error("component '${component}' needs ${package}, which was not found"
                 ${user} ${WORK}/without_${component} -D CMAKE_PREFIX_PATH=${PREFIX}
                 -D COMPONENTS=${component} ${without})
endforeach()

# A missing package of an optional component is not an error.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${user} -B ${WORK}/optional ${toolchain}
                        -D CMAKE_PREFIX_PATH=${PREFIX}
                        -D COMPONENTS=testing -D OPTIONAL=wsman -D CMAKE_DISABLE_FIND_PACKAGE_pugixml=ON
                OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
if(NOT said MATCHES "testing was found" OR said MATCHES "wsman was found")
    message(SEND_ERROR "unexpected output:\n${said}")
endif()

set(leaves "fmt, journaled, libcurl, wsman, endpoint, windows, testing")
expect_error("there is no component 'nothing': there are crypto_checkpoint, ${leaves}\n" ${user} ${WORK}/unknown
             -D CMAKE_PREFIX_PATH=${PREFIX} -D COMPONENTS=nothing)
expect_error("Could not find a configuration file for package \"crypto_checkpoint\" that is"
             ${user} ${WORK}/newer -D CMAKE_PREFIX_PATH=${PREFIX} -D COMPONENTS=fmt -D WANTED=99.0)

# The library without Boost, without the package of a requested component, and an installation of the core only.
expect_error("crypto_checkpoint needs Boost 1.74, which was not found" ${SOURCE} ${WORK}/without_boost
             -D CRYPTO_CHECKPOINT_BUILD_TESTS=OFF -D CRYPTO_CHECKPOINT_BUILD_EXAMPLES=OFF
             -D CMAKE_DISABLE_FIND_PACKAGE_Boost=ON)
expect_error("component 'wsman' needs pugixml 1.12, which was not found" ${SOURCE} ${WORK}/library
             -D CRYPTO_CHECKPOINT_BUILD_TESTS=OFF -D CRYPTO_CHECKPOINT_BUILD_EXAMPLES=OFF
             -D CRYPTO_CHECKPOINT_COMPONENTS=testing,wsman -D CMAKE_DISABLE_FIND_PACKAGE_pugixml=ON)
expect_error("CRYPTO_CHECKPOINT_COMPONENTS: there is no component 'nothing'; there are also ${leaves}\n"
             ${SOURCE} ${WORK}/library -D CRYPTO_CHECKPOINT_COMPONENTS=nothing)
install_library(${SOURCE} ${WORK}/library ${WORK}/installed -D CRYPTO_CHECKPOINT_COMPONENTS=testing)
expect_error("installed without its component 'wsman', which needs pugixml 1.12" ${user} ${WORK}/not_installed
             -D CMAKE_PREFIX_PATH=${WORK}/installed -D COMPONENTS=wsman)
