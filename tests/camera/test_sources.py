"""What `--camera` means, and recordings at their own rate."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from rps_game.camera import sources
from rps_game.camera.devices import CameraInfo
from rps_game.camera.pictures import natural_key, pictures_in
from rps_game.camera.playback import FolderSource, Pace, VideoSource
from rps_game.camera.sources import DEMO, CameraSpec, first_working_camera, open_source
from rps_game.errors import CameraBusy, CameraError, CameraNotFound


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def clock(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def level(frame: np.ndarray | None) -> int:
    assert frame is not None
    return round(float(frame.mean()) / 10)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Ten frames at 20 a second; frame n is grey of level 10 * (n + 5)."""
    path = tmp_path / "ten frames ü.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for number in range(10):
        writer.write(np.full((48, 64, 3), 10 * (number + 5), np.uint8))
    writer.release()
    return path


def test_a_video_keeps_its_pace_and_ends(video: Path, time: Time) -> None:
    source = VideoSource(video, clock=time.clock, sleep=time.sleep)
    seen = []
    while (frame := source.read()) is not None:
        seen.append((level(frame), round(time.now_s - 100, 3)))
    assert seen == [(n + 5, round(n * 0.05, 3)) for n in range(10)]
    assert source.read() is None
    source.close()


def test_a_slow_reader_of_a_video_misses_frames_as_with_a_camera(video: Path, time: Time) -> None:
    source = VideoSource(video, clock=time.clock, sleep=time.sleep)
    seen = []
    for _ in range(3):
        seen.append(level(source.read()))
        time.sleep(0.16)
    assert seen == [5, 8, 11]
    source.close()


def test_a_video_that_loops_begins_again(video: Path, time: Time) -> None:
    source = VideoSource(video, loop=True, clock=time.clock, sleep=time.sleep)
    assert [level(source.read()) for _ in range(12)] == [*range(5, 15), 5, 6]
    source.close()


def test_a_suspended_reader_goes_on_where_it_was(time: Time) -> None:
    pace = Pace(10, time.clock, time.sleep)
    assert pace.wait() == 0
    time.sleep(3600)
    assert pace.wait() == 0
    before_s = time.now_s
    assert pace.wait() == 0
    assert time.now_s - before_s == pytest.approx(0.1)


def picture(path: Path, grey: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    good, data = cv2.imencode(".png", np.full((30, 40), grey, np.uint8))
    assert good
    path.write_bytes(data.tobytes())


def test_a_folder_is_shown_in_the_order_that_people_count_in(tmp_path: Path, time: Time) -> None:
    for number, name in enumerate(["2.png", "10.png", "a/b/1.png", "a/b/11.PNG", "ü.png"]):
        picture(tmp_path / name, 10 * (number + 1))
    (tmp_path / "3.jpg").write_bytes(b"not a picture")
    (tmp_path / "4.png").touch()
    (tmp_path / "notes.txt").touch()
    source = FolderSource(tmp_path, clock=time.clock, sleep=time.sleep)
    assert [level(source.read()) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert source.read() is None
    looping = FolderSource(tmp_path, loop=True, clock=time.clock, sleep=time.sleep)
    assert [level(looping.read()) for _ in range(7)] == [1, 2, 3, 4, 5, 1, 2]
    frame = looping.read()
    assert frame is not None
    assert frame.shape == (30, 40, 3)


def test_a_folder_of_damaged_pictures_ends_rather_than_spins(tmp_path: Path, time: Time) -> None:
    (tmp_path / "1.png").write_bytes(b"no")
    source = FolderSource(tmp_path, loop=True, clock=time.clock, sleep=time.sleep)
    with pytest.raises(CameraNotFound, match="none can be used"):
        source.read()
    assert source.read() is None


def test_natural_order() -> None:
    names = ["f10.jpg", "f9.jpg", "F1.jpg", "f/2.jpg", "007.jpg", "10.jpg"]
    assert [p.as_posix() for p in sorted(map(Path, names), key=natural_key)] == [
        "007.jpg",
        "10.jpg",
        "f/2.jpg",
        "F1.jpg",
        "f9.jpg",
        "f10.jpg",
    ]


def test_one_picture_is_a_camera_too(tmp_path: Path) -> None:
    picture(tmp_path / "hand.png", 90)
    assert pictures_in(tmp_path / "hand.png") == [tmp_path / "hand.png"]
    spec = CameraSpec.parse(str(tmp_path / "hand.png"))
    assert level(open_source(spec).read()) == 9


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: VideoSource(folder / "gone.mp4"), "There is no file"),
        (lambda folder: VideoSource(folder / "text.mp4"), "not a video"),
        (lambda folder: FolderSource(folder / "empty"), "no picture"),
        (lambda folder: FolderSource(folder / "gone"), "no picture"),
    ],
)
def test_what_is_no_recording_gets_one_sentence(
    tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CameraNotFound, match=says):
        make(tmp_path)


