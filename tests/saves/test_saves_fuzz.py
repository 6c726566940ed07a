"""A thousand damaged files: each loads equal or is refused in one sentence, and nothing else happens."""

import json
import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from profiles import content, make_profile

from rps_game.errors import SaveDamaged, SaveError
from rps_game.saves.format import Profile
from rps_game.saves.store import SaveStore

Mutation = Callable[[bytes, np.random.Generator], bytes]
NAME = "Anna"


def header_end(data: bytes) -> int:
    return 8 + int.from_bytes(data[:8], "little")


def with_header(data: bytes, header: bytes) -> bytes:
    return len(header).to_bytes(8, "little") + header + data[header_end(data) :]


def flipped(data: bytes, rng: np.random.Generator) -> bytes:
    place = int(rng.integers(len(data)))
    return data[:place] + bytes([data[place] ^ int(rng.integers(1, 256))]) + data[place + 1 :]


def flipped_in_header(data: bytes, rng: np.random.Generator) -> bytes:
    end = header_end(data)
    return flipped(data[:end], rng) + data[end:]


def truncated(data: bytes, rng: np.random.Generator) -> bytes:
    return data[: int(rng.integers(len(data)))]


def truncated_early(data: bytes, rng: np.random.Generator) -> bytes:
    return data[: int(rng.integers(header_end(data) + 2))]


def extended(data: bytes, rng: np.random.Generator) -> bytes:
    return data + rng.bytes(int(rng.integers(1, 100)))


def swapped_tensors(data: bytes, rng: np.random.Generator) -> bytes:
    """The numbers of two gestures change places, and nothing else does."""
    header = json.loads(data[8 : header_end(data)])
    one, other = rng.choice(["samples/rock", "samples/paper", "samples/scissors"], 2, replace=False)
    body = bytearray(data[header_end(data) :])
    first, second = (slice(*header[name]["data_offsets"]) for name in (one, other))
    body[first], body[second] = body[second], body[first]
    return data[: header_end(data)] + bytes(body)


def swapped_names(data: bytes, rng: np.random.Generator) -> bytes:
    end = header_end(data)
    header = data[:end].replace(b"samples/rock", b"samples/????").replace(b"samples/none", b"samples/rock")
    return header.replace(b"samples/????", b"samples/none") + data[end:]


def huge_header(data: bytes, rng: np.random.Generator) -> bytes:
    lengths = [0, 1, 2**16, 2**16 + 1, 10**8, len(data) - 8, len(data) - 7, 2**31, 2**63, 2**64 - 1]
    return int(lengths[rng.integers(len(lengths))]).to_bytes(8, "little") + data[8:]


def overgrown_header(data: bytes, rng: np.random.Generator) -> bytes:
    return with_header(data, data[8 : header_end(data)] + b" " * int(rng.integers(2**16, 2**17)))


def nested_header(data: bytes, rng: np.random.Generator) -> bytes:
    return with_header(data, b'{"a":' + b"[" * int(rng.integers(1000, 30_000)) + data[9 : header_end(data)])


def zeroed_block(data: bytes, rng: np.random.Generator) -> bytes:
    start = int(rng.integers(len(data))) // 512 * 512
    return data[:start] + bytes(min(512, len(data) - start)) + data[start + 512 :]


def noise(data: bytes, rng: np.random.Generator) -> bytes:
    return rng.bytes(int(rng.integers(0, 3000)))


MUTATIONS: list[Mutation] = [
    flipped,
    flipped,
    flipped_in_header,
    flipped_in_header,
    truncated,
    truncated_early,
    extended,
    swapped_tensors,
    swapped_names,
    huge_header,
    overgrown_header,
    nested_header,
    zeroed_block,
    noise,
]


def with_new_checksum(data: bytes) -> bytes:
    """As a forger would do it: the checksum fits the new content, where there still is one."""
    end = header_end(data)
    header = re.sub(rb'"sha256":"[^"]{64}"', b'"sha256":"' + b"0" * 64 + b'"', data[:end], count=1)
    digest = sha256(header + data[end:]).hexdigest().encode()
    return header.replace(b"0" * 64, digest, 1) + data[end:]


def is_one_sentence(text: str) -> bool:
    return (
        text.isprintable() and text.endswith(".") and not re.search(r"[.!?] [A-Z]", text) and "{" not in text
    )


def load(store: SaveStore) -> tuple[Profile | None, SaveError | None]:
    try:
        return store.load(store.path(NAME)), None
    except SaveError as error:
        return None, error


@pytest.mark.parametrize("forged", [False, True], ids=["as it is", "with a new checksum"])
def test_a_thousand_damaged_files(tmp_path: Path, forged: bool) -> None:
    store = SaveStore(tmp_path)
    original = content(store.save(make_profile(), NAME))
    (path,) = tmp_path.iterdir()
    sound = path.read_bytes()
    results: Counter[str] = Counter()
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        mutate = MUTATIONS[seed % len(MUTATIONS)]
        data = mutate(sound, rng)
        if forged:
            data = with_new_checksum(data)
        path.write_bytes(data)
        loaded, refusal = load(store)
        fresh = SaveStore(tmp_path)
        (line,) = fresh.list()
        checked = fresh.check(line)
        assert line.name.isprintable()
        assert line.usable or not checked.usable
        if checked.usable and refusal is not None:  # numbers that cannot be are found by loading alone
            assert forged
            assert type(refusal) is SaveDamaged
            results["refused by loading alone"] += 1
        else:
            assert type(checked.error) is type(refusal)
        if refusal is not None:
            assert is_one_sentence(refusal.what), refusal.what
            assert is_one_sentence(refusal.remedy.replace("; ", " ")), refusal.remedy
            results[type(refusal).__name__] += 1
        else:
            assert forged or data == sound, f"{mutate.__name__} with seed {seed} went unnoticed"
            assert data != sound or (loaded is not None and content(loaded) == original)
            results["loaded"] += 1
        assert path.read_bytes() == data
        assert list(tmp_path.iterdir()) == [path]
    if forged:  # what a forger writes into the numbers is loaded; what cannot be a player is still refused
        assert results["loaded"] > 100
        assert results["SaveDamaged"] > 400
        assert results["refused by loading alone"] < 200
    else:
        assert results["SaveDamaged"] > 990
