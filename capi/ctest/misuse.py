"""
How each function of the header is called rightly, and what can be wrong about a call: rules by the types and the names
of parameters. From them and the header come the tables in C that misuse.c, reentry.c and closing.c go by.

A function whose parameters the rules do not know cannot be tested: that is an error here, which says what to add.
"""

import header

ARGUMENT, NULL, RANGE = "MMS_ERROR_ARGUMENT", "MMS_ERROR_ARGUMENT_NULL", "MMS_ERROR_ARGUMENT_RANGE"
OK, HANDLE, IO = "MMS_OK", "MMS_ERROR_HANDLE", "MMS_ERROR_IO"
SIZE, RESERVED = "MMS_ERROR_ARGUMENT_STRUCT_SIZE", "MMS_ERROR_ARGUMENT_RESERVED"
ANY = "ANY"  # whichever status, as long as all else is right

NUMBER_TYPES = {"int8_t", "uint8_t", "int16_t", "uint16_t", "int32_t", "uint32_t", "int64_t", "uint64_t", "mms_status"}
SAMPLES = {"void": 8, "int16_t": 2, "int32_t": 4, "float": 4, "double": 8, "uint8_t": 1, "uint16_t": 2}
RESULTS = {"int64_t *", "uint64_t *", "uint32_t *"}  # one number; pointers to others are to many

HUGE = [0xFFFFFFFF, 0x80000000, 0x7FFFFFFF]
HUGE_64 = [2**64 - 1, 2**63, 2**63 - 1, 2**62]


def all_of(values, *statuses):
    return dict.fromkeys(values, statuses)


# Numbers by their names, or by function and name: a right one, and other ones with what they shall give. Values of 64
# bits are used where the parameter has as many.
NUMBERS = {
    "capacity": ("4096", all_of(HUGE + HUGE_64, OK)),  # no more is written than there is
    "capacity_samples": ("4", all_of(HUGE + HUGE_64, OK)),
    "channel": ("0", all_of(HUGE, RANGE)),
    "channel_count": ("2", all_of([0, 1, 3, *HUGE], RANGE)),
    "channel_mask": ("3", all_of([0, *HUGE], OK)),
    "container": ("MMS_WAVE_CONTAINER_AUTO", all_of([99, *HUGE], ARGUMENT)),
    "count": ("1", all_of(HUGE_64, RANGE)),
    "dst_type": ("MMS_SAMPLE_S16", all_of([0, 10, *HUGE], RANGE)),
    "format": ("1", all_of([0, *HUGE], OK)),
    "frame": ("0", all_of([2**64 - 1, 2**63, 2**63 - 1], RANGE)),
    "frames": ("2", all_of(HUGE_64, RANGE)),
    "index": ("0", all_of([99, *HUGE], RANGE)),
    "kind": ("MMS_WAVE_ENTRY_CHUNK", all_of([0, 8, *HUGE], RANGE)),
    "memory": ("0", {2**64 - 1: (RANGE,), 2**63: (RANGE,), 2**63 - 1: (OK,)}),
    "mms_wave_reader_open_memory.size": ("64", all_of(HUGE_64, RANGE)),
    "mode": ("MMS_WAVE_MAP_READ", all_of([0, 4, *HUGE], RANGE)),
    "pixels": ("4", all_of(HUGE_64, RANGE)),
    "processors": ("0", all_of(HUGE, OK)),
    "sample_type": ("MMS_SAMPLE_S16", all_of([0, 10, *HUGE], RANGE)),
    "samples": ("4", all_of(HUGE_64, RANGE)),
    "size": ("16", all_of(HUGE_64, RANGE)),
    "src_type": ("MMS_SAMPLE_S16", all_of([0, 10, *HUGE], RANGE)),
    "status": ("MMS_ERROR_IO", all_of([0, 1, 99, *HUGE], OK)),
    "tag": ("1", all_of([0x10000, *HUGE], RANGE)),
    "threads": ("1", all_of([0, *HUGE], OK)),
    "which": ("1", all_of([0, 99, *HUGE], RANGE)),
}

# Texts by their names, or by function and name.
TEXTS = {
    "from": "scratch.wav",
    "id": "INAM",
    "label": "a label",
    "names": "FL FR",
    "note": "a note",
    "path": "scratch.wav",
    "text": "a text",
    "to": "copy.wav",
}

