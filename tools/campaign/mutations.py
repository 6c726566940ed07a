"""Damage to files: to their bytes, to the values in JSON, and to saves whose checksum is made right again."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import numpy as np

Rng = np.random.Generator
Mutation = Callable[[bytes, Rng], bytes]

HOSTILE: Final[tuple[object, ...]] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    0.5,
    -0.0,
    1e308,
    3e38,
    float("nan"),
    float("inf"),
    -float("inf"),
    2**31,
    2**53 + 1,
    2**64,
    10**300,
    "",
    " ",
    "\0",
    "x" * 501,
    "x" * 100_000,
    "\ud800",
    "\u200c\u202eabc",
    "two\nlines",
    "\x1b[31m",
    "{reason}",
    "%s%n",
    "../../x",
    "~nosuchuser/x",
    "/dev/zero",
    "CON",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59+14:00",
    "random",
    "imagenet",
    "dense",
    [],
    {},
    [[]],
    [None] * 1000,
    {"": {}},
    {"x" * 1000: 1},
)


def any_of(values: Any, rng: Rng) -> Any:
    """Return one of the values, whatever kinds they are of."""
    return values[int(rng.integers(len(values)))]


def hostile(rng: Rng) -> Any:
    """Return a value that no file should hold there."""
    if rng.random() < 0.1:
        value: Any = 1
        for _ in range(int(rng.integers(1, 900))):
            value = [value] if rng.random() < 0.5 else {"a": value}
        return value
    return any_of(HOSTILE, rng)


def with_hostile_value(value: Any, rng: Rng) -> Any:
    """Return a copy of a value of JSON in which one value, or one key, is another, is gone, or is new."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = any_of(sorted(value), rng)
        match int(rng.integers(8)):
            case 0:
                return {other: kept for other, kept in value.items() if other != key}
            case 1:
                return {**value, str(hostile(rng))[:2000]: value[key]}
            case 2:
                return {**value, key: value[any_of(sorted(value), rng)]}
            case _:
                return {**value, key: with_hostile_value(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = int(rng.integers(len(value)))
        return [*value[:place], with_hostile_value(value[place], rng), *value[place + 1 :]]
    if type(value) in {int, float} and rng.random() < 0.3:
        return any_of((value + 1, value - 1, -value, value * 1000, str(value)), rng)
    return hostile(rng)


def flipped(data: bytes, rng: Rng) -> bytes:
    """Change one byte."""
    place = int(rng.integers(len(data)))
    return data[:place] + bytes([data[place] ^ int(rng.integers(1, 256))]) + data[place + 1 :]


def flipped_early(data: bytes, rng: Rng) -> bytes:
    """Change one of the first thousand bytes: where headers are."""
    return flipped(data[:1000], rng) + data[1000:]


def truncated(data: bytes, rng: Rng) -> bytes:
    """Cut the end off."""
    return data[: int(rng.integers(len(data)))]


def extended(data: bytes, rng: Rng) -> bytes:
    """Add bytes at the end."""
    return data + rng.bytes(int(rng.integers(1, 100)))


def zeroed_block(data: bytes, rng: Rng) -> bytes:
    """Empty a block of the disk."""
    start = int(rng.integers(len(data))) // 512 * 512
    return data[:start] + bytes(min(512, len(data) - start)) + data[start + 512 :]


def other_number(data: bytes, rng: Rng) -> bytes:
    """Write another number over four bytes: a length, an offset, a count."""
    place = int(rng.integers(max(len(data) - 4, 1)))
    number = any_of((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**16, len(data), len(data) * 2), rng)
    return data[:place] + int(number).to_bytes(4, any_of(("little", "big"), rng)) + data[place + 4 :]


def moved(data: bytes, rng: Rng) -> bytes:
    """Copy a piece to another place."""
    source, target = (int(rng.integers(len(data))) for _ in range(2))
    piece = data[source : source + int(rng.integers(1, 200))]
    return data[:target] + piece + data[target + len(piece) :]


def noise(_data: bytes, rng: Rng) -> bytes:
    """Return something else altogether, or nothing."""
    return rng.bytes(int(rng.integers(0, 3000)))


BYTES: Final[tuple[Mutation, ...]] = (
    flipped,
    flipped,
    flipped_early,
    flipped_early,
    truncated,
    extended,
    zeroed_block,
    other_number,
    other_number,
    moved,
    noise,
)


def damaged(data: bytes, rng: Rng) -> bytes:
    """Damage bytes in one to three ways."""
    for _ in range(int(rng.integers(1, 4))):
        data = any_of(BYTES, rng)(data, rng) or b"\0"
    return data


def damaged_json(data: bytes, rng: Rng) -> bytes:
    """Damage a file of JSON: its values, its text, or its bytes."""
    kind = rng.random()
    if kind < 0.7:
        value = json.loads(data)
        for _ in range(int(rng.integers(1, 4))):
            value = with_hostile_value(value, rng)
        return json.dumps(value).encode()
    if kind < 0.85:
        return damaged(data, rng)
    text = data.decode()
    damage: Callable[[], bytes] = any_of(
        (
            lambda: text.encode("utf-16"),
            lambda: text.encode("utf-8-sig"),
            lambda: b"",
            lambda: b"[" * 100_000,
            lambda: b'{"a":' * 50_000,
            lambda: data + b" " * 2**20,
            lambda: data.replace(b":", b": 1" + b"0" * 5000 + b",", 1),
            lambda: data + data,
            lambda: data[:-2] + b"," + data[1:],
            lambda: text.replace('"', "'").encode(),
            lambda: text.encode().replace(b"true", b"True"),
            lambda: b"\xff\xfe\xfd",
        ),
        rng,
    )
    return damage()


# Saves: eight bytes that give the header's length, the header in JSON, the numbers.


def header_end(data: bytes) -> int:
    """Return where the numbers begin."""
    return 8 + int.from_bytes(data[:8], "little")


def with_header(data: bytes, header: bytes) -> bytes:
    """Return the save with another header."""
    return len(header).to_bytes(8, "little") + header + data[header_end(data) :]


def flipped_in_header(data: bytes, rng: Rng) -> bytes:
    """Change one byte of the header."""
    end = header_end(data)
    return flipped(data[:end], rng) + data[end:]


def hostile_header(data: bytes, rng: Rng) -> bytes:
    """Change one value of the header."""
    header = with_hostile_value(json.loads(data[8 : header_end(data)]), rng)
    return with_header(data, json.dumps(header, separators=(",", ":")).encode())


def hostile_metadata(data: bytes, rng: Rng) -> bytes:
    """Change something that the save says of its player, by a text, as the format wants it."""
    header = json.loads(data[8 : header_end(data)])
    key = any_of(sorted(header["__metadata__"]), rng)
    value = hostile(rng)
    header["__metadata__"][key] = value if isinstance(value, str) else json.dumps(value)
    return with_header(data, json.dumps(header, separators=(",", ":")).encode())


def hostile_numbers(data: bytes, rng: Rng) -> bytes:
    """Write a number that is none, infinite, or larger than any head's."""
    start = header_end(data)
    place = start + int(rng.integers((len(data) - start) // 4)) * 4
    number = any_of((np.nan, np.inf, -np.inf, 3e38, -3e38, 1e30, 1e-45, 1e6), rng)
    return data[:place] + np.float32(number).tobytes() + data[place + 4 :]


def swapped_tensors(data: bytes, rng: Rng) -> bytes:
    """Let the numbers of two gestures change places, and nothing else."""
    header = json.loads(data[8 : header_end(data)])
    one, other = rng.choice(["samples/rock", "samples/paper", "samples/scissors"], 2, replace=False)
    body = bytearray(data[header_end(data) :])
    first, second = (slice(*header[name]["data_offsets"]) for name in (one, other))
    body[first], body[second] = body[second], body[first]
    return data[: header_end(data)] + bytes(body)


def swapped_names(data: bytes, _rng: Rng) -> bytes:
    """Let two gestures change their names."""
    end = header_end(data)
    header = data[:end].replace(b"samples/rock", b"samples/????").replace(b"samples/none", b"samples/rock")
    return header.replace(b"samples/????", b"samples/none") + data[end:]


def huge_header(data: bytes, rng: Rng) -> bytes:
    """Have the header say another length of itself."""
    lengths = [0, 1, 2**16, 2**16 + 1, 10**8, len(data) - 8, len(data) - 7, 2**31, 2**63, 2**64 - 1]
    return int(any_of(lengths, rng)).to_bytes(8, "little") + data[8:]


def overgrown_header(data: bytes, rng: Rng) -> bytes:
    """Make the header longer than any."""
    return with_header(data, data[8 : header_end(data)] + b" " * int(rng.integers(2**16, 2**17)))


def nested_header(data: bytes, rng: Rng) -> bytes:
    """Make the header brackets in brackets."""
    return with_header(data, b'{"a":' + b"[" * int(rng.integers(1000, 30_000)) + data[9 : header_end(data)])


SAVES: Final[tuple[Mutation, ...]] = (
    *BYTES,
    flipped_in_header,
    flipped_in_header,
    hostile_header,
    hostile_header,
    hostile_metadata,
    hostile_metadata,
    hostile_metadata,
    hostile_numbers,
    hostile_numbers,
    swapped_tensors,
    swapped_names,
    huge_header,
    overgrown_header,
    nested_header,
)


def with_new_checksum(data: bytes) -> bytes:
    """Return a save with the checksum of its content, as a forger would make it, where it has one."""
    end = header_end(data)
    header = re.sub(rb'"sha256":"[^"]{64}"', b'"sha256":"' + b"0" * 64 + b'"', data[:end], count=1)
    digest = sha256(header + data[end:]).hexdigest().encode()
    return header.replace(b"0" * 64, digest, 1) + data[end:]
