"""What other programs make of an export is what the game reads: LiteRT, Keras, TensorFlow.js, browsers.

All get the same squares, past all scaling of pictures; only the page in a browser cuts and scales its own.
`scripts/export-tools` installs Node's packages and a browser: CI calls it, people are told to.
"""

import base64
import functools
import http.server
import itertools
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from conftest import ROOT

from rps_game import Recognizer
from rps_game.__main__ import main
from rps_game.camera.observation import Frame
from rps_game.camera.pictures import pictures_in, read_picture
from rps_game.camera.preprocess import to_square
from rps_game.game.gestures import CLASSES
from rps_game.paths import HOME_VARIABLE

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
INSTALLED = MODULES / ".package-lock.json"
"""What npm writes last."""

INSTALL_S = 240
"""The longest that CI waits for the registry and Debian."""

HANDS = ("Zoë", "Dense", "starter")
AGREE = 1e-4
TEACHABLE_AGREES = 0.02
"""Teachable Machine scales by 127, not 127.5."""

ALIKE = 10
"""Grey levels between a picture and the same one by Chromium's camera, which has colours of its own: 5. Other
pictures are 20 and more away."""

FRAMES = 100
PLAIN = FRAMES // 5
"""Of the squares that are compared; the others are mixtures."""

SHOWN = 8
"""Frames of the camera, a quarter of a second, for which one picture is held before the browser."""

