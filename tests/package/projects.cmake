# SPDX-License-Identifier: BSL-1.0
# Functions for projects that use the library. Parameters: SOURCE, the folder of the library; WORK, the folder for
# output; COMPILER, LAUNCHER, GENERATOR, FLAGS and BOOST, the settings of the library's own build; for a cross
# build TOOLCHAIN and SYSROOT too.

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

set(toolchain -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
if(LAUNCHER)
    list(APPEND toolchain -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
endif()
if(TOOLCHAIN)
    # CMake then searches the sysroot only, and CMAKE_STAGING_PREFIX.
    list(APPEND toolchain -D CMAKE_TOOLCHAIN_FILE=${TOOLCHAIN} -D CRYPTO_CHECKPOINT_SYSROOT=${SYSROOT}
                          -D CMAKE_STAGING_PREFIX=${PREFIX})
endif()
set(other_boost)
if(BOOST)
    set(other_boost -D Boost_NO_BOOST_CMAKE=ON -D Boost_INCLUDE_DIR=${BOOST})
endif()

# Configures, builds and tests a project.
function(try_project folder build)
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${folder} -B ${build} ${toolchain} ${other_boost} ${ARGN}
                    COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${build} --output-on-failure
                            --no-tests=error
                    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Configures an invalid project, and expects a line in the error message.
function(expect_error line folder build)
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${folder} -B ${build} ${toolchain} ${ARGN}
                    RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE said)
    string(FIND "${said}" "  ${line}" place)
    if(status EQUAL 0 OR place EQUAL -1)
        message(SEND_ERROR "expected the error: ${line}\nOutput:\n${said}")
    endif()
endfunction()

# Installs the library, configured with ARGN, from a folder.
function(install_library source build prefix)
    execute_process(COMMAND ${CMAKE_COMMAND} -S ${source} -B ${build} ${toolchain}
                            -D CRYPTO_CHECKPOINT_BUILD_TESTS=OFF -D CRYPTO_CHECKPOINT_BUILD_EXAMPLES=OFF
                            -D CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=${BOOST} ${ARGN}
                    COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${prefix}
                    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()
