# SPDX-License-Identifier: BSL-1.0
# crypto_checkpoint::module, for `import crypto_checkpoint;`. A compiled module fits one compiler and its options, so
# the project that includes this file compiles it.
if(CMAKE_VERSION VERSION_LESS 3.28)
    # CMake wraps long lines unless they begin with a blank.
    message(FATAL_ERROR " crypto_checkpoint::module needs CMake 3.28 or newer")
endif()
if(TARGET crypto_checkpoint::module)
    return()
endif()
add_library(crypto_checkpoint_module STATIC EXCLUDE_FROM_ALL)
add_library(crypto_checkpoint::module ALIAS crypto_checkpoint_module)
target_sources(crypto_checkpoint_module PUBLIC
    FILE_SET CXX_MODULES BASE_DIRS ${CMAKE_CURRENT_LIST_DIR}
    FILES ${CMAKE_CURRENT_LIST_DIR}/crypto_checkpoint.cppm)
target_link_libraries(crypto_checkpoint_module PUBLIC crypto_checkpoint::crypto_checkpoint)
