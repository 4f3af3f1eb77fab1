# SPDX-License-Identifier: BSL-1.0

# Checks every header against one rule:
#
#   cmake -D RULE=... -D INCLUDE_FOLDER=... [-D LISTED=...] -P check_headers.cmake
#
#   guard     the include guard is named after the path
#   size      at most 400 lines
#   layers    a header includes only its own folder and lower layers: see layers.txt
#   listed    a CMake target lists the header (LISTED, separated by "|"): else it would not be installed
#   strangers other files than headers are in debug/
#   run_time_parsing   only headers that are evaluated at compile time call check_checkpoint_name();
#                      the others call parse_checkpoint_name()

cmake_minimum_required(VERSION 3.25)

set(max_lines 400)
set(errors "")
macro(add_error)
    string(APPEND errors "  " ${ARGN} "\n")
endmacro()

file(GLOB_RECURSE headers RELATIVE ${INCLUDE_FOLDER} ${INCLUDE_FOLDER}/*)
set(strangers ${headers})
list(FILTER headers INCLUDE REGEX "[.]hpp$")
list(FILTER strangers EXCLUDE REGEX "[.]hpp$")
list(LENGTH headers count)
if(count LESS 10)
    message(FATAL_ERROR "Only ${count} headers are in ${INCLUDE_FOLDER}")
endif()

# The lines of a file, without "[", "]" and ";", which CMake lists cannot have.
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
        add_error("${header}: the guard is not ${guard}")
    endif()
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(check_size header)
    read_lines(lines ${INCLUDE_FOLDER}/${header})
    list(LENGTH lines length)
    if(length GREATER max_lines)
        add_error("${header}: ${length} lines, the limit is ${max_lines}")
    endif()
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

# Reads layers.txt: level_of_<folder or header> is a number.
macro(read_levels)
    file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/layers.txt lines REGEX "^[^#]")
    set(level 0)
    foreach(line IN LISTS lines)
        math(EXPR level "${level} + 1")
        separate_arguments(names UNIX_COMMAND "${line}")
        foreach(name IN LISTS names)
            if(DEFINED level_of_${name})
                add_error("layers.txt: lists ${name} twice")
            endif()
            if(NOT EXISTS ${INCLUDE_FOLDER}/crypto_checkpoint/${name} AND
               NOT EXISTS ${INCLUDE_FOLDER}/crypto_checkpoint/${name}.hpp)
                add_error("layers.txt: ${name} does not exist")
            endif()
            set(level_of_${name} ${level})
        endforeach()
    endforeach()
endmacro()

# The name of a header's layer in layers.txt: its folder, or its own name if it is in no folder.
function(read_layer_name variable header)
    string(REGEX REPLACE "^crypto_checkpoint/" "" layer "${header}")
    string(REGEX REPLACE "/.*" "/" layer "${layer}")
    string(REGEX REPLACE "[.]hpp$" "" layer "${layer}")
    set(${variable} ${layer} PARENT_SCOPE)
endfunction()

function(check_layers header)
    read_layer_name(layer ${header})
    if(NOT DEFINED level_of_${layer})
        add_error("${header}: layers.txt does not list ${layer}")
    endif()
    file(STRINGS ${INCLUDE_FOLDER}/${header} lines REGEX "^ *# *include")
    foreach(line IN LISTS lines)
        if(line MATCHES "\"")
            add_error("${header}: ${line}: use angle brackets")
        endif()
        if(NOT line MATCHES "<(crypto_checkpoint/[^>]+)")
            continue()
        endif()
        set(included ${CMAKE_MATCH_1})
        read_layer_name(other ${included})
        if(other STREQUAL layer AND layer MATCHES "/$")
            continue()
        endif()
        if(NOT DEFINED level_of_${other} OR
           NOT level_of_${other} LESS level_of_${layer})
            add_error("${header}: includes ${included}, which is not in a lower layer")
        elseif(included MATCHES "/detail/" AND NOT other STREQUAL "detail/" AND
               NOT other STREQUAL "cluster/")
            add_error("${header}: includes ${included}, a detail of another folder")
        endif()
    endforeach()
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(check_run_time_parsing header)
    file(STRINGS ${INCLUDE_FOLDER}/${header} calls REGEX "^ *[^ /].*check_checkpoint_name\\(")
    if(calls AND NOT header MATCHES "^crypto_checkpoint/name/(grammar|literals|parse)[.]hpp$")
        add_error("${header}: calls check_checkpoint_name() instead of parse_checkpoint_name()")
    endif()
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(check_listed header)
    if(NOT header IN_LIST LISTED)
        add_error("${header}: no CMake target lists it")
    endif()
    set(errors "${errors}" PARENT_SCOPE)
endfunction()

if(RULE STREQUAL "layers")
    read_levels()
elseif(RULE STREQUAL "listed")
    string(REPLACE "|" ";" LISTED "${LISTED}")
    foreach(header IN LISTS LISTED)
        if(NOT EXISTS ${INCLUDE_FOLDER}/${header})
            add_error("${header}: listed, but does not exist")
        endif()
    endforeach()
endif()
if(RULE STREQUAL "strangers")
    foreach(stranger IN LISTS strangers)
        if(NOT stranger MATCHES "^crypto_checkpoint/(debug|module)/")
            add_error("${stranger}: only headers belong here")
        endif()
    endforeach()
    set(headers "")
endif()
foreach(header IN LISTS headers)
    cmake_language(CALL check_${RULE} ${header})
endforeach()

if(NOT errors STREQUAL "")
    message(FATAL_ERROR "${RULE}:\n${errors}")
endif()
message(STATUS "${RULE}: ${count} headers")