# Pointers to many things, and the parameters that count these: the first that the function has.
COUNTS = {
    "buffer": ["capacity", "capacity_samples"],
    "channels": ["channel_count"],
    "chunk": ["size"],
    "data": ["size"],
    "dst": ["samples", "pixels"],
    "paths": ["count"],
    "samples": ["frames"],
    "src": ["samples", "pixels"],
}

# What one of those that are counted takes at most, in multiples of its C type.
UNITS = {"pixels": 3, "frames": 2}

# Counts that lie: there is not as much memory behind the pointer. The fault is found and told, though C would let it
# crash. Nothing can be said of lies about memory to write to: the pages behind may be anybody's.
LIES = {"count": 2**40, "frames": 2**40, "size": 2**40}

# Functions that touch no more than the file has.
TRUSTED = "mms_wave_reader_read_", "mms_wave_reader_open_memory"

# Pointers, by function and name, that may be NULL; so may all options and errors.
OPTIONAL = {
    "mms_wave_copy.metadata",
    "mms_wave_metadata_add_region.label",
    "mms_wave_metadata_add_region.note",
    "mms_wave_metadata_add_region.text",
    "mms_wave_metadata_set_acid.acid",
    "mms_wave_metadata_set_broadcast.broadcast",
    "mms_wave_metadata_set_cart.cart",
    "mms_wave_metadata_set_instrument.instrument",
    "mms_wave_metadata_set_sampler.sampler",
    "mms_wave_metadata_set_tag.text",
    "mms_wave_metadata_set_text.text",
}

# What has to be done before a function can be called rightly.
FIRST = {"mms_wave_reader_sync_map": "MAPPED", "mms_wave_reader_unmap": "MAPPED"}

# Functions that close a handle.
CLOSING = "_close", "_abandon"


class Unknown(Exception):
    """The rules do not know how to call a function."""


def named(table, function, parameter):
    """The rule for a parameter: by function and name, or by name alone."""
    for key in (f"{function.name}.{parameter.name}", parameter.name):
        if key in table:
            return table[key]
    return None


def rule(table, function, parameter, what):
    found = named(table, function, parameter)
    if found is None:
        raise Unknown(
            f"{function.name}: nobody has said how to call it with {parameter.type} {parameter.name}.\n"
            f"Add {parameter.name!r}, or '{function.name}.{parameter.name}', to {what} in capi/ctest/misuse.py."
        )
    return found


def role_of(function, parameter):
    """The part that a parameter plays in a call, as capi/genabi/roles.go has it."""
    kind, length = parameter.type, parameter.length
    base = kind.replace("const ", "").replace(" *", "").rstrip("*")
    handles, structs = header.handles(), header.structs()
    if kind == "mms_error *":
        return "FAILURE"
    if length and not kind.startswith("const"):
        return "ARRAY_OUT"
    if kind in NUMBER_TYPES:
        return "DESCRIPTOR" if parameter.name == "fd" else "NUMBER"
    if kind == "double":
        return "REAL"
    if base in handles and kind == f"{base} *":
        return "HANDLE"
    if base in handles and kind == f"{base} **":
        return "HANDLE_OUT"
    if base in structs and kind in (f"const {base} *", f"{base} *"):
        return "STRUCT" if kind.startswith("const") else "STRUCT_OUT"
    if kind == "const char *":
        return "TEXT"
    if kind == "const char *const *":
        return "TEXTS"
    if kind == "void **":
        return "PLACE"
    if kind in ("void *const *", "const void *const *"):
        return "PLANES"
    if kind in RESULTS:
        return "NUMBER_OUT"
    if kind == "char *" or (kind.startswith("const ") and base in SAMPLES):
        return "BUFFER" if kind == "char *" else "DATA"
    if base in SAMPLES:
        return "BUFFER"
    raise Unknown(
        f"{function.name}: nobody has said what a parameter of type {kind} ({parameter.name}) is.\n"
        "Add the type to role_of in capi/ctest/misuse.py, and what can be wrong about it to cases_of."
    )


def counted_by(function, parameter):
    """The number of the parameter that tells how many things a pointer points to."""
    for name in rule(COUNTS, function, parameter, "COUNTS"):
        for number, other in enumerate(function.parameters):
            if other.name == name:
                return number
    raise Unknown(f"{function.name}: what counts {parameter.name}? Add it to COUNTS in capi/ctest/misuse.py.")


def is_wide(parameter):
    return parameter.type in ("uint64_t", "int64_t")