def test_what_a_camera_option_means(video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "session").mkdir()
    meaning = {
        "0": ("number", "0"),
        " 007 ": ("number", "7"),
        "DEMO": ("drawn hand", "demo"),
        "session": ("folder", str(tmp_path / "session")),
        video.name: ("video", str(video)),
        "gone.mp4": ("video", str(tmp_path / "gone.mp4")),
        "HD Webcam: C920 / USB 2.0": ("name", "HD Webcam: C920 / USB 2.0"),
        "/dev/video0": ("name", "/dev/video0"),
    }
    for text, (kind, value) in meaning.items():
        spec = CameraSpec.parse(text)
        assert (spec.kind.name, spec.value) == (kind, value)
        assert CameraSpec.parse(str(spec)) == spec
    with pytest.raises(ValueError, match="expected a number, a name"):
        CameraSpec.parse("  ")


LISTED = [
    CameraInfo(0, cv2.CAP_V4L2, "Infrared", "/dev/video0"),
    CameraInfo(4, cv2.CAP_V4L2, "Desk Camera Pro", "/dev/video4"),
    CameraInfo(6, cv2.CAP_V4L2, "Desk Camera", "/dev/video6"),
]


class Webcams:
    """Stands for `WebcamSource`: remembers what was opened, and refuses what it is told to refuse."""

    def __init__(self, refused: dict[int, CameraError]) -> None:
        self.refused = refused
        self.opened: list[tuple[CameraInfo, float | None]] = []

    def __call__(self, camera: CameraInfo, *, timeout_s: float | None = None) -> str:
        self.opened.append((camera, timeout_s))
        if camera.index in self.refused:
            raise self.refused[camera.index]
        return camera.name


def connect(
    monkeypatch: pytest.MonkeyPatch, listed: list[CameraInfo], refused: dict[int, CameraError]
) -> Webcams:
    webcams = Webcams(refused)
    monkeypatch.setattr(sources, "list_cameras", lambda: listed)
    monkeypatch.setattr(sources, "WebcamSource", webcams)
    return webcams


@pytest.mark.parametrize(
    ("wanted", "index", "backend"),
    [
        ("4", 4, cv2.CAP_V4L2),
        ("desk camera", 6, cv2.CAP_V4L2),
        ("camera pro", 4, cv2.CAP_V4L2),
        ("/dev/video4", 4, cv2.CAP_V4L2),
        ("9", 9, cv2.CAP_ANY),
    ],
)
def test_a_camera_is_found_by_number_and_by_name(
    monkeypatch: pytest.MonkeyPatch, wanted: str, index: int, backend: int
) -> None:
    webcams = connect(monkeypatch, LISTED, {})
    open_source(CameraSpec.parse(wanted))
    camera, _ = webcams.opened[0]
    assert (camera.index, camera.backend) == (index, backend)


def test_a_name_that_nobody_has_is_answered_with_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect(monkeypatch, LISTED[:2], {})
    with pytest.raises(CameraNotFound, match="connected are: Infrared, Desk Camera Pro"):
        open_source(CameraSpec.parse("Doorbell"))
    connect(monkeypatch, [], {})
    with pytest.raises(CameraNotFound, match="none is connected"):
        open_source(CameraSpec.parse("Doorbell"))


def test_the_first_camera_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    webcams = connect(monkeypatch, LISTED, {0: CameraNotFound("It stays black.", "Open it.")})
    assert open_source(None) == "Desk Camera Pro"  # type: ignore[comparison-overlap]
    assert [(camera.index, timeout_s) for camera, timeout_s in webcams.opened] == [(0, 3.0), (4, 3.0)]


def test_when_none_works_the_most_telling_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    black, busy = (
        CameraNotFound("It stays black.", "Open it."),
        CameraBusy("It is in use.", "Close the call."),
    )
    connect(monkeypatch, LISTED, {0: black, 4: busy, 6: black})
    with pytest.raises(CameraBusy, match="in use"):
        first_working_camera()
    connect(monkeypatch, LISTED[:1], {0: black})
    with pytest.raises(CameraNotFound, match="stays black"):
        first_working_camera()
    connect(monkeypatch, [], {0: black})
    with pytest.raises(CameraNotFound, match="No camera was found"):
        first_working_camera()


@pytest.mark.shared
def test_a_recorded_session_has_its_size_and_length(shared: Path, time: Time) -> None:
    source = VideoSource(shared / "video" / "best_of_one.mp4", clock=time.clock, sleep=time.sleep)
    frames = 0
    while (frame := source.read()) is not None:
        assert frame.shape == (380, 400, 3)
        frames += 1
    assert frames == 255 + 12 * 45 + 12 * 12
    assert time.now_s - 100 == pytest.approx((frames - 1) / 30, abs=0.05)
    source.close()


def test_the_drawn_hand_is_a_camera() -> None:
    source = open_source(CameraSpec.parse(DEMO))
    assert source.name == DEMO
    frame = source.read()
    assert frame is not None
    assert frame.dtype == np.uint8
    source.close()
