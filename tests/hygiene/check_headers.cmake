# SPDX-License-Identifier: BSL-1.0

# Looks at the text of every header, for one rule:
#
#   cmake -D RULE=... -D INCLUDE_FOLDER=... [-D LISTED=...] -P check_headers.cmake
#
#   guard     the include guard is named after the path
#   size      no file is longer than a person reads at once
#   storeys   a header includes only what stands below it: see layers.txt
#   listed    a CMake target lists it (LISTED, separated by "|"), or it would not be installed

cmake_minimum_required(VERSION 3.25)

set(longest 400)
set(faults "")
macro(fault)
    string(APPEND faults "  " ${ARGN} "\n")
endmacro()

file(GLOB_RECURSE headers RELATIVE ${INCLUDE_FOLDER} ${INCLUDE_FOLDER}/*)
list(LENGTH headers count)
if(count LESS 10)
    message(FATAL_ERROR "Only ${count} headers are in ${INCLUDE_FOLDER}")
endif()

# The lines of a file, "[", "]" and ";" of which would make other lists of them.
function(read_lines variable file)
    file(READ ${file} text)
    string(REGEX REPLACE "[][;]" " " text "${text}")
    string(REPLACE "\n" ";" text "${text}")
    set(${variable} "${text}" PARENT_SCOPE)
endfunction()

function(check_guard header)
    string(TOUPPER "${header}" guard)
    string(REGEX REPLACE "[^A-Z0-9]" "_" guard "${guard}")
    read_lines(lines ${INCLUDE_FOLDER}/${header})
    list(GET lines 1 opening)
    list(GET lines 2 definition)
    list(GET lines -2 closing)
    if(NOT opening STREQUAL "#ifndef ${guard}" OR NOT definition STREQUAL "#define ${guard}" OR
       NOT closing STREQUAL "#endif")
        fault("${header}: the guard is not ${guard}")
    endif()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

function(check_size header)
    read_lines(lines ${INCLUDE_FOLDER}/${header})
    list(LENGTH lines length)
    if(length GREATER longest)
        fault("${header}: ${length} lines, ${longest} at most")
    endif()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

# Reads layers.txt: storey_of_<header> is a number.
macro(read_storeys)
    read_lines(lines ${CMAKE_CURRENT_LIST_DIR}/layers.txt)
    set(storey 0)
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "[#:].*" "" line "${line}")
        string(REGEX MATCHALL "[^ ]+" names "${line}")
        math(EXPR storey "${storey} + 1")
        foreach(name IN LISTS names)
            set(header crypto_checkpoint/${name}.hpp)
            if(DEFINED storey_of_${header})
                fault("layers.txt: ${name} stands there twice")
            endif()
            if(NOT EXISTS ${INCLUDE_FOLDER}/${header})
                fault("layers.txt: there is no ${name}")
            endif()
            set(storey_of_${header} ${storey})
        endforeach()
    endforeach()
endmacro()

function(check_storeys header)
    if(NOT DEFINED storey_of_${header})
        fault("${header}: layers.txt does not say where it stands")
    endif()
    file(STRINGS ${INCLUDE_FOLDER}/${header} lines REGEX "^ *# *include")
    foreach(line IN LISTS lines)
        if(line MATCHES "\"")
            fault("${header}: ${line}: in angle brackets, please")
        endif()
        if(NOT line MATCHES "[<\"](crypto_checkpoint/[^>\"]+)")
            continue()
        endif()
        set(included ${CMAKE_MATCH_1})
        if(NOT DEFINED storey_of_${included} OR
           NOT storey_of_${included} LESS storey_of_${header})
            fault("${header}: includes ${included}, which does not stand below it")
        endif()
    endforeach()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

function(check_listed header)
    if(NOT header IN_LIST LISTED)
        fault("${header}: no target of CMake lists it")
    endif()
    set(faults "${faults}" PARENT_SCOPE)
endfunction()

if(RULE STREQUAL "storeys")
    read_storeys()
elseif(RULE STREQUAL "listed")
    string(REPLACE "|" ";" LISTED "${LISTED}")
    foreach(header IN LISTS LISTED)
        if(NOT EXISTS ${INCLUDE_FOLDER}/${header})
            fault("${header}: listed, and not there")
        endif()
    endforeach()
endif()
foreach(header IN LISTS headers)
    cmake_language(CALL check_${RULE} ${header})
endforeach()

if(NOT faults STREQUAL "")
    message(FATAL_ERROR "${RULE}:\n${faults}")
endif()
message(STATUS "${RULE}: ${count} headers")
