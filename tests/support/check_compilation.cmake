# SPDX-License-Identifier: BSL-1.0

# Compiles a file as a test, without output.
#
#   cmake -D COMPILER=... -D SOURCE=... -D OPTIONS=... -D MACROS=... -D FOLDERS=... -D OUR_FOLDER=...
#         -D IMPLICIT_FOLDERS=... [-D DEPENDENCIES=...] -P check_compilation.cmake
#
# Lists are separated by "|". FOLDERS are searched for headers; of these only OUR_FOLDER gives
# warnings, and IMPLICIT_FOLDERS are left to the compiler, which must search them last. One line of the
# source has the expectation:
#
#   // expected: compiles
#   // expected error: <regular expression>      which the first error of the compiler must match
#   // expected only error: <regular expression> and no other error may follow
#
# DEPENDENCIES is a file to write the included headers to.

cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)

file(STRINGS ${SOURCE} expectation REGEX "^// expected")
if(expectation MATCHES "^// expected: compiles$")
    set(expected_error "")
elseif(expectation MATCHES "^// expected (only )?error: (.+)$")
    set(is_alone "${CMAKE_MATCH_1}")
    set(expected_error "${CMAKE_MATCH_2}")
else()
    message(FATAL_ERROR "${SOURCE} does not say, once, what to expect of it: ${expectation}")
endif()

foreach(list IN ITEMS OPTIONS MACROS FOLDERS IMPLICIT_FOLDERS)
    string(REPLACE "|" ";" ${list} "${${list}}")
endforeach()
set(options ${OPTIONS})
foreach(macro IN LISTS MACROS)
    list(APPEND options -D${macro})
endforeach()
list(REMOVE_DUPLICATES FOLDERS)
foreach(folder IN LISTS FOLDERS)
    if(folder STREQUAL OUR_FOLDER)
        list(APPEND options -I${folder})
    elseif(NOT folder IN_LIST IMPLICIT_FOLDERS)
        list(APPEND options -isystem ${folder})
    endif()
endforeach()

set(listing)
if(DEPENDENCIES)
    set(listing -MD -MF ${DEPENDENCIES} -MT it)
endif()
execute_process(COMMAND ${COMPILER} ${options} -fsyntax-only ${listing} ${SOURCE}
                RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(expected_error STREQUAL "")
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "It should compile, and does not:\n${output}")
    endif()
    return()
endif()

if(status EQUAL 0)
    message(FATAL_ERROR "It compiles, and should not")
endif()
if(NOT output MATCHES "error: ([^\n]*)")
    message(FATAL_ERROR "It does not compile, for no error:\n${output}")
endif()
set(first_error "${CMAKE_MATCH_1}")
if(NOT first_error MATCHES "${expected_error}")
    message(FATAL_ERROR "It does not compile, and the first error should match\n"
                        "  ${expected_error}\nbut is\n  ${first_error}\n${output}")
endif()
string(REGEX MATCHALL " error: " errors "${output}")
list(LENGTH errors number_of_errors)
if(is_alone AND number_of_errors GREATER 1)
    message(FATAL_ERROR "There should be one error, and there are ${number_of_errors}:\n${output}")
endif()
message(STATUS "${first_error}")
