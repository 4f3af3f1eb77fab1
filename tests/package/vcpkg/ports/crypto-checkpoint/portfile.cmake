# SPDX-License-Identifier: BSL-1.0
# An overlay port that packs the source tree around it.
set(VCPKG_BUILD_TYPE release) # there are only headers
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../../../.." ABSOLUTE)

# Features have the names of components.
set(components ${FEATURES} testing windows)
list(REMOVE_ITEM components core)
list(JOIN components "," components)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DCRYPTO_CHECKPOINT_BUILD_TESTS=OFF
        -DCRYPTO_CHECKPOINT_BUILD_EXAMPLES=OFF
        -DCRYPTO_CHECKPOINT_COMPONENTS=${components})
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME crypto_checkpoint CONFIG_PATH share/cmake/crypto_checkpoint)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake") # is empty now
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
