# SPDX-License-Identifier: BSL-1.0
# A component that was not installed stops the configuration, and the message names it.
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${WORK} -G ${GENERATOR}
                        -D CMAKE_PREFIX_PATH=${PREFIX}
                RESULT_VARIABLE status ERROR_VARIABLE message)
if(status EQUAL 0)
    message(FATAL_ERROR "a component that does not exist was found")
endif()
string(REGEX REPLACE "[ \n]+" " " message "${message}")
if(NOT message MATCHES "installed without its component 'no_such_component'")
    message(FATAL_ERROR "the message does not name the component: ${message}")
endif()
