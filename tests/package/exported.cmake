# SPDX-License-Identifier: BSL-1.0
# A project that exports a library of its own, in WAY; its users find that library installed, and in its build.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
set(project ${CMAKE_CURRENT_LIST_DIR}/exported)
set(build ${WORK}/build)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${project} -B ${build} ${toolchain} -D WAY=${WAY}
                        -D LIBRARY=${SOURCE} -D CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=${BOOST}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
try_project(${project}/user ${WORK}/user_of_build -D your_library_DIR=${build}
            -D crypto_checkpoint_DIR=${build}/crypto_checkpoint)

execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${WORK}/installed
                COMMAND_ERROR_IS_FATAL ANY)
if(EXISTS ${WORK}/installed/include)
    message(FATAL_ERROR "the library was installed unasked")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${WORK}/installed
                        --component crypto_checkpoint_headers
                COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${build} ${WORK}/moved)  # nothing may refer to it
try_project(${project}/user ${WORK}/user_of_installed -D CMAKE_PREFIX_PATH=${WORK}/installed)
