# SPDX-License-Identifier: BSL-1.0

# Fails if a header includes files of third parties other than ALLOWED.
#
#   cmake -D HEADER=... -D DEPENDENCIES=... -D "ALLOWED=boost|fmt" -P check_dependencies.cmake
#
# DEPENDENCIES is the compiler's list of included files, from check_compilation.cmake.

cmake_minimum_required(VERSION 3.25)

# The third parties, and patterns for the paths of their files.
set(boost "/boost/")
set(fmt "/fmt/")
set(sqlite "/sqlite3[a-z]*[.]h$")
set(catch2 "/catch2/")
set(gtest "/gtest/")
set(curl "/curl/")
set(pugixml "/pugi[a-z]*[.]hpp$")
set(httplib "/httplib[.]h$")
set(openssl "/openssl/")
set(windows "/([Ww]indows|winsock2?|objbase|wbem[a-z]*|clusapi)[.]h$")
set(nlohmann "/nlohmann/")
set(rapidcheck "/rapidcheck")
set(others boost fmt sqlite catch2 gtest curl pugixml httplib openssl windows nlohmann rapidcheck)

string(REPLACE "|" ";" allowed "${ALLOWED}")

file(READ ${DEPENDENCIES} paths)
string(REGEX REPLACE "[\\\n ]+" ";" paths "${paths}")
list(LENGTH paths count)
if(count LESS 3)
    message(FATAL_ERROR "The compiler listed nothing")
endif()

foreach(other IN LISTS others)
    set(theirs ${paths})
    list(FILTER theirs INCLUDE REGEX "${${other}}")
    # The path of the source tree may contain any name.
    list(FILTER theirs EXCLUDE REGEX "/include/crypto_checkpoint/")
    list(FILTER theirs EXCLUDE REGEX "/header_alone/")
    list(LENGTH theirs count)
    if(count GREATER 0 AND NOT other IN_LIST allowed)
        list(GET theirs 0 first)
        message(FATAL_ERROR "${HEADER} brings ${count} files of ${other}, first\n  ${first}")
    endif()
endforeach()
