"""The log: what ends up in it, and what happens where it cannot be written."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rps_game import log

NOISY_CHILD = """
import os, subprocess, sys
from pathlib import Path
from rps_game.log import redirect_stderr
redirect_stderr(Path(sys.argv[1]))
os.write(2, b"from below Python\\n")
subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('from a grandchild\\\\n')"])
print("from Python \\N{SNOWMAN}", file=sys.stderr)
raise RuntimeError("from a traceback")
"""


def test_messages_and_tracebacks_are_logged_and_then_no_more(tmp_path: Path) -> None:
    path = tmp_path / "new" / "game.log"
    level, hook = logging.getLogger().level, threading.excepthook

    def fail() -> None:
        raise ValueError("in a thread")

    def play() -> None:
        with log.logging_to(path) as written:
            assert written == path
            logging.getLogger("rps_game.test").info("Жанна plays")
            thread = threading.Thread(target=fail, name="camera")
            thread.start()
            thread.join()
            raise RuntimeError("in the window")

    with pytest.raises(RuntimeError):
        play()
    logging.getLogger("rps_game.test").error("too late")
    text = path.read_text("utf-8")
    for words in (
        "Жанна plays",
        "in camera",
        "ValueError: in a thread",
        "RuntimeError: in the window",
        "Traceback",
    ):
        assert words in text
    assert "too late" not in text
    assert (logging.getLogger().level, threading.excepthook) == (level, hook)


def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_LOG_BYTES", 1000)
    with log.logging_to(tmp_path / "game.log"):
        for number in range(200):
            logging.getLogger("rps_game.test").info("throw %d", number)
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + log.OLD_LOGS
    assert all(file.stat().st_size <= 1000 for file in files)
    assert "throw 199" in (tmp_path / "game.log").read_text()


def test_what_libraries_write_goes_to_the_new_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MAX_LOG_BYTES", 1000)
    terminal = os.dup(2)
    try:
        with log.logging_to(tmp_path / "game.log"):
            log.point_stderr_at(tmp_path / "game.log")
            for number in range(100):
                os.write(2, b"a library complains about a picture\n")
                logging.getLogger("rps_game.test").info("throw %d", number)
            assert os.path.samestat(os.fstat(2), (tmp_path / "game.log").stat())
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + log.OLD_LOGS
    assert all(file.stat().st_size <= 1100 for file in files)


def test_where_the_log_cannot_be_written_another_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "elsewhere"))
    with log.logging_to(tmp_path / "file" / "game.log") as written:
        logging.getLogger("rps_game.test").info("still here")
    assert written.is_relative_to(tmp_path / "elsewhere")
    assert "still here" in written.read_text()


@pytest.mark.parametrize("writable", [True, False])
def test_what_a_child_says_below_python_goes_to_the_log(tmp_path: Path, writable: bool) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / ("logs" if writable else "file") / "child.log"
    command = [sys.executable, "-c", NOISY_CHILD, str(path)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", "")
    if writable:
        text = path.read_text("utf-8")
        for words in (
            "from below Python",
            "from a grandchild",
            "from Python ☃",
            "RuntimeError: from a traceback",
        ):
            assert words in text
