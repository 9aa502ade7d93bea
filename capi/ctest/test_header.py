"""The header compiles alone, wherever it is included, and the examples in it run."""

import array
import wave

import header
import pytest

from conftest import CC, CXX, INCLUDE, STRICT, link_flags, run

STANDARDS = ["c99", "c11", "c17", "c++11", "c++17", "c++20"]


def compile_strictly(folder, standard, code, flags):
    """Compiles a program of one file with every warning an error, and returns what came of it."""
    cpp = standard.startswith("c++")
    source = folder / ("program.cpp" if cpp else "program.c")
    source.write_text(code)
    program = folder / "program"
    compiler = [*CXX, *STRICT] if cpp else [*CC, *STRICT, "-Wstrict-prototypes"]
    run([*compiler, f"-std={standard}", f"-I{INCLUDE}", source, "-o", program, *flags])
    return program


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_header_compiles_alone(standard, tmp_path):
    once_more = "#include <mmservices.h>\n"
    compile_strictly(tmp_path, standard, once_more + once_more + "extern int nothing_else;\n", ["-c"])


def test_each_init_macro_sets_the_size_and_nothing_else(tmp_path):
    check = """
    {
        NAME fresh = INIT, zero;
        memset(&zero, 0, sizeof zero);
        zero.struct_size = sizeof zero;
        if (memcmp(&fresh, &zero, sizeof zero) != 0) return NUMBER;
    }
"""
    code = "#include <mmservices.h>\n#include <string.h>\nint main(void) {"
    for number, name in enumerate(header.structs(), 1):
        code += check.replace("NAME", name).replace("INIT", f"{name.upper()}_INIT").replace("NUMBER", str(number))
    run([compile_strictly(tmp_path, "c99", code + "    return 0;\n}\n", [])])


def compile_example(example, standard, folder, flags):
    code = "#include <mmservices.h>\n#include <stdio.h>\n\nint main(void) {\n" + example.code + "    return 0;\n}\n"
    return compile_strictly(folder, standard, code, flags)


def write_speech(path):
    """A second and a half of mono, 16 bits, 8000 Hz."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(array.array("h", (frame % 1000 for frame in range(12000))))


PRINTED = {
    "refuse to run with another ABI than the one compiled for.": "",
    "how long is a file?": "1 channels, 1.500 s\n",
    "the highest sample of a file, as a float.": "peak 0.0305: success\n",
    "the samples of a file without a copy.": "24000 bytes, the first is 0\n",
    "read all frames, 4096 bytes at a time.": "24000 bytes: success\n",
    "a second of silence.": "",
    "print the title of a file, and give it another one in place.": "",
    "how long are two files together?": "missing.wav: open missing.wav: no such file or directory\n1.500 s\n",
    "the hue of orange, in degrees.": "30 degrees\n",
    "the hue of orange and of sky blue, in 8 bits.": "21 140\n",
    "an image from OpenCV, B G R in 8 bits, to hue, saturation and value as OpenCV has them.": "",
    "one processor, and 64 MiB.": "",
}


def test_every_example_is_known_here():
    assert [example.title for example in header.examples()] == list(PRINTED)


@pytest.mark.parametrize("example", header.examples(), ids=lambda example: example.title)
def test_example(example, tmp_path):
    write_speech(tmp_path / "speech.wav")
    done = run([compile_example(example, "c99", tmp_path, link_flags())], cwd=tmp_path)
    assert done.stdout == PRINTED[example.title]
    assert done.stderr == ""
    if "silence.wav" in example.code:
        with wave.open(str(tmp_path / "silence.wav")) as file:
            assert file.getparams()[:4] == (1, 2, 8000, 8000)
            assert not any(file.readframes(8000))


@pytest.mark.parametrize("example", header.examples(), ids=lambda example: example.title)
def test_example_is_cpp_too(example, tmp_path):
    compile_example(example, "c++11", tmp_path, ["-c"])


@pytest.mark.parametrize(
    "example", [e for e in header.examples() if '"speech.wav"' in e.code], ids=lambda example: example.title
)
def test_example_says_when_the_file_is_missing(example, tmp_path):
    done = run([compile_example(example, "c99", tmp_path, link_flags())], cwd=tmp_path, status=1)
    assert done.stderr.strip()
