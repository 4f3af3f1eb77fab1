# SPDX-License-Identifier: BSL-1.0
# Compiles SOURCE with clang 19 and libc++, in the folder WORK, and compares its output with the file
# EXPECTED, if that is defined. Prints "skipped: " if these are not installed.
find_program(clang NAMES clang++-19)
if(NOT clang)
    message(STATUS "skipped: there is no clang++-19")
    return()
endif()
file(MAKE_DIRECTORY ${WORK})
file(WRITE ${WORK}/empty.cpp "#include <format>\nint main() {}\n")
set(compile ${clang} -stdlib=libc++ -std=c++23)
set(warnings -Wall -Wextra -Wconversion -Wshadow -Werror)
execute_process(COMMAND ${compile} ${WORK}/empty.cpp -o ${WORK}/empty RESULT_VARIABLE status
                ERROR_QUIET)
if(NOT status EQUAL 0)
    message(STATUS "skipped: there is no libc++ with <format>")
    return()
endif()
if(NOT EXPECTED)
    execute_process(COMMAND ${compile} ${warnings} -fsyntax-only -I${INCLUDE_FOLDER}
                            -I${CMAKE_CURRENT_LIST_DIR}/.. ${SOURCE}
                    COMMAND_ERROR_IS_FATAL ANY)
    return()
endif()
execute_process(COMMAND ${compile} ${warnings} -I${INCLUDE_FOLDER} ${SOURCE} -o ${WORK}/program
                COMMAND_ERROR_IS_FATAL ANY)
set(PROGRAM ${WORK}/program)
include(${CMAKE_CURRENT_LIST_DIR}/compare_output.cmake)