Floats = npt.NDArray[np.floating]

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that this module takes for the player's own."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="module")
def frames(shared: Path) -> list[Frame]:
    """Pictures of the second half of a session, a quarter of them each class, by turns."""
    paths = {
        gesture: pictures_in(shared / "hands" / "best_of_one" / gesture.name.lower()) for gesture in CLASSES
    }
    later = {gesture: files[len(files) // 2 :] for gesture, files in paths.items()}
    return [read_picture(later[CLASSES[i % 4]][i]) for i in range(FRAMES)]


@pytest.fixture(scope="module")
def hands(shared: Path, home: Path) -> dict[str, Recognizer]:
    """A player of each kind of head, who learnt from the first half of that session, and the starter."""
    found = {"starter": Recognizer.starter()}
    for name, head in (("Zoë", "pooled"), ("Dense", "dense")):
        hand = found[name] = Recognizer.starter()
        for gesture in CLASSES:
            files = pictures_in(shared / "hands" / "best_of_one" / gesture.name.lower())
            for path in files[: len(files) // 2 : 4]:
                hand.add_example(gesture, read_picture(path))
        hand.train(head)
        hand.save(name)
    return found


@pytest.fixture(scope="module")
def squares(frames: list[Frame]) -> npt.NDArray[np.uint8]:
    """Twenty of them as the network's input, then mixtures: uint8 (58, 224, 224, 3), RGB.

    Of the pictures alone a trained head is so sure that agreement would prove little.
    """
    plain = [to_square(frame) for frame in frames[::5]]
    pairs = list(itertools.pairwise(plain))
    mixed = [cv2.addWeighted(one, share, other, 1 - share, 0) for share in (0.4, 0.6) for one, other in pairs]
    return np.stack([*plain, *mixed])


@pytest.fixture(scope="module")
def read(hands: dict[str, Recognizer], squares: npt.NDArray[np.uint8]) -> dict[str, Floats]:
    """What the game reads in them: the network, then the head, in one go."""
    return {name: hand.head.predict(hand.backbone.embed_batch(list(squares))) for name, hand in hands.items()}


@pytest.fixture(scope="module")
def exported(hands: dict[str, Recognizer], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that exports a hand by the command, once, and returns the folder."""
    folder = tmp_path_factory.mktemp("exports")

    @functools.cache
    def export(name: str, to: str) -> Path:
        whose = [] if name == "starter" else [name]
        assert main(["export", *whose, "--to", to, str(folder / name / to)]) == 0
        return folder / name / to

    return export


def differ_by(one: Any, other: Any) -> float:
    return float(np.abs(np.asarray(one) - np.asarray(other)).max())


@pytest.mark.parametrize("name", HANDS)
def test_the_interface_reads_what_the_game_reads(
    hands: dict[str, Recognizer], squares: npt.NDArray[np.uint8], read: dict[str, Floats], name: str
) -> None:
    bgr = (np.ascontiguousarray(square[..., ::-1]) for square in squares)
    rows = [list(hands[name].read(picture).probabilities.values()) for picture in bgr]
    assert differ_by(rows, read[name]) < 1e-5
    assert len({int(row) for row in read[name].argmax(axis=1)}) == len(CLASSES), "one class proves little"
    assert (read[name].max(axis=1) < 0.9).any(), "certainty proves little"


@pytest.mark.usefixtures("tensorflow")
@pytest.mark.parametrize("name", HANDS)
def test_litert_agrees(
    exported: Any, squares: npt.NDArray[np.uint8], read: dict[str, Floats], name: str
) -> None:
    litert = pytest.importorskip("ai_edge_litert.interpreter")
    folder = exported(name, "tflite")
    runner = litert.Interpreter(str(folder / "model.tflite"))
    runner.allocate_tensors()
    (taken,), (given,) = runner.get_input_details(), runner.get_output_details()
    rows = []
    for square in squares:
        runner.set_tensor(taken["index"], square[None].astype(np.float32))
        runner.invoke()
        rows.append(runner.get_tensor(given["index"])[0])
    assert differ_by(rows, read[name]) < AGREE
    labels = (folder / "labels.txt").read_text(encoding="utf-8").split()
    assert labels == [gesture.name.lower() for gesture in CLASSES]


KERAS = """
import json, sys
import numpy as np
import tensorflow as tf

pictures = np.load(sys.argv[1]).astype(np.float32)
if sys.argv[2].endswith(".keras"):
    read = tf.keras.models.load_model(sys.argv[2]).predict(pictures, verbose=0)
else:
    network = tf.saved_model.load(sys.argv[2])
    read = network.serve(pictures).numpy()
print(json.dumps(read.tolist()))
"""


@pytest.mark.usefixtures("tensorflow")
@pytest.mark.parametrize(
    ("name", "to", "file"),
    [("Zoë", "keras", "model.keras"), ("starter", "keras", "model.keras"), ("Zoë", "savedmodel", "")],
)
def test_keras_and_tensorflow_agree(
    exported: Any,
    squares: npt.NDArray[np.uint8],
    read: dict[str, Floats],
    name: str,
    to: str,
    file: str,
    tmp_path: Path,
) -> None:
    np.save(tmp_path / "squares.npy", squares)
    command = [sys.executable, "-c", KERAS, tmp_path / "squares.npy", exported(name, to) / file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert differ_by(json.loads(done.stdout.splitlines()[-1]), read[name]) < AGREE


@pytest.fixture(scope="module")
def packages() -> None:
    """Node's packages, or a skip. Where they or the browser are missing, CI installs them first."""
    missing = not INSTALLED.exists() or shutil.which("chromium") is None
    if missing and os.environ.get("CI") and all(map(shutil.which, ("npm", "timeout"))):
        subprocess.run(["timeout", str(INSTALL_S), ROOT / "scripts" / "export-tools"], check=False)
    if not INSTALLED.exists():
        pytest.skip("Node's packages are missing: scripts/export-tools installs them")


@pytest.fixture(scope="module")
def browser(packages: None) -> None:
    """Chromium, and the packages that its pages need; or a skip."""
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is missing: scripts/export-tools installs Debian's")


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("name", HANDS)
def test_tensorflow_js_agrees_under_node(
    exported: Any, squares: npt.NDArray[np.uint8], read: dict[str, Floats], name: str, tmp_path: Path
) -> None:
    squares.tofile(tmp_path / "pixels")
    command = ["node", HERE / "predict.mjs", exported(name, "tfjs"), tmp_path / "pixels"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert differ_by(json.loads(done.stdout.splitlines()[-1]), read[name]) < AGREE


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on this computer alone, and keeps what its pages tell."""

    def __init__(self, folder: Path) -> None:
        self.told: queue.Queue[Any] = queue.Queue()
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        self.server.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Browser:
    """Chromium, headless, on one page of a folder.

    Args:
        folder: that is served; the test's own files are put into it.
        page: the page's name.
        camera: a video, its frames as JPEG one after the other, that plays again and again.
    """

    def __init__(self, folder: Path, page: str, profile: Path, camera: Path | None = None) -> None:
        for file in (
            HERE / page,
            MODULES / "@tensorflow" / "tfjs" / "dist" / "tf.min.js",
            MODULES / "@teachablemachine" / "image" / "dist" / "teachablemachine-image.min.js",
        ):
            shutil.copy(file, folder)
        self.server = Server(folder)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        seen = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        self._process = subprocess.Popen(
            [
                "chromium",
                *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                *([] if camera is None else [*seen, f"--use-file-for-fake-video-capture={camera}"]),
                f"--user-data-dir={profile}",
                f"http://localhost:{self.server.server_port}/{page}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "queue.Queue[Any]":
        return self.server.told

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.usefixtures("browser")
def test_teachable_machine_agrees(
    exported: Any, squares: npt.NDArray[np.uint8], read: dict[str, Floats], tmp_path: Path
) -> None:
    folder = tmp_path / "served"
    shutil.copytree(exported("Zoë", "tfjs"), folder)
    names = [f"{number}.png" for number in range(PLAIN)]
    for name, square in zip(names, squares[:PLAIN], strict=True):
        assert cv2.imwrite(str(folder / name), square[..., ::-1])
    (folder / "pictures.json").write_text(json.dumps(names))
    with Browser(folder, "teachable.html", tmp_path / "profile") as told:
        answers = told.get(timeout=120)
    assert "error" not in answers, answers
    rows = np.array([[answer[gesture.name.lower()] for gesture in CLASSES] for answer in answers])
    wanted = read["Zoë"][:PLAIN]
    assert (rows.argmax(axis=1) == wanted.argmax(axis=1)).all()
    assert differ_by(rows, wanted) < TEACHABLE_AGREES


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("name", ["Zoë", "starter"])
def test_the_page_says_in_a_browser_what_the_game_says(
    exported: Any, hands: dict[str, Recognizer], frames: list[Frame], name: str, tmp_path: Path
) -> None:
    camera, seen = tmp_path / "camera.mjpeg", []
    with camera.open("wb") as video:
        for frame in frames:
            x, side = frame.shape[1] - frame.shape[0], min(frame.shape[:2])
            whole = np.full((480, 640, 3), 128, np.uint8)
            whole[:, 80:560] = cv2.resize(frame[:side, x // 2 : x // 2 + side], (480, 480))
            jpeg = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
            video.write(jpeg.tobytes() * SHOWN)
            seen.append(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8))
    wanted = [hands[name].read(frame).gesture.name.lower() for frame in seen]
    squares = np.stack([to_square(frame) for frame in seen]).astype(np.int16)
    folder = tmp_path / "served"
    shutil.copytree(exported(name, "tfjs"), folder)
    said: list[tuple[int, str]] = []
    with Browser(folder, "watch.html", tmp_path / "profile", camera) as told:
        while len(said) < FRAMES:
            answer = told.get(timeout=120)
            png = np.frombuffer(base64.b64decode(answer["square"].partition(",")[2]), np.uint8)
            square = np.asarray(cv2.imdecode(png, cv2.IMREAD_COLOR), np.int16)[..., ::-1]
            distances = np.abs(squares - square).mean(axis=(1, 2, 3))
            number = int(distances.argmin())
            if distances[number] < ALIKE and (not said or said[-1][0] != number):
                said.append((number, answer["gesture"]))
    right = sum(gesture == wanted[number] for number, gesture in said)
    assert right >= 0.95 * FRAMES
