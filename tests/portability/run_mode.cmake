# SPDX-License-Identifier: BSL-1.0

# Compiles any_mode.cpp in one build mode, and runs it:
#
#   cmake -D COMPILER=... -D FLAGS=... -D INCLUDE=... -D PROGRAM=... -P run_mode.cmake

cmake_minimum_required(VERSION 3.25)
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
file(WRITE ${PROGRAM}.cpp "#include <version>\nint main() {}\n")
execute_process(COMMAND ${COMPILER} ${flags} ${PROGRAM}.cpp -o ${PROGRAM} RESULT_VARIABLE status
                OUTPUT_QUIET ERROR_VARIABLE error)
if(NOT status EQUAL 0)
    message("skipped: ${COMPILER} compiles nothing with ${FLAGS}\n${error}")
    return()
endif()
execute_process(COMMAND ${COMPILER} ${flags} -I${INCLUDE} ${CMAKE_CURRENT_LIST_DIR}/any_mode.cpp -o ${PROGRAM}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "any_mode.cpp, line ${status}: this is not so with ${FLAGS}")
endif()
