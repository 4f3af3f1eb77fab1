# SPDX-License-Identifier: BSL-1.0
# The output of pkg-config for each component, and programs compiled with it.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/share/pkgconfig)
separate_arguments(options UNIX_COMMAND "${FLAGS}")
if(BOOST)
    list(APPEND options -isystem ${BOOST})
endif()

function(compile program source)
    foreach(what IN ITEMS cflags libs)
        execute_process(COMMAND ${PKG_CONFIG} --${what} ${ARGN} OUTPUT_VARIABLE ${what}
                        OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        separate_arguments(${what} UNIX_COMMAND "${${what}}")
    endforeach()
    execute_process(COMMAND ${LAUNCHER} ${COMPILER} ${options} ${STANDARD} ${cflags}
                            -c ${source} -o ${program}.o
                    COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${COMPILER} ${options} ${program}.o ${libs}
                            -o ${program}${SUFFIX}
                    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Each component names the packages that it needs, and no path of this machine.
string(REPLACE "," ";" COMPONENTS "${COMPONENTS}")
foreach(component IN LISTS COMPONENTS)
    execute_process(COMMAND ${PKG_CONFIG} --print-errors --exists
                            "crypto_checkpoint-${component} = ${VERSION}" COMMAND_ERROR_IS_FATAL ANY)
    file(READ ${PREFIX}/share/pkgconfig/crypto_checkpoint-${component}.pc text)
    if(text MATCHES "=/")
        message(SEND_ERROR "crypto_checkpoint-${component}.pc names a place:\n${text}")
    endif()
endforeach()

set(beside_testing crypto_checkpoint-fmt)  # for tests of other backends
foreach(component IN LISTS PROGRAMS)
    compile(${WORK}/${component} ${CMAKE_CURRENT_LIST_DIR}/components/${component}.cpp
            crypto_checkpoint-${component} ${beside_${component}})
    execute_process(COMMAND ${EMULATOR} ${WORK}/${component}${SUFFIX} WORKING_DIRECTORY ${WORK} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
