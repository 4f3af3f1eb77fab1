# SPDX-License-Identifier: BSL-1.0
# Installs the program alone, and runs it from there. The library is installed without it.
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --component crypto-checkpoint
                        --prefix ${WORK}
                COMMAND_ERROR_IS_FATAL ANY)

set(program bin/crypto-checkpoint${SUFFIX})
file(GLOB_RECURSE files RELATIVE ${WORK} ${WORK}/*)
if(NOT files STREQUAL program)
    message(SEND_ERROR "installed was not ${program}, but: ${files}")
endif()
if(EXISTS ${PREFIX}/${program})
    message(SEND_ERROR "${program} was installed with the library")
endif()

execute_process(COMMAND ${WORK}/${program} --version
                OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
if(NOT output STREQUAL "crypto-checkpoint ${VERSION}\n")
    message(SEND_ERROR "--version printed: ${output}")
endif()
