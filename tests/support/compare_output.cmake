# SPDX-License-Identifier: BSL-1.0
# Runs PROGRAM, a command, and compares its output with the file EXPECTED.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\r\n" "\n" output "${output}")  # line ends of Windows
file(READ ${EXPECTED} expected)
if(NOT output STREQUAL expected)
    message(FATAL_ERROR "it printed\n${output}\nand should have printed\n${expected}")
endif()
