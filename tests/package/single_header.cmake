# SPDX-License-Identifier: BSL-1.0
# The single header of a release is reproducible and complete. test_use_in_your_build.py compiles the README's
# program with it.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
set(header ${WORK}/crypto_checkpoint.hpp)
foreach(file IN ITEMS ${header} ${WORK}/again.hpp)
    execute_process(COMMAND ${PYTHON} -B ${SOURCE}/tests/package/release/single_header.py ${SOURCE}
                    OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${header} ${WORK}/again.hpp
                COMMAND_ERROR_IS_FATAL ANY)

# HEADERS are those of the targets.
file(READ ${header} text)
string(REPLACE "|" ";" HEADERS "${HEADERS}")
foreach(listed IN LISTS HEADERS)
    string(FIND "${text}" "// ---- ${listed}\n" place)
    if(place EQUAL -1)
        message(SEND_ERROR "${listed} is not in it")
    endif()
endforeach()
if(text MATCHES "#include [<\"]crypto_checkpoint/[^\n]*")
    message(SEND_ERROR "it has ${CMAKE_MATCH_0}")
endif()
set(tag SPDX-License-)  # in two pieces, or reuse would read on
foreach(needed IN ITEMS "${tag}Identifier: BSL-1.0" "Boost Software License - Version 1.0"
                        "crypto_checkpoint ${VERSION} in one header")
    if(NOT text MATCHES "${needed}")
        message(SEND_ERROR "it does not say ${needed}")
    endif()
endforeach()

separate_arguments(options UNIX_COMMAND "${FLAGS}")
list(APPEND options ${STANDARD} -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(BOOST)
    list(APPEND options -isystem ${BOOST})
endif()
# The headers of other components can be used beside it.
file(WRITE ${WORK}/beside.cpp "#include \"crypto_checkpoint.hpp\"\n"
                              "#include <crypto_checkpoint/testing/fault_injection.hpp>\n")
execute_process(COMMAND ${COMPILER} ${options} -fsyntax-only -I ${SOURCE}/include ${WORK}/beside.cpp
                COMMAND_ERROR_IS_FATAL ANY)
