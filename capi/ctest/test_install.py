"""What `make install` puts where, and that pkg-config and CMake find it there."""

import os
import re
import shutil

import header
import pytest

from conftest import CC, ROOT, STRICT, run

VERSION = re.search(r'MMS_VERSION_STRING "(.*)"', header.text()).group(1)
EXAMPLE = ROOT / "bindings" / "c-example"
CMAKE = ["cmake", "-G", "Unix Makefiles", f"-DCMAKE_C_COMPILER={CC[0]}"]


def make(*arguments):
    # Not what the make that runs these tests was told.
    env = {name: "" for name in os.environ if name in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL")}
    return run(["make", "--no-print-directory", *arguments], cwd=ROOT, env=env)


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def installed_files(libdir):
    return sorted(
        [
            "include/mmservices.h",
            f"{libdir}/libmmservices.so",
            f"{libdir}/libmmservices.so.2",
            f"{libdir}/libmmservices.so.{VERSION}",
            f"{libdir}/cmake/mmservices/mmservicesConfig.cmake",
            f"{libdir}/cmake/mmservices/mmservicesConfigVersion.cmake",
            f"{libdir}/pkgconfig/mmservices.pc",
        ]
    )


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed") / "prefix"
    make("install", f"PREFIX={folder}")
    return folder


def pkg_config(prefix, *arguments):
    env = {"PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig")}
    return run(["pkg-config", *arguments, "mmservices"], env=env).stdout.split()


def test_install_puts_each_file_in_its_place(prefix):
    assert files_below(prefix) == installed_files("lib")
    assert (prefix / "include" / "mmservices.h").read_bytes() == header.HEADER.read_bytes()


def test_uninstall_leaves_nothing(tmp_path):
    make("install", f"PREFIX={tmp_path}")
    make("uninstall", f"PREFIX={tmp_path}")
    assert files_below(tmp_path) == []


def test_destdir_is_a_stage_that_the_files_do_not_know_of(tmp_path):
    make("install", f"DESTDIR={tmp_path}", "PREFIX=/usr")
    assert files_below(tmp_path / "usr") == installed_files("lib")
    for name in installed_files("lib"):
        assert os.fsencode(tmp_path) not in (tmp_path / "usr" / name).read_bytes()


def test_the_library_may_go_to_a_folder_of_its_own(tmp_path):
    make("install", f"PREFIX={tmp_path}", f"LIBDIR={tmp_path}/lib/of/a-machine", f"INCLUDEDIR={tmp_path}/include")
    assert files_below(tmp_path) == installed_files("lib/of/a-machine")
    pc = (tmp_path / "lib/of/a-machine/pkgconfig/mmservices.pc").read_text(encoding="utf-8")
    assert "libdir=${prefix}/lib/of/a-machine\n" in pc
    build_with_cmake(tmp_path, tmp_path / "build", f"-Dmmservices_DIR={tmp_path}/lib/of/a-machine/cmake/mmservices")


def test_pkg_config_tells_the_version_of_the_header(prefix):
    assert pkg_config(prefix, "--modversion") == [VERSION]


def test_a_program_builds_with_pkg_config(prefix, tmp_path):
    flags = pkg_config(prefix, "--cflags", "--libs")
    program = tmp_path / "mmstool"
    run([*CC, "-std=c99", *STRICT, EXAMPLE / "mmstool.c", "-o", program, *flags, "-lm", f"-Wl,-rpath,{prefix}/lib"])
    assert "usage" in run([program], status=2).stderr


def build_with_cmake(prefix, folder, *arguments):
    run([*CMAKE, "-S", EXAMPLE, "-B", folder, f"-DCMAKE_PREFIX_PATH={prefix}", *arguments])
    run(["cmake", "--build", folder])
    assert "usage" in run([folder / "mmstool"], status=2).stderr


def test_a_program_builds_with_cmake(prefix, tmp_path):
    build_with_cmake(prefix, tmp_path / "build")


def test_cmake_finds_the_files_after_they_were_moved(prefix, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(prefix, moved, symlinks=True)
    build_with_cmake(moved, tmp_path / "build")


def test_cmake_refuses_a_version_that_is_newer_than_the_library(prefix, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16...4.0)\nproject(newer LANGUAGES C)\n"
        "find_package(mmservices ${WANTED} REQUIRED)\n"
    )
    for wanted, status in ((VERSION, 0), ("0.0.1", 0), ("0.999", 1), ("1.0", 1)):
        folder = tmp_path / wanted
        arguments = [f"-DCMAKE_PREFIX_PATH={prefix}", f"-DWANTED={wanted}"]
        run([*CMAKE, "-S", project, "-B", folder, *arguments], status=status)
