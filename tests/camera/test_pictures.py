"""Picture files of every kind, sound and hostile, as camera folders and as sessions."""

import contextlib
import logging
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rps_game.__main__ import main
from rps_game.camera.pictures import MAX_BYTES, read_picture
from rps_game.camera.playback import FolderSource
from rps_game.camera.sources import CameraSpec, open_source
from rps_game.cli import checks
from rps_game.cli.checks import Health
from rps_game.errors import CameraNotFound, DataError

SUFFIXES = (".bmp", ".jpg", ".png", ".tif", ".webp")
WIDE = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)


def encoded(suffix: str, picture: np.ndarray = WIDE, *options: int) -> bytes:
    good, data = cv2.imencode(suffix, picture, options)
    assert good
    return data.tobytes()


def png(width: int, height: int) -> bytes:
    """A sound black picture of one bit a pixel: large ones take little."""
    rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def tiff_of_large_tiles() -> bytes:
    """One that is small and whose tiles are not."""
    entries = ((256, 64), (257, 48), (322, 2**20), (323, 2**20))
    return struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries
    )


@pytest.mark.parametrize(
    "data",
    [
        *(encoded(suffix) for suffix in SUFFIXES),
        encoded(".webp", WIDE, cv2.IMWRITE_WEBP_QUALITY, 101),  # lossless: another header
        encoded(".png", WIDE.astype(np.uint16) * 257),
        encoded(".png", cv2.cvtColor(WIDE, cv2.COLOR_BGR2BGRA)),
        encoded(".jpg", WIDE, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        encoded(".jpg")[:2]
        + b"\xff\xe1\x00\x06\xff\xc0\xff\xc0"
        + encoded(".jpg")[2:],  # like a frame's start
    ],
)
def test_every_format_is_read(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(data)  # the content counts
    frame = read_picture(tmp_path / "picture.png")
    assert frame.dtype.name == "uint8"
    assert frame.shape == WIDE.shape
    assert abs(frame.astype(int) - WIDE).mean() < 70  # noise suffers when it is compressed


def make_session(folder: Path) -> None:
    for gesture in ("rock", "paper", "scissors"):
        (folder / gesture).mkdir(parents=True)
        for number in range(10):
            (folder / gesture / f"{number}.png").write_bytes(encoded(".png"))


PROGRESSIVE = encoded(".jpg", WIDE, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)[:-2]

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is empty"),
    "text": (b"not a picture", "in no format that the game reads"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "in no format that the game reads"),
    "cut off": (encoded(".png")[:20], "it is damaged"),
    "spoilt": (encoded(".png")[:200], "it is damaged"),
    "endless jpeg": (b"\xff\xd8\xff\xe0 no more", "it is damaged"),
    "huge": (png(9000, 9000), "9000 x 9000 pixels are more than"),
    "endless scans": (PROGRESSIVE + PROGRESSIVE[PROGRESSIVE.rindex(b"\xff\xda") :] * 10_000, "it is damaged"),
    "huge bmp": (b"BM" + bytes(12) + struct.pack("<Iii", 40, 128, -(2**31)), "128 x 2147483648 pixels"),
    "huge webp": (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\xff" * 6, "16777216 x 16777216 pixels"),
    "huge chunk": (encoded(".png")[:33] + b"\x7f\xff\xff\xfftEXtno more", "it is damaged"),
    "huge tiles": (tiff_of_large_tiles(), "1048576 x 1048576 pixels are more than"),
    "strip": (png(640, 1), "640 x 1 pixels cannot show a hand"),
    "large file": (encoded(".png") + bytes(MAX_BYTES), "a file of more than 64 MB"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_picture_is_named_with_its_reason_in_a_session(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RPS_GAME_HOME", str(tmp_path / "home"))
    data, said = HOSTILE[kind]
    make_session(tmp_path / "s")
    (tmp_path / "s" / "paper" / "7.png").write_bytes(data)
    assert main(["evaluate", str(tmp_path / "s"), "--starter"]) == 2
    out, complaint = capfd.readouterr()
    assert out == ""
    assert complaint.count("\n") == 1
    assert f"{tmp_path / 's' / 'paper' / '7.png'} cannot be used: {said}" in complaint.replace(
        "it is in no", "in no"
    ).replace("it is a file", "a file")

    (tmp_path / "s" / "rock" / "3.png").write_bytes(data)
    assert main(["evaluate", str(tmp_path / "s"), "--starter"]) == 2
    complaint = capfd.readouterr().err
    assert "2 of the 30 pictures of s cannot be used" in complaint
    assert "rock/3.png" in complaint


@pytest.mark.shared
@pytest.mark.parametrize("name", ["damaged.bmp", "huge.png"])
def test_the_damaged_files_that_were_met_are_refused(
    name: str,
    shared: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not (shared / "faults" / name).exists():
        pytest.skip("these files are not there")
    monkeypatch.setenv("RPS_GAME_HOME", str(tmp_path / "home"))
    make_session(tmp_path / "s")
    shutil.copy(shared / "faults" / name, tmp_path / "s" / "rock" / "3.png")
    assert main(["evaluate", str(tmp_path / "s"), "--starter"]) == 2
    assert re.search(r"rock/3.png cannot be used: .* pixels are more than", capfd.readouterr().err)
    assert "and none can be used" in checks.camera(str(tmp_path / "s" / "rock" / "3.png")).found


def test_what_cannot_be_used_in_a_camera_folder_is_left_out_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number, (data, _) in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.png").write_bytes(data)
    (tmp_path / "99.png").write_bytes(encoded(".png"))
    source = FolderSource(tmp_path, loop=True, sleep=lambda _: None)
    with caplog.at_level(logging.WARNING):
        frames = [source.read() for _ in range(5)]
    assert [frame is not None and frame.shape for frame in frames] == [WIDE.shape] * 5
    assert len(caplog.records) == len(HOSTILE)
    assert f"{len(HOSTILE)} of {len(HOSTILE) + 1} pictures left out" in caplog.text


def unreadable(folder: Path) -> str:
    (folder / "1.png").write_bytes(b"no")
    (folder / "2.png").write_bytes(b"no")
    return "Pictures in “{folder}”: 2, and none can be used; {folder}/1.png: it is in no format"


def of_another_kind(folder: Path) -> str:
    for number in range(3):
        (folder / f"{number}.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
    return "There is no picture in “{folder}”; files of other kinds: 3 (.heic)"


def empty(folder: Path) -> str:
    return "There is no picture in “{folder}”; no files of other kinds are there"


@pytest.mark.parametrize("fill", [unreadable, of_another_kind, empty])
def test_a_folder_without_a_usable_picture_says_what_it_has_and_what_can_be_read(
    fill: Callable[[Path], str], tmp_path: Path
) -> None:
    said = fill(tmp_path).format(folder=tmp_path)
    found = checks.camera(str(tmp_path))
    assert found.health is Health.PROBLEM
    assert said in found.found
    assert "JPEG, PNG, BMP, TIFF, WebP" in found.remedy


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize(
    ("locked", "said"),
    [
        ("folder", "not all of it can be listed (Permission denied)"),
        ("file", "it cannot be read (Permission denied)"),
    ],
)
def test_a_folder_that_may_not_be_read_says_so(locked: str, said: str, tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        folder.chmod(0o755)
        if folder.name.startswith("pytest-of-"):
            break
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file.png").write_bytes(encoded(".png"))
    (tmp_path / "folder" if locked == "folder" else tmp_path / "folder" / "file.png").chmod(0)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # as nobody
        try:
            os.setuid(65534)
            open_source(CameraSpec.parse(str(tmp_path / "folder"))).read()
        except CameraNotFound as error:
            os.write(writer, str(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        assert said in answer.read().decode()
    os.waitpid(child, 0)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from(SUFFIXES))
def test_a_spoilt_file_is_a_picture_or_refused_and_nothing_else(
    data: st.DataObject, suffix: str, tmp_path: Path
) -> None:
    spoilt = bytearray(encoded(suffix))
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, min(len(spoilt) - 1, 400)))] = data.draw(st.integers(0, 255))
    path = tmp_path / "spoilt"
    path.write_bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))] if data.draw(st.booleans()) else spoilt)
    with contextlib.suppress(DataError):
        frame = read_picture(path)
        assert frame.dtype.name == "uint8"
        assert frame.ndim == 3


def test_a_video_without_a_frame_that_can_be_decoded_is_none(tmp_path: Path) -> None:
    video = tmp_path / "spoilt.avi"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for _ in range(3):
        writer.write(np.zeros((48, 64, 3), np.uint8))
    writer.release()
    head, pictures = video.read_bytes().split(b"movi", 1)
    video.write_bytes(head + b"movi" + bytes(len(pictures)))
    found = checks.camera(str(video))
    assert "is not a video that can be read" in found.found


@pytest.mark.parametrize(("size", "said"), [((640, 16), "640 x 16 pixels cannot show a hand")])
def test_a_video_that_cannot_show_a_hand_is_refused(size: tuple[int, int], said: str, tmp_path: Path) -> None:
    video = tmp_path / "strip.avi"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, size)
    writer.write(np.zeros((size[1], size[0], 3), np.uint8))
    writer.release()
    assert said in checks.camera(str(video)).found
