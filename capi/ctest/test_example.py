"""The C example, bindings/c-example/mmstool.c: what it prints, copies and writes, and how it fails."""

import array
import math
import struct
import wave

import pytest

from conftest import BUILD, run

TOOL = BUILD / "mmstool"


def wav(tag, channels, bits, data, rate=8000, sample_bytes=None):
    """A WAV file with a plain header of 44 bytes. A sample takes (bits + 7) // 8 bytes, or sample_bytes."""
    align = channels * (sample_bytes or (bits + 7) // 8)
    fmt = struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", len(data)) + data
    body += b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def info(path):
    """What `mmstool info` prints, as a dictionary of its lines."""
    lines = run([TOOL, "info", path]).stdout.splitlines()
    return {line[:13].strip(): line[13:] for line in lines}


LOUD = {
    "u8": wav(1, 1, 8, bytes([128, 192, 128, 64])),
    "s16": wav(1, 1, 16, struct.pack("<4h", 0, 0x4000, 0, -0x4000)),
    "s24": wav(1, 1, 24, bytes([0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0xC0])),
    "s32": wav(1, 1, 32, struct.pack("<4i", 0, 0x40000000, 0, -0x40000000)),
    "f32": wav(3, 1, 32, struct.pack("<4f", 0, 0.5, 0, -0.5)),
    "f64": wav(3, 1, 64, struct.pack("<4d", 0, 0.5, 0, -0.5)),
}


@pytest.mark.parametrize("kind", LOUD)
def test_info_measures_half_of_full_scale_alike_in_every_format(kind, tmp_path):
    (tmp_path / "loud.wav").write_bytes(LOUD[kind])
    # Peak one half; two of four samples are not silent: a mean square of one eighth.
    assert info(tmp_path / "loud.wav")["channel 1"] == "peak   -6.02 dBFS   RMS   -9.03 dBFS"


def test_info_tells_the_parameters(tmp_path):
    path = tmp_path / "two.wav"
    path.write_bytes(wav(1, 2, 16, struct.pack("<16h", *[0, -32768] * 8)))
    told = info(path)
    assert told["file"] == str(path)
    assert told["encoding"] == "PCM"
    assert told["format tag"] == "0x0001"
    assert told["channels"] == "2"
    assert told["sample rate"] == "8000 Hz"
    assert told["bits"] == "16 valid of 16"
    assert told["frames"] == "8"
    assert told["duration"] == "0.001 s"
    assert told["channel 1"] == "peak    -inf dBFS   RMS    -inf dBFS"
    assert told["channel 2"] == "peak    0.00 dBFS   RMS    0.00 dBFS"


def test_tone_is_a_sine_at_half_of_full_scale(tmp_path):
    path = tmp_path / "tone.wav"
    run([TOOL, "tone", path, "1000", "0.5"])
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 44100, 22050)
        samples = array.array("h", file.readframes(22050))
    want = [16384 * math.sin(2 * math.pi * 1000 * frame / 44100) for frame in range(22050)]
    assert max(abs(a - b) for a, b in zip(samples, want)) <= 0.5 + 1e-6
    assert info(path)["channel 1"] == "peak   -6.02 dBFS   RMS   -9.03 dBFS"


@pytest.mark.parametrize("kind", LOUD)
def test_copy_keeps_every_byte(kind, tmp_path):
    (tmp_path / "in.wav").write_bytes(LOUD[kind])
    run([TOOL, "copy", "in.wav", "out.wav"], cwd=tmp_path)
    assert (tmp_path / "out.wav").read_bytes() == LOUD[kind]


def test_copy_keeps_bits_and_bytes_and_chunks_as_they_are(tmp_path):
    for file in (
        wav(1, 1, 20, LOUD["s24"][44:]),
        wav(1, 1, 24, bytes(16), sample_bytes=4),
        wav(1, 1, 16, bytes(16)) + b"abcd" + (3).to_bytes(4, "little") + b"one\0",
    ):
        file = file[:4] + (len(file) - 8).to_bytes(4, "little") + file[8:]
        (tmp_path / "in.wav").write_bytes(file)
        run([TOOL, "copy", "in.wav", "out.wav"], cwd=tmp_path)
        assert (tmp_path / "out.wav").read_bytes() == file


def test_copy_takes_more_than_one_block(tmp_path):
    data = bytes(range(256)) * 100
    (tmp_path / "in.wav").write_bytes(wav(1, 2, 16, data))
    run([TOOL, "copy", "in.wav", "out.wav"], cwd=tmp_path)
    assert (tmp_path / "out.wav").read_bytes() == wav(1, 2, 16, data)


def test_colour_converts_orange():
    # What CPython's colorsys makes of it, rounded.
    assert run([TOOL, "colour", "1", "0.5", "0"]).stdout == (
        "rgb  r 1.0000  g 0.5000  b 0.0000\n"
        "hls  h 0.0833  l 0.5000  s 1.0000\n"
        "hsv  h 0.0833  s 1.0000  v 1.0000\n"
        "yiq  y 0.5950  i 0.4604  q -0.0495\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["info", "missing.wav"],
        ["info", "."],
        ["info", "text.wav"],
        ["copy", "missing.wav", "out.wav"],
        ["copy", "text.wav", "out.wav"],
        ["copy", "good.wav", "missing/out.wav"],
        ["copy", "good.wav", "/dev/full"],
        ["tone", "missing/tone.wav"],
        ["tone", "/dev/full"],
        ["colour", "--", "-1", "0"],
        ["colour", "-1", "0", "1"],
    ],
    ids=" ".join,
)
def test_a_failure_is_told_on_stderr(arguments, tmp_path):
    (tmp_path / "text.wav").write_text("no sound at all, and no RIFF either")
    (tmp_path / "good.wav").write_bytes(LOUD["s16"])
    status = 2 if "--" in arguments else 1
    done = run([TOOL, *arguments], cwd=tmp_path, status=status)
    assert done.stdout == ""
    assert done.stderr.startswith("usage:" if status == 2 else "mmstool: ")


@pytest.mark.parametrize(
    "arguments",
    [[], ["info"], ["play", "x.wav"], ["tone", "x.wav", "loud"], ["colour", "1"]],
)
def test_arguments_that_make_no_sense_get_the_usage(arguments, tmp_path):
    done = run([TOOL, *arguments], cwd=tmp_path, status=2)
    assert done.stderr.startswith("usage: mmstool info FILE")
    assert list(tmp_path.iterdir()) == []
