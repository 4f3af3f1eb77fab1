# SPDX-License-Identifier: BSL-1.0
# Configures, builds and runs the project that uses the installed library.
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${WORK} -G ${GENERATOR}
                        -D CMAKE_PREFIX_PATH=${PREFIX} -D CMAKE_CXX_COMPILER=${COMPILER}
                        "-DCMAKE_CXX_FLAGS=${FLAGS}"
                COMMAND_ERROR_IS_FATAL ANY)
load_cache(${WORK} READ_WITH_PREFIX found_ crypto_checkpoint_DIR)
cmake_path(IS_PREFIX PREFIX "${found_crypto_checkpoint_DIR}" is_the_installed_one)
if(NOT is_the_installed_one)
    message(FATAL_ERROR "it found another library: ${found_crypto_checkpoint_DIR}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${WORK}/consumer COMMAND_ERROR_IS_FATAL ANY)
