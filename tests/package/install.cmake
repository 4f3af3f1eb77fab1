# SPDX-License-Identifier: BSL-1.0
# Installs the library into an empty folder and moves it, as packagers do: no installed file may contain the
# original path.
file(REMOVE_RECURSE ${PREFIX} ${PREFIX}-first)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}-first
                COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${PREFIX}-first ${PREFIX})

file(GLOB_RECURSE packages ${PREFIX}/*.cmake ${PREFIX}/*.pc)
if(NOT packages)
    message(FATAL_ERROR "no package file was installed")
endif()
foreach(package IN LISTS packages)
    file(READ ${package} text)
    foreach(place IN ITEMS ${SOURCE} ${BUILD} ${PREFIX})
        string(FIND "${text}" ${place} found)
        if(NOT found EQUAL -1)
            message(SEND_ERROR "${package} names ${place}")
        endif()
    endforeach()
endforeach()

# The printers for debuggers are installed.
foreach(file IN ITEMS crypto_checkpoint.natvis gdb_printers.py)
    if(NOT EXISTS ${PREFIX}/include/crypto_checkpoint/debug/${file})
        message(SEND_ERROR "${file} was not installed")
    endif()
endforeach()
file(READ ${PREFIX}/share/cmake/crypto_checkpoint/crypto_checkpoint.cmake text)
string(FIND "${text}" "/include/crypto_checkpoint/debug/crypto_checkpoint.natvis" found)
if(found EQUAL -1)
    message(SEND_ERROR "the package does not name the natvis file")
endif()