def c_parameter(function, parameter):
    """The row of a parameter in C."""
    role = role_of(function, parameter)
    kind, unit, count, value, text = "0", "0", -1, "0", "NULL"
    base = parameter.type.replace("const ", "").replace(" *", "").rstrip("*")
    if role == "NUMBER":
        value = rule(NUMBERS, function, parameter, "NUMBERS")[0]
    elif role in ("HANDLE", "HANDLE_OUT"):
        kind = f"KIND_{base}"
    elif role in ("STRUCT", "STRUCT_OUT"):
        kind = f"STRUCT_{base}"
    elif role == "TEXT":
        text = f'"{rule(TEXTS, function, parameter, "TEXTS")}"'
    elif role == "ARRAY_OUT":
        unit = f"{parameter.length} * sizeof({base})"
    elif role == "NUMBER_OUT":
        unit = f"sizeof({base})"
    elif role in ("BUFFER", "DATA", "TEXTS", "PLANES"):
        count = counted_by(function, parameter)
        name = function.parameters[count].name
        kind = str(int(base == "char" and role == "BUFFER"))
        size = 1 if base == "char" or name in ("capacity", "size") else SAMPLES.get(base, 8)
        unit = str(size * UNITS.get(name, 1))
    return f'{{"{parameter.name}", {role}, {kind}, {unit}, {count}, {value}, {text}}}'


def asks_for_size(function):
    """Whether a buffer NULL and a capacity 0 ask for the size alone."""
    names = {parameter.name for parameter in function.parameters}
    return {"buffer", "capacity", "size"} <= names


def cases_of(function, lies=True):
    """
    All that can be wrong about a call: (parameter, what is done to it, with which value, the statuses allowed). Without
    lies no memory is promised that is not there, for AddressSanitizer takes the fault for one of the library.
    """
    for number, parameter in enumerate(function.parameters):
        role = role_of(function, parameter)
        place = f"{function.name}.{parameter.name}"
        if role == "NUMBER":
            wrong = rule(NUMBERS, function, parameter, "NUMBERS")[1]
            for value, statuses in wrong.items():
                if value < 2**32 or is_wide(parameter):
                    yield number, "VALUE", value, statuses
            if lies and parameter.name in LIES and not function.name.startswith(TRUSTED):
                yield number, "VALUE", LIES[parameter.name], ("MMS_ERROR_IO_MAP", ARGUMENT)
        elif role == "DESCRIPTOR":
            for value in (0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, 0x100000):
                yield number, "VALUE", value, (IO,)
        elif role == "REAL":
            for value in range(8):
                yield number, "REAL_VALUE", value, (OK, "MMS_ERROR_DOMAIN")
        elif role == "HANDLE":
            yield number, "NULLED", 0, (OK,) if place in OPTIONAL else (HANDLE,)
            for mutation in ("CLOSED", "STALE", "ADDRESS"):
                yield number, mutation, 0, (HANDLE,)
            for value in range(len(header.handles()) - 1):
                yield number, "OTHER_KIND", value, (HANDLE,)
            yield number, "RANDOM", 100, (HANDLE,)
            yield number, "FLIPPED", 64, (HANDLE,)
        elif role == "FAILURE":
            yield number, "NULLED", 0, (OK,)
            yield from sizes_of(number, "mms_error")
        elif role in ("STRUCT", "STRUCT_OUT"):
            struct = parameter.type.replace("const ", "").replace(" *", "")
            optional = struct.endswith("_options") or place in OPTIONAL
            yield number, "NULLED", 0, (OK,) if optional else (NULL,)
            yield from sizes_of(number, struct)
            for value in range(1, len(header.structs()[struct]) if role == "STRUCT" else 0):
                name = header.structs()[struct][value]
                refused = name == "reserved" or (name == "flags" and struct != "mms_wave_acid")
                yield number, "MEMBER", value, (RESERVED,) if refused else (ANY,)
        elif role == "TEXT":
            yield number, "NULLED", 0, (OK,) if place in OPTIONAL else (NULL,)
            for value in range(3):
                yield number, "ODD_TEXT", value, (ANY,)
        elif role in ("TEXTS", "PLANES"):
            yield number, "NULLED", 0, (NULL,)
            yield number, "ELEMENT_NULLED", 0, (NULL,)
        elif role in ("BUFFER", "DATA"):
            yield number, "NULLED", 0, (NULL,)
            yield number, "NULLED_AND_EMPTY", 0, (ANY,)
            if role == "BUFFER" and asks_for_size(function):
                yield number, "SMALL_ROOM", 0, (RANGE,)
            elif parameter.name == "buffer":
                for value in range(4):  # less than two frames, or less than one
                    allowed = (OK,) if value == 0 and function.name.endswith("_bytes") else (RANGE,)
                    yield number, "ROOM_FOR", value, allowed
        else:
            yield number, "NULLED", 0, (NULL,)


