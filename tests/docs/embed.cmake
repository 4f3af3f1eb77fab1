# SPDX-License-Identifier: BSL-1.0
# Copies the library into the example project that embeds it, builds that and compares its output.
file(REMOVE_RECURSE ${WORK})
file(COPY ${SOURCE}/examples/embed/CMakeLists.txt DESTINATION ${WORK}/project)
file(COPY ${SOURCE}/examples/readme.cpp DESTINATION ${WORK})
file(MAKE_DIRECTORY ${WORK}/project/crypto_checkpoint)
file(COPY ${SOURCE}/CMakeLists.txt ${SOURCE}/include DESTINATION ${WORK}/project/crypto_checkpoint)

execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK}/project -B ${WORK}/build -G ${GENERATOR}
                        -D CMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}"
                        -D CRYPTO_CHECKPOINT_BOOST_INCLUDE_DIR=${BOOST}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build COMMAND_ERROR_IS_FATAL ANY)
set(PROGRAM ${WORK}/build/your_program)
set(EXPECTED ${SOURCE}/examples/readme.expect)
include(${SOURCE}/tests/support/compare_output.cmake)
