# SPDX-License-Identifier: BSL-1.0
# Runs the port as vcpkg would, with small stand-ins for the functions of vcpkg that it calls, and has the
# project that asks for it in its manifest built with what came of it. vcpkg itself is not here.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
set(overlay ${CMAKE_CURRENT_LIST_DIR}/vcpkg)

file(READ ${overlay}/consumer/vcpkg.json manifest)
string(JSON PORT GET "${manifest}" dependencies 0 name)
string(JSON feature GET "${manifest}" dependencies 0 features 0)
file(READ ${overlay}/ports/${PORT}/vcpkg.json port)
string(JSON described GET "${port}" features ${feature} description)

# What vcpkg gives to a portfile.
set(FEATURES core ${feature})
set(CURRENT_PORT_DIR ${overlay}/ports/${PORT})
set(CURRENT_PACKAGES_DIR ${WORK}/packages)
set(CURRENT_BUILDTREES_DIR ${WORK}/buildtrees)

function(vcpkg_cmake_configure)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "vcpkg_cmake_configure does not take ${arg_UNPARSED_ARGUMENTS}")
    endif()
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${CURRENT_BUILDTREES_DIR} ${toolchain}
                            -D CMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}
                            -D CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=${BOOST} ${arg_OPTIONS}
                    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_cmake_install)
    execute_process(COMMAND ${CMAKE_COMMAND} --install ${CURRENT_BUILDTREES_DIR}
                    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# vcpkg wants the files in share/NAME, and has them find the prefix from there.
function(vcpkg_cmake_config_fixup)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
    set(folder ${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME})
    file(RENAME ${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH} ${folder})
    file(GLOB files ${folder}/*.cmake)
    set(again "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
    foreach(file IN LISTS files)
        file(READ ${file} text)
        string(REPLACE "${again}${again}${again}" "${again}${again}" text "${text}")
        file(WRITE ${file} "${text}")
    endforeach()
endfunction()

function(vcpkg_fixup_pkgconfig)
    file(GLOB files ${CURRENT_PACKAGES_DIR}/share/pkgconfig/*.pc)
    foreach(file IN LISTS files)
        file(READ ${file} text)
        if(text MATCHES "${CURRENT_PACKAGES_DIR}")
            message(SEND_ERROR "${file} names the folder it is packed in")
        endif()
    endforeach()
endfunction()

function(vcpkg_install_copyright)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
    file(MAKE_DIRECTORY ${CURRENT_PACKAGES_DIR}/share/${PORT})
    file(COPY_FILE ${arg_FILE_LIST} ${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright)
endfunction()

include(${CURRENT_PORT_DIR}/portfile.cmake)

# What vcpkg looks for in a package when it is done.
foreach(there IN ITEMS include share/${PORT}/copyright share/crypto_checkpoint/${feature}.cmake)
    if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/${there})
        message(SEND_ERROR "the package has no ${there}")
    endif()
endforeach()
foreach(not_there IN ITEMS debug lib bin share/cmake share/crypto_checkpoint/wsman.cmake)
    if(EXISTS ${CURRENT_PACKAGES_DIR}/${not_there})
        message(SEND_ERROR "the package has ${not_there}")
    endif()
endforeach()

file(COPY ${overlay}/consumer DESTINATION ${WORK})
file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/components/fmt.cpp ${WORK}/consumer/your_program.cpp)
try_project(${WORK}/consumer ${WORK}/build -D CMAKE_PREFIX_PATH=${CURRENT_PACKAGES_DIR})
