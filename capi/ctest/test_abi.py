"""
The ABI stands still: what capi/abi/current.txt has is what the C compiler makes of the header.

The file is written from the header by `make abi`, and held to those of the releases beside it by genabi, of which the
tests stand in capi/genabi. The Python package's tests read it, too. docs/abi.md tells what may change, and how.
"""

import abi
import header

from conftest import CC, INCLUDE, STRICT, link_flags, run


def output_of(tmp_path, statements):
    """What a C program that consists of these statements prints."""
    source = tmp_path / "program.c"
    lines = "".join(f"    {statement};\n" for statement in statements)
    source.write_text("#include <mmservices.h>\n#include <stdio.h>\nint main(void) {\n" + lines + "    return 0;\n}\n")
    run([*CC, "-std=c99", source, *link_flags(), "-o", tmp_path / "program"])
    return run([tmp_path / "program"]).stdout


def test_constants_have_their_numbers(tmp_path):
    names = [constant.name for constant in abi.constants()]
    got = output_of(tmp_path, [f'printf("%s %lld\\n", "{name}", (long long){name})' for name in names])
    assert got.splitlines() == [f"{name} {number}" for name, number in abi.constants()]


def test_structs_have_their_layout(tmp_path):
    statements, want = [], []
    for name, value in abi.lines("struct", "member"):
        struct, _, member = name.partition(".")
        if member:
            place = f"offsetof({struct}, {member}), sizeof((({struct} *)0)->{member})"
            statements.append(f'printf("{name} %zu %zu\\n", {place})')
            want.append(f"{name} {' '.join(value.split()[:2])}")
        else:
            statements.append(f'printf("{name} %zu\\n", sizeof({name}))')
            want.append(f"{name} {value}")
    assert output_of(tmp_path, statements).splitlines() == want


def declared_again(tmp_path, prototypes, status=0):
    """Whether the C compiler takes these prototypes for those of the header."""
    source = tmp_path / "prototypes.c"
    source.write_text("#include <mmservices.h>\n" + "".join(f"{prototype};\n" for prototype in prototypes))
    return run([*CC, "-std=c99", *STRICT, f"-I{INCLUDE}", "-fsyntax-only", source], status=status).stderr


def test_functions_have_their_prototypes(tmp_path):
    prototypes = [line.value for line in abi.lines("function")]
    assert prototypes
    declared_again(tmp_path, prototypes)
    assert "conflicting types" in declared_again(tmp_path, ["uint64_t mms_abi_version(void)"], status=1)


def test_members_have_their_types(tmp_path):
    casts = []
    for number, (name, value) in enumerate(abi.lines("member")):
        struct, _, member = name.partition(".")
        kind = value.split(" ", 2)[2]
        element, array = (kind[: kind.index("[")], kind[kind.index("[") :]) if "[" in kind else (kind, "")
        pointer = element.replace("(*)", f"(**p{number})") if "(*)" in element else f"{element} (*p{number}){array}"
        casts.append(f"extern {struct} s{number}; {pointer} = &s{number}.{member}")
    declared_again(tmp_path, casts)
    assert "incompatible pointer" in declared_again(
        tmp_path, ["extern mms_error s; uint32_t (*p) = &s.message"], status=1
    )


def test_initialisers_are_there(tmp_path):
    names = [line.name for line in abi.lines("initialiser")]
    assert names
    struct = {name: name[: -len("_INIT")].lower() for name in names}
    got = output_of(tmp_path, [f'{{ {struct[n]} fresh = {n}; printf("%u\\n", fresh.struct_size); }}' for n in names])
    sizes = dict(abi.lines("struct"))
    assert got.split() == [sizes[struct[name]] for name in names]


def test_each_status_has_the_text_of_the_header(tmp_path):
    statuses = header.statuses()
    got = output_of(tmp_path, [f"puts(mms_status_string({status.name}))" for status in statuses])
    assert got.splitlines() == [status.comment for status in statuses]


def test_no_two_statuses_have_the_same_number():
    numbers = [status.value for status in header.statuses()]
    assert len(numbers) == len(set(numbers))
