"""The trainer process: its life, its deaths, and a window that never waits for it.

One real process serves the module; the others run small workers of the tests' own.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from rps_game.errors import BackboneUnavailable, TrainerDied, TrainingStuck
from rps_game.game.gestures import CLASSES
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import Stage, TrainingSettings
from rps_game.network.backbone import load_backbone
from rps_game.trainer.messages import Failed, Message, Prepared, Preparing, Progress, Ready, Trained
from rps_game.trainer.process import Trainer, TrainerState
from rps_game.trainer.worker import Prepare, receive_command

PATIENCE_S = 120.0
"""For what a process does on a busy machine; nothing here takes that long by itself."""


def wait_for(trainer: Trainer, enough: Callable[[list[Message]], bool]) -> list[Message]:
    """Poll until the messages so far are enough."""
    messages: list[Message] = []
    deadline_s = time.monotonic() + PATIENCE_S
    while not enough(messages):
        assert time.monotonic() < deadline_s, f"only got {messages}"
        time.sleep(0.005)
        messages += trainer.poll()
    return messages


def outcome(trainer: Trainer, job: int) -> tuple[Message, list[Message]]:
    messages = wait_for(
        trainer,
        lambda got: any(isinstance(one, Prepared | Trained | Failed) and one.job == job for one in got),
    )
    return messages[-1], messages[:-1]


def patterns(frames_each: int) -> TrainingSet:
    rng = np.random.default_rng(0)
    classes = rng.uniform(0, 3, (4, 7, 7, 256)).astype(np.float32)
    noise = rng.uniform(0, 1, (4 * frames_each, 7, 7, 256)).astype(np.float32)
    return TrainingSet(classes.repeat(frames_each, axis=0) + noise, np.repeat(np.arange(4), frames_each))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trainer]:
    folder = tmp_path_factory.mktemp("trainer")
    trainer = Trainer(folder / "log", folder / "cache")
    trainer.start()
    yield trainer
    trainer.close()


def test_it_makes_a_backbone_that_can_be_loaded(real: Trainer) -> None:
    job = real.prepare("random")  # taken while it is still warming up
    last, before = outcome(real, job)
    assert isinstance(last, Prepared)
    assert any(isinstance(message, Ready) for message in before)
    shares = [message.fraction for message in before if isinstance(message, Preparing)]
    assert shares == sorted(shares)
    loaded = load_backbone(str(last.path), last.path.parent)
    assert (loaded.name, loaded.fingerprint) == (last.name, last.fingerprint)
    assert real.state is TrainerState.READY


def test_it_trains_and_tells_how_it_goes(real: Trainer) -> None:
    settings = TrainingSettings(head=DenseHead.kind, epochs=8)
    job = real.train(patterns(12), settings)
    last, before = outcome(real, job)
    assert isinstance(last, Trained)
    assert last.head.classes == CLASSES
    progress = [message for message in before if isinstance(message, Progress)]
    assert [one.step.stage for one in progress] == [Stage.HOLDOUT] * 16 + [Stage.FINAL] * 16
    assert last.report.losses == tuple(one.step.loss for one in progress if one.step.stage is Stage.FINAL)
    assert {message.job for message in before if not isinstance(message, Ready)} == {job}


@pytest.mark.parametrize("head", [PooledHead.kind, DenseHead.kind])
def test_training_never_imports_tensorflow(tmp_path: Path, head: str) -> None:
    trainer = Trainer(tmp_path / "log", tmp_path)
    try:
        last, _ = outcome(trainer, trainer.train(patterns(12), TrainingSettings(head=head)))
        assert isinstance(last, Trained)
        maps = Path(f"/proc/{trainer.process_id}/maps")
        if maps.exists():  # Linux says which libraries a process has loaded
            assert "tensorflow" not in maps.read_text()
    finally:
        trainer.close()


def test_an_error_in_the_process_arrives_as_it_was_raised(real: Trainer) -> None:
    blind = TrainingSet(np.zeros((8, 7, 7, 256), np.float32), np.repeat(np.arange(4), 2))
    last, _ = outcome(real, real.train(blind, TrainingSettings()))
    assert isinstance(last, Failed)
    assert isinstance(last.error, TrainingStuck)
    assert real.state is TrainerState.READY


def test_an_unknown_backbone_fails_the_job_and_not_the_process(real: Trainer) -> None:
    last, _ = outcome(real, real.prepare("no such network"))
    assert isinstance(last, Failed)
    assert isinstance(last.error, BackboneUnavailable)


def test_cancelling_works_at_once_and_nothing_late_comes(real: Trainer) -> None:
    long = real.train(patterns(12), TrainingSettings(head=DenseHead.kind, epochs=100_000))
    wait_for(real, lambda got: any(isinstance(message, Progress) for message in got))
    real.cancel()
    assert real.state is TrainerState.READY
    asked_s = time.monotonic()
    job = real.train(patterns(12), TrainingSettings(head=DenseHead.kind, epochs=8))
    last, before = outcome(real, job)
    assert isinstance(last, Trained)
    assert time.monotonic() - asked_s < 60  # the cancelled one would take ten minutes
    assert all(message.job == job != long for message in before)


def test_the_window_never_waits_for_the_process(real: Trainer) -> None:
    large = patterns(200)  # 40 MB
    longest_s = []
    for _ in range(5):
        started_s = time.perf_counter()
        real.train(large, TrainingSettings())
        real.poll()
        real.cancel()
        longest_s.append(time.perf_counter() - started_s)
    assert min(longest_s) < 1e-3  # the least disturbed of five: the machine may be busy with other things


# Workers that stand in for the real one, and are found by the process by their names.


def die_at_once(commands: Connection, messages: Connection, log_path: Path) -> None:
    os._exit(3)


def echo(commands: Connection, messages: Connection, log_path: Path) -> None:
    """Answer every preparation, the second time over as if of an older job."""
    messages.send(Ready())
    while True:
        command = receive_command(commands)
        if isinstance(command, Prepare):
            messages.send(Prepared(command.job - 1, "late", Path("late"), ""))
            messages.send(Prepared(command.job, command.name, command.cache_dir, ""))


def die_once(commands: Connection, messages: Connection, log_path: Path) -> None:
    """Die of the first command; the next process answers it."""
    if not log_path.exists():
        log_path.touch()
        receive_command(commands)
        os.kill(os.getpid(), signal.SIGKILL)
    echo(commands, messages, log_path)


def never_read(commands: Connection, messages: Connection, log_path: Path) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    messages.send(Ready())
    time.sleep(PATIENCE_S)


@pytest.fixture
def make_trainer(tmp_path: Path) -> Iterator[Callable[..., Trainer]]:
    made: list[Trainer] = []

    def make(worker: Callable[..., None]) -> Trainer:
        made.append(Trainer(tmp_path / "log", tmp_path, worker))
        return made[-1]

    yield make
    for trainer in made:
        trainer.close()


def test_a_process_that_always_dies_is_given_up(make_trainer: Callable[..., Trainer]) -> None:
    trainer = make_trainer(die_at_once)
    assert trainer.state is TrainerState.OFF
    for _ in range(2):  # the player tries again
        last, before = outcome(trainer, trainer.prepare("random"))
        assert isinstance(last, Failed)
        assert isinstance(last.error, TrainerDied)
        assert before == []
        assert trainer.state is TrainerState.DEAD


def test_a_killed_process_is_started_once_more_with_its_job(make_trainer: Callable[..., Trainer]) -> None:
    trainer = make_trainer(die_once)
    last, before = outcome(trainer, trainer.prepare("random"))
    assert isinstance(last, Prepared)
    assert [type(message) for message in before] == [Ready]
    assert trainer.state is TrainerState.READY


def test_answers_to_older_jobs_are_dropped(make_trainer: Callable[..., Trainer]) -> None:
    trainer = make_trainer(echo)
    trainer.prepare("first")
    last, before = outcome(trainer, trainer.prepare("second"))
    assert isinstance(last, Prepared)
    assert last.name == "second"
    assert [type(message) for message in before] == [Ready]


def test_closing_is_quick_even_when_the_process_does_not_listen(make_trainer: Callable[..., Trainer]) -> None:
    trainer = make_trainer(never_read)
    trainer.train(patterns(50), TrainingSettings())  # more than the pipe holds
    wait_for(trainer, lambda got: got == [Ready()])
    process_id = trainer.process_id
    assert process_id is not None
    started_s = time.monotonic()
    trainer.close(timeout_s=0.3)
    assert time.monotonic() - started_s < 0.6
    assert trainer.state is TrainerState.OFF
    assert gone(process_id)


def test_closing_while_it_starts_leaves_nothing_behind(make_trainer: Callable[..., Trainer]) -> None:
    trainer = make_trainer(echo)
    trainer.start()
    trainer.close()
    assert trainer.state is TrainerState.OFF
    assert trainer.poll() == []
    last, _ = outcome(trainer, trainer.prepare("again"))  # and it can be started again
    assert isinstance(last, Prepared)


def test_no_orphan_stays_when_the_window_is_killed(tmp_path: Path) -> None:
    window = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from rps_game.trainer.process import Trainer\n"
        "if __name__ == '__main__':\n"
        "    trainer = Trainer(Path(sys.argv[1]) / 'log', Path(sys.argv[1]))\n"
        "    trainer.start()\n"
        "    while trainer.process_id is None: time.sleep(0.01)\n"
        "    print(trainer.process_id, flush=True)\n"
        "    time.sleep(100)\n"
    )
    script = tmp_path / "window.py"
    script.write_text(window)
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        process_id = int(parent.stdout.readline())
        time.sleep(0.5)  # it is in the middle of its imports
        parent.kill()
    assert gone(process_id)


def gone(process_id: int) -> bool:
    """Return whether the process ends within some seconds."""
    deadline_s = time.monotonic() + 20
    while time.monotonic() < deadline_s:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