def sizes_of(number, struct):
    """struct_size that is wrong, short, odd or huge; right behind the struct is a page that may not be touched."""
    for value in range(4):
        yield number, "STRUCT_SIZE", value, (SIZE,)
    yield number, "EACH_SHORT_SIZE", 0, (ANY,)
    for value in (2**32 - 8, 2**31, 100_000):
        yield number, "STRUCT_SIZE", value, (OK,)


def c_call(function):
    """A function in C that takes its arguments from an array."""
    arguments = []
    for number, parameter in enumerate(function.parameters):
        if role_of(function, parameter) == "REAL":
            arguments.append(f"a[{number}].d")
        elif role_of(function, parameter) in ("NUMBER", "DESCRIPTOR"):
            arguments.append(f"({parameter.type})a[{number}].u")
        else:
            pointer = parameter.type if not parameter.length else f"{parameter.type} *"
            arguments.append(f"({pointer})a[{number}].p")
    call = f"{function.name}({', '.join(arguments)})"
    if function.result == "const char *":
        call = f"{call}[0] != '\\0' ? MMS_OK : 1"
    elif function.result != "mms_status":
        call = f"{call} != 0 ? MMS_OK : 1"
    unused = "" if function.parameters else "    (void)a;\n"
    return f"static mms_status call_{function.name}(const union argument *a) {{\n{unused}    return {call};\n}}\n"


def c_struct(name, members):
    """The row of a struct in C."""
    rows = "".join(
        f'    {{"{member}", offsetof({name}, {member}), sizeof((({name} *)0)->{member})}},\n' for member in members
    )
    init = f"static const {name} init_{name} = {name.upper()}_INIT;\n"
    return f"{init}static const struct member members_{name}[] = {{\n{rows}}};\n"


def tables(functions, lies=True, changed=None):
    """
    The tables in C. lies as for cases_of. changed, if given, is (function, parameter, what is done, statuses): another
    expectation, to see that the tests go by them.
    """
    structs = header.structs()
    out = ["/* Made from mmservices.h by misuse.py. */\n"]
    out += ["enum {\n", *(f"    KIND_{name},\n" for name in header.handles()), "    KINDS\n};\n"]
    out += ["enum {\n", *(f"    STRUCT_{name},\n" for name in structs), "    STRUCTS\n};\n"]
    out += [c_struct(name, members) for name, members in structs.items()]
    out.append("static const struct structure structs[] = {\n")
    for name, members in structs.items():
        out.append(f'    {{"{name}", sizeof({name}), &init_{name}, members_{name}, {len(members)}}},\n')
    out.append("};\n")
    out += [c_call(function) for function in functions]
    out.append("static const struct function functions[] = {\n")
    for function in functions:
        rows = ", ".join(c_parameter(function, parameter) for parameter in function.parameters)
        flags = ["CLOSES"] if function.name.endswith(CLOSING) else []
        flags += [FIRST[function.name]] if function.name in FIRST else []
        flags += ["ASKS"] if asks_for_size(function) else []
        head = f'"{function.name}", call_{function.name}, {" | ".join(flags) or 0}, {len(function.parameters)}'
        out.append(f"    {{{head}, {{{rows or '{0}'}}}}},\n")
    out.append("};\nstatic const struct test tests[] = {\n")
    for number, function in enumerate(functions):
        for parameter, what, value, statuses in [(-1, "NOTHING", 0, (OK,)), *cases_of(function, lies)]:
            name = function.parameters[parameter].name if parameter >= 0 else ""
            if changed is not None and changed[:3] == (function.name, name, what):
                statuses = changed[3]
            wanted = ", ".join([*statuses] + ["NONE"] * (2 - len(statuses)))
            out.append(f"    {{{number}, {parameter}, {what}, {value}u, {{{wanted}}}}},\n")
    out.append("};\n")
    return "".join(out)
