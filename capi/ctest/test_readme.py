"""The examples in README.md run as they stand, from the top of the repository."""

import re
import sys

from conftest import BUILD, CC, ROOT, STRICT, link_flags, run


def example(language):
    (text,) = re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    return text


def test_the_python_example():
    done = run([sys.executable, "-c", example("python")], cwd=ROOT, env={"PYTHONPATH": "bindings/python"})
    assert done.stdout == "22050 (0.08333333333333333, 1.0, 1.0)\n89407 [15, 255, 255, 99, 109, 235]\n"


def test_the_c_example(tmp_path):
    source, program = tmp_path / "hello.c", tmp_path / "hello"
    source.write_text(example("c"))
    run([*CC, "-std=c99", *STRICT, source, *link_flags(), "-o", program])
    assert run([program], cwd=ROOT).stdout == "89407 frames\nup to 0.856 of full scale: success\n"


def test_the_go_example():
    # A main package inside the module, where mmservices/wave can be imported.
    folder = BUILD / "_readme"  # ./... passes over it
    folder.mkdir(exist_ok=True)
    imports = '"fmt"\n"io"\n"log"\n"mmservices/wave"'
    source = f"package main\nimport (\n{imports}\n)\nfunc main() {{\n{example('go')}}}\n"
    (folder / "main.go").write_text(source)
    lines = run(["go", "run", "./build/_readme"], cwd=ROOT).stdout.splitlines()
    assert sum(int(line.split()[0]) for line in lines) == 89407
