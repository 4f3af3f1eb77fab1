# SPDX-License-Identifier: BSL-1.0
# Takes the recipe of Conan through its steps. Conan itself is not here.
include(${CMAKE_CURRENT_LIST_DIR}/projects.cmake)
execute_process(COMMAND ${PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/conan/try_recipe.py
                        ${VERSION} ${WORK}/created ${toolchain} ${other_boost}
                COMMAND_ERROR_IS_FATAL ANY)
