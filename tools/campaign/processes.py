"""Trials of whole processes: games that are killed while they write, and two games that want the same."""

import errno
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Final

import numpy as np

from rps_game.errors import GameError, SaveNameTaken, SaveNotFound
from rps_game.file_thread import STATISTICS_FILE, FileThread
from rps_game.files import TEMPORARY_PREFIX
from rps_game.game.statistics import Records
from rps_game.paths import Paths
from rps_game.saves.store import SaveStore
from rps_game.settings_file import load_settings
from rps_game.statistics_file import load_statistics
from tools.campaign.game import CampaignGame, any_round, small_player, trained
from tools.campaign.mutations import any_of

FORK: Final = multiprocessing.get_context("fork")
"""So that a process has imported all that it needs; it exists on Linux and macOS."""

ROUNDS: Final = 20
"""That each of two games adds in a race."""


def kills(seed: int, folder: Path) -> Counter[str]:
    """Kill what writes: every file is the former one or the next; nothing that was kept is lost."""
    if seed % 2:
        return _killed_game(seed, folder)
    return _killed_store(seed, folder)


def _killed_store(seed: int, folder: Path) -> Counter[str]:
    rng = np.random.default_rng(seed)
    store = SaveStore(folder)
    player = small_player()
    players = [replace(player, created=f"202{year}-01-01") for year in range(2)]

    def write(told: Connection) -> None:
        told.send("ready")
        for turn in range(10_000):
            store.save(players[turn % 2], "Anna", overwrite=True)
            store.save(players[turn % 2], f"Player {turn}")

    with _started(write) as (process, told):
        assert told.recv() == "ready"
        time.sleep(float(rng.uniform(0, 0.05)))
        process.kill()
        process.join()
    try:
        assert store.load(store.path("Anna")).created in {one.created for one in players}
    except SaveNotFound:
        assert not store.list()
    assert all(store.check(line).usable for line in store.list())
    unfinished = len(list(folder.glob(f"{TEMPORARY_PREFIX}*")))
    return Counter({"kills": 1, "of a writer": 1, "while it wrote": unfinished})


def _killed_game(seed: int, folder: Path) -> Counter[str]:
    # The window's process, which plays, saves and changes settings; it tells what it has kept.
    rng = np.random.default_rng(seed)
    trained()

    def play(told: Connection) -> None:
        chance = np.random.default_rng(seed)
        with CampaignGame(folder, chance=seed) as game:
            game.run(0.2)
            while True:
                game.context.session.load(trained()[0])
                game.app.change_settings(volume=float(chance.integers(11)) / 10)
                game.context.count_round(any_round(chance))
                save = game.context.session.as_profile(any_of(("Anna", "Zoë"), chance))()
                game.context.files.run(partial(game.context.saves.save, save, save.name, overwrite=True))
                game.step()
                if chance.random() < 0.3:
                    game.wait_for_files()
                    rounds = game.context.files.records.together().total.rounds
                    told.send((game.context.settings.volume, rounds, save.name))

    with _started(play) as (process, told):
        kept = told.recv()
        time.sleep(float(rng.uniform(0, 0.3)))
        process.kill()
        while told.poll():
            try:
                kept = told.recv()
            except EOFError:
                break
    paths = Paths.below(folder)
    settings, errors = load_settings(paths.settings)
    records, error = load_statistics(paths.data / STATISTICS_FILE)
    assert not errors
    assert error is None
    assert 0 <= settings.volume <= 1
    assert records.together().total.rounds >= kept[1], (records.together().total.rounds, kept)
    store = SaveStore(paths.saves)
    lines = [store.check(line) for line in store.list()]
    assert all(line.usable for line in lines)
    assert kept[2] in {line.name for line in lines}
    with CampaignGame(folder) as game:
        game.run(0.3)
        assert game.context.files.records == records
        assert game.context.settings == settings
    unfinished = len(list(folder.rglob(f"{TEMPORARY_PREFIX}*")))
    return Counter({"kills": 1, "of the window's process": 1, "while it wrote": unfinished})


def races(seed: int, folder: Path) -> Counter[str]:
    """Let two games want the same: one name, or to write their statistics and settings."""
    if seed % 3 == 0:
        return _race_for_the_files(folder)
    return _race_for_a_name(folder, links=seed % 3 == 1)


def _race_for_a_name(folder: Path, *, links: bool) -> Counter[str]:
    player = small_player()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links on this disk")

    def save(number: int) -> str:
        if not links:
            os.link = refuse  # type: ignore[assignment]
        one = replace(player, created=f"202{number}-01-01")
        try:
            SaveStore(folder).save(one, "Anna")
        except SaveNameTaken:
            return "taken"
        return one.created

    answers = _both(save)
    store = SaveStore(folder)
    assert store.load(store.path("Anna")).created in answers
    assert "taken" in answers
    assert len(list(folder.glob("[!.]*"))) == 1  # beside a lock, where there are no links
    return Counter({"races": 1, "for a name" if links else "for a name, on a disk without hard links": 1})


def _race_for_the_files(folder: Path) -> Counter[str]:
    # Statistics and settings, by what writes them in the game.
    paths = Paths.below(folder)

    def change(number: int) -> str:
        chance = np.random.default_rng(number)
        settings, _ = load_settings(paths.settings)
        files = FileThread(paths, settings)
        for turn in range(ROUNDS):
            settings = replace(settings, **({"frames": 31 + turn} if number else {"volume": turn / ROUNDS}))
            played = partial(
                Records.record, player=f"{turn % 2}", played=any_round(chance), opponent="chance"
            )
            files.change_records(played)
            files.write_settings(settings)
            files.finish(lambda _: None)  # what could not be written now is written later
            time.sleep(0.001)
        return "" if files.close(settings, 60) else "failed: it does not end"

    _both(change)
    records, error = load_statistics(paths.data / STATISTICS_FILE)
    assert error is None
    assert [records.of(player).total.rounds for player in "01"] == [ROUNDS, ROUNDS]
    settings, errors = load_settings(paths.settings)
    assert not errors
    assert (settings.frames, settings.volume) == (30 + ROUNDS, (ROUNDS - 1) / ROUNDS)
    return Counter({"races": 1, "for statistics and settings": 1})


@contextmanager
def _started(work: Callable[[Connection], None]) -> Iterator[tuple[ForkProcess, Connection]]:
    told, telling = FORK.Pipe(duplex=False)
    process = FORK.Process(target=work, args=(telling,))
    process.start()
    telling.close()  # so that what is read ends with the process
    try:
        yield process, told
    finally:
        process.kill()
        process.join()
        told.close()


def _both(work: Callable[[int], str]) -> list[str]:
    barrier = FORK.Barrier(2)

    def run(number: int, told: Connection) -> None:
        barrier.wait(30)
        try:
            told.send(work(number))
        except GameError as error:
            told.send(f"failed: {error}")

    answers = []
    pipes = [FORK.Pipe(duplex=False) for _ in range(2)]
    processes = [FORK.Process(target=run, args=(n, pipe[1])) for n, pipe in enumerate(pipes)]
    for process in processes:
        process.start()
    for (told, _), process in zip(pipes, processes, strict=True):
        assert told.poll(60), "a game does not end"
        answers.append(told.recv())
        process.join()
    assert not [answer for answer in answers if answer.startswith("failed")], answers
    return answers
