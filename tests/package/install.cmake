# SPDX-License-Identifier: BSL-1.0
# Installs the library into an empty folder and moves it elsewhere, as packagers do: nothing in it may
# know where it was made.
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
