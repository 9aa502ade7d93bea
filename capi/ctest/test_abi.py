"""
The ABI stands still: numbers of constants in constants.txt, sizes and offsets of structs in layout.txt.

Both files are read by the Python package's tests, too. A line is changed only together with MMS_ABI_VERSION, for it
breaks every program that was compiled before; new lines may be added.
"""

import header

from conftest import CC, HERE, link_flags, run


def output_of(tmp_path, statements):
    """What a C program that consists of these statements prints."""
    source = tmp_path / "program.c"
    lines = "".join(f"    {statement};\n" for statement in statements)
    source.write_text("#include <mmservices.h>\n#include <stdio.h>\nint main(void) {\n" + lines + "    return 0;\n}\n")
    run([*CC, "-std=c99", source, *link_flags(), "-o", tmp_path / "program"])
    return run([tmp_path / "program"]).stdout


def pinned(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def test_constants_have_their_numbers(tmp_path):
    names = [macro.name for macro in header.number_macros() if not macro.name.startswith("MMS_VERSION_")]
    got = output_of(tmp_path, [f'printf("%s %lld\\n", "{name}", (long long){name})' for name in names])
    assert got == pinned("constants.txt")


def test_structs_have_their_layout(tmp_path):
    statements = []
    for struct, members in header.structs().items():
        statements.append(f'printf("{struct} 0 %zu\\n", sizeof({struct}))')
        for member in members:
            place = f"offsetof({struct}, {member}), sizeof((({struct} *)0)->{member})"
            statements.append(f'printf("{struct}.{member} %zu %zu\\n", {place})')
    assert output_of(tmp_path, statements) == pinned("layout.txt")


def test_structs_have_no_holes():
    rows = [line.split() for line in pinned("layout.txt").splitlines()]
    end, size = 0, 0
    for name, offset, length in rows:
        if "." not in name:
            assert end == size, f"there is a hole before {name}"
            end, size = 0, int(length)
        else:
            assert int(offset) == end, f"there is a hole before {name}"
            end += int(length)
    assert end == size


def test_each_status_has_the_text_of_the_header(tmp_path):
    statuses = header.statuses()
    got = output_of(tmp_path, [f"puts(mms_status_string({status.name}))" for status in statuses])
    assert got.splitlines() == [status.comment for status in statuses]


def test_no_two_statuses_have_the_same_number():
    numbers = [status.value for status in header.statuses()]
    assert len(numbers) == len(set(numbers))
