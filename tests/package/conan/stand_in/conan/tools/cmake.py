# SPDX-License-Identifier: BSL-1.0
import subprocess


def cmake_layout(recipe):
    recipe.cpp.build.bindir = recipe.build_folder


class CMake:
    def __init__(self, recipe):
        self.recipe = recipe

    def configure(self):
        subprocess.run(["cmake", "-S", self.recipe.recipe_folder, "-B", self.recipe.build_folder,
                        f"-DCMAKE_PREFIX_PATH={self.recipe.generators_folder}",
                        *self.recipe.cmake_arguments], check=True)

    def build(self):
        subprocess.run(["cmake", "--build", self.recipe.build_folder], check=True)
