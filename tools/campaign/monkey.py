"""Trials of the window: events of every kind, in every phase."""

import logging
import string
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pygame

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraLost, GameError
from rps_game.file_thread import STATISTICS_FILE
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from rps_game.saves.format import Profile
from rps_game.saves.names import LAST_PLAYER, SAVE_SUFFIX
from rps_game.saves.store import SaveStore
from rps_game.settings_file import load_settings
from rps_game.statistics_file import load_statistics
from rps_game.ui.inputs import KEYS
from rps_game.ui.window import take_events
from rps_game.words import LANGUAGES
from tools.campaign.game import CampaignGame, backbone, training_set
from tools.campaign.long_play import Held
from tools.campaign.mutations import any_of
from tools.campaign.trial import VISIT

EVENTS: Final = 10_000
"""Of one seed."""

MOST_FILES: Final = 200
"""Open at once by the games; a system may allow 256."""

TEXTS: Final = (
    *"aZ9 .\u044f\u4e2d\u05d0",
    "\u200c",
    "\u202e",
    "\ud800",
    "e\u0301",
    "\U0001f44d",
    "\0",
    "\n",
    "x" * 300,
)
_KEYS: Final = (
    *KEYS,
    *range(pygame.K_a, pygame.K_z),
    *range(pygame.K_F1, pygame.K_F12),
    pygame.K_1,
    0,
    2**30 + 500,
)


class ProvokedError(Exception):
    """Raised in a screen so that TROUBLE is visited."""


class Journal(logging.Handler):
    """Reads the game's log: counts the phases, and keeps the errors that nobody has provoked."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "%s -> %s" and isinstance(record.args, tuple):
            self.counts[f"{VISIT}{record.args[1]}"] += 1
        error = record.exc_info[1] if record.exc_info else None
        expected = isinstance(error, ProvokedError | GameError) or record.msg == "an event was dropped"
        if record.levelno >= logging.ERROR and not expected:
            self.errors.append(logging.Formatter().format(record))


@contextmanager
def journal() -> Iterator[Journal]:
    """Read the log meanwhile."""
    handler, logger = Journal(), logging.getLogger("rps_game")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class WatchedStore(SaveStore):
    """The players' folder; it knows which files must be there."""

    expected: set[Path]

    def save(self, profile: Profile, name: str, *, overwrite: bool = False) -> Profile:
        saved = super().save(profile, name, overwrite=overwrite)
        self.expected.add(self.path(saved.name))
        return saved

    def rename(self, path: Path, new_name: str) -> Profile:
        renamed = super().rename(path, new_name)
        self.expected = {*self.expected - {path}, self.path(renamed.name)}
        return renamed

    def delete(self, path: Path) -> None:
        super().delete(path)
        self.expected.discard(path)


class Monkey:
    """Plays without knowing what it does, and goes now and then where it has been least."""

    def __init__(self, folder: Path, rng: np.random.Generator, journal: Journal) -> None:
        self.folder, self.rng, self.journal = folder, rng, journal
        self.events = 0
        self._expected: set[Path] = set()
        self._files = Held.now().files  # of whatever else the process does
        self._resume = threading.Event()
        self.game = self._open()

    def play(self, events: int) -> None:
        """Send so many events."""
        while self.events < events:
            if self.rng.random() < 0.85:
                self._wander(int(self.rng.integers(100, 600)))
            else:
                self._visit(self._least_visited())
            self._reopen_if_ended()
        self.game.besides = tuple
        for _ in range(5):  # whatever the phase is, TROUBLE can be left
            if self.game.phase is Phase.TROUBLE:
                self.game.home()
            self._provoke()
        self.game.home()
        self._close()

    def _open(self) -> CampaignGame:
        resume = self._resume = threading.Event()
        if self.rng.random() < 0.7:
            resume.set()

        def load(*_: object) -> Any:
            assert resume.wait(60)
            return backbone()

        paths = self.folder / "cache", self.folder / "log"
        size = any_of(((640, 480), (800, 600), (480, 900), (1024, 600)), self.rng)
        network = Network(DEFAULT_BACKBONE, *paths, load)
        game = CampaignGame(self.folder, size, network=network, chance=int(self.rng.integers(2**31)))
        store = WatchedStore(game.paths.saves)
        store.expected = self._expected
        game.context.saves = store
        game.besides = take_events
        return game

    def _close(self) -> None:
        game = self.game
        self._resume.set()
        game.app.close()
        settings, errors = load_settings(game.paths.settings)
        assert not errors
        assert settings == game.context.settings
        assert load_statistics(game.paths.data / STATISTICS_FILE) == (game.context.files.records, None)
        store = game.context.saves
        assert isinstance(store, WatchedStore)
        self._expected = store.expected
        there = set(game.paths.saves.glob(f"*{SAVE_SUFFIX}"))
        last = game.context.saves.path(LAST_PLAYER)
        assert there - {last} == self._expected - {last}
        assert all(store.check(line).usable for line in SaveStore(game.paths.saves).list())
        assert not self.journal.errors, self.journal.errors[0]
        assert Held.now().files - self._files < MOST_FILES

    def _reopen_if_ended(self) -> None:
        if self.game.phase is Phase.QUIT:
            self._close()
            self.game = self._open()

    def _send(self, kind: int, **values: Any) -> None:
        pygame.event.post(pygame.event.Event(kind, **values))
        self.events += 1

    def _wander(self, events: int) -> None:
        game, rng = self.game, self.rng
        for _ in range(events):
            self._any_event()
            if rng.random() < 0.1 and not game.step():
                return
            if rng.random() < 0.02:
                game.pose(any_of(CLASSES, rng))
            if rng.random() < 0.01:
                self._weather()

    def _weather(self) -> None:
        # The camera is lost, stands still, or is back; the network is there at last.
        feed = self.game.camera
        match int(self.rng.integers(4)):
            case 0:
                feed.lose(CameraLost("The camera is gone.", "Plug it in."))
            case 1:
                feed.frozen = True
            case 2:
                feed.source, feed.state, feed.error, feed.frozen = (
                    self.game.hand,
                    FeedState.RUNNING,
                    None,
                    False,
                )
            case 3:
                self._resume.set()

    def _mend_camera(self) -> None:
        camera = self.game.camera
        camera.source, camera.state, camera.error, camera.frozen = (
            self.game.hand,
            FeedState.RUNNING,
            None,
            False,
        )

    def _visit(self, phase: Phase) -> None:
        game = self.game
        self._resume.set()
        self._mend_camera()
        if phase is not Phase.TROUBLE or game.phase is Phase.TROUBLE:
            game.home()
        if game.phase is Phase.QUIT:
            return
        game.app.change_settings(best_of=3, frames=30, language=any_of(sorted(LANGUAGES), self.rng))
        self.events += 2  # the keys or clicks that each of these takes, at least
        match phase:
            case Phase.TROUBLE:
                self._provoke()
            case Phase.QUIT:
                self._send(any_of((pygame.QUIT, pygame.WINDOWCLOSE), self.rng))
                game.press(pygame.K_ESCAPE, pygame.K_ESCAPE)
            case Phase.CALIBRATE | Phase.PREPARE:
                game.new_player()
            case Phase.TRAIN | Phase.REPORT:
                if game.calibrate():
                    game.choose(any_of((Outcome.SAVE, Outcome.TRY, Outcome.PLAY, Outcome.REDO), self.rng))
            case Phase.MATCH:
                game.begin_match()
            case Phase.RESULT:
                if game.play_match(self.rng):
                    game.choose(any_of((Outcome.AGAIN, Outcome.SAVE, Outcome.BACK), self.rng))
            case Phase.TRY:
                if game.choose(Outcome.LOAD):
                    game.wait_for_files()
                    if not game.choose(Outcome.TRY):
                        game.home()
                        game.app.apply(Outcome.TRY) if game.phase is Phase.REPORT else game.calibrate()
                        game.choose(Outcome.TRY)
            case Phase.LEARN | Phase.STATISTICS | Phase.SETTINGS | Phase.SAVES:
                game.choose(Outcome.LOAD if phase is Phase.SAVES else Outcome[phase.name])

    def _provoke(self) -> None:
        def tick(_now: float) -> None:
            raise ProvokedError

        self.game.app.screen.tick = tick  # type: ignore[method-assign,assignment]
        self.game.step()

    def _least_visited(self) -> Phase:
        counts = self.journal.counts
        phases = sorted(Phase, key=lambda phase: counts[f"{VISIT}{phase.name}"])
        return phases[min(int(self.rng.geometric(0.5)) - 1, len(phases) - 1)]

    def _place(self) -> tuple[int, int]:
        rng, buttons = self.rng, self.game.app.screen.front.focus.buttons
        if buttons and rng.random() < 0.6:
            return tuple(any_of(buttons, rng).rect.center)
        width, height = self.game.window.surface.get_size()
        return int(rng.integers(-50, width + 50)), int(rng.integers(-50, height + 50))

    def _any_event(self) -> None:
        rng = self.rng
        any_of(
            (
                self._key,
                self._key,
                self._key,
                self._click,
                self._click,
                self._click,
                self._text,
                self._pad,
                self._pad,
                self._window_event,
                self._resized,
                self._other_event,
            ),
            rng,
        )()

    def _key(self) -> None:
        rng = self.rng
        key = int(any_of(_KEYS, rng))
        if key == pygame.K_ESCAPE and rng.random() < 0.5:  # or it would be at the title most of the time
            return
        kind = pygame.KEYDOWN if rng.random() < 0.9 else pygame.KEYUP
        modifier = int(any_of((0, 0, 0, pygame.KMOD_SHIFT, pygame.KMOD_CTRL, pygame.KMOD_ALT), rng))
        self._send(kind, key=key, mod=modifier, unicode=any_of(TEXTS, rng), scancode=int(rng.integers(300)))

    def _click(self) -> None:
        place, button = self._place(), int(any_of((1, 1, 1, 1, 2, 3, 4, 5, 9), self.rng))
        self._send(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0), touch=False)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            if self.rng.random() < 0.95:
                self._send(kind, pos=place, button=button, touch=False)

    def _text(self) -> None:
        text = any_of(TEXTS, self.rng)
        if self.rng.random() < 0.7:
            self._send(pygame.TEXTINPUT, text=text)
        else:
            self._send(pygame.TEXTEDITING, text=any_of(("", text), self.rng), start=0, length=len(text))

    def _pad(self) -> None:
        rng, pad = self.rng, int(self.rng.integers(-1, 4))
        match int(rng.integers(8)):
            case 0:
                self._send(pygame.JOYDEVICEADDED, device_index=pad, guid="0" * 32)
            case 1:
                self._send(pygame.JOYDEVICEREMOVED, instance_id=pad)
                self._send(pygame.CONTROLLERDEVICEREMOVED, instance_id=pad)
            case 2:
                self._send(pygame.JOYBUTTONDOWN, instance_id=pad, joy=pad, button=int(rng.integers(20)))
            case 3:
                way = int(rng.integers(-1, 2)), int(rng.integers(-1, 2))
                self._send(pygame.JOYHATMOTION, instance_id=pad, joy=pad, hat=0, value=way)
            case 4:
                axis, value = int(rng.integers(8)), float(rng.uniform(-1, 1))
                self._send(pygame.JOYAXISMOTION, instance_id=pad, joy=pad, axis=axis, value=value)
            case 5:
                axis, pushed = int(rng.integers(6)), int(rng.integers(-32768, 32768))
                self._send(pygame.CONTROLLERAXISMOTION, instance_id=pad, axis=axis, value=pushed)
            case _:
                self._send(pygame.CONTROLLERBUTTONDOWN, instance_id=pad, button=int(rng.integers(24)))

    def _window_event(self) -> None:
        rare = (pygame.QUIT, pygame.WINDOWCLOSE)
        kinds = (
            pygame.WINDOWFOCUSLOST,
            pygame.WINDOWFOCUSGAINED,
            pygame.WINDOWMINIMIZED,
            pygame.WINDOWRESTORED,
            pygame.WINDOWMAXIMIZED,
            pygame.WINDOWMOVED,
            pygame.WINDOWENTER,
            pygame.WINDOWLEAVE,
            pygame.WINDOWSHOWN,
            pygame.WINDOWHIDDEN,
            pygame.WINDOWEXPOSED,
            pygame.WINDOWTAKEFOCUS,
            pygame.WINDOWHITTEST,
            pygame.VIDEOEXPOSE,
            pygame.ACTIVEEVENT,
        )
        self._send(
            any_of(rare if self.rng.random() < 0.01 else kinds, self.rng),
            window=None,
            x=0,
            y=0,
            gain=0,
            state=1,
        )

    def _resized(self) -> None:
        rng = self.rng
        if rng.random() < 0.8:
            return
        most = 2000 if rng.random() < 0.05 else 900  # large windows take long to draw
        size = int(rng.integers(1, most)), int(rng.integers(1, most))
        if rng.random() < 0.7 and not self.game.window.fullscreen:
            pygame.display.set_mode(size, pygame.RESIZABLE)  # SDL has done it when the event comes
        self._send(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1])
        self._send(pygame.WINDOWRESIZED, x=size[0], y=size[1], window=None)

    def _other_event(self) -> None:
        rng = self.rng
        name = "".join(any_of(string.printable, rng) for _ in range(5))
        x, y = (float(value) for value in rng.uniform(-1, 2, 2))
        finger = {"touch_id": 0, "finger_id": 0, "x": x, "y": y, "dx": 0.1, "dy": 0.1, "pressure": 1.0}
        turn = int(rng.integers(-30, 31))
        kind, values = any_of(
            (
                (
                    pygame.MOUSEWHEEL,
                    {"x": 0, "y": turn, "precise_x": 0.0, "precise_y": float(turn), "flipped": False},
                ),
                (pygame.MOUSEWHEEL, {"x": turn, "y": turn, "flipped": True}),
                (pygame.DROPBEGIN, {}),
                (pygame.DROPFILE, {"file": f"/nowhere/{name}"}),
                (pygame.DROPTEXT, {"text": name}),
                (pygame.DROPCOMPLETE, {}),
                (pygame.FINGERDOWN, finger),
                (pygame.FINGERMOTION, finger),
                (pygame.FINGERUP, finger),
                (pygame.MULTIGESTURE, {**finger, "rotated": 0.1, "pinched": 0.1, "num_fingers": 2}),
                (pygame.AUDIODEVICEADDED, {"which": 0, "iscapture": 0}),
                (pygame.AUDIODEVICEREMOVED, {"which": 0, "iscapture": 0}),
                (pygame.KEYMAPCHANGED, {}),
                (pygame.CLIPBOARDUPDATE, {}),
                (pygame.RENDER_TARGETS_RESET, {}),
                (pygame.APP_LOWMEMORY, {}),
                (pygame.SYSWMEVENT, {}),
                (pygame.USEREVENT, {"code": 7}),
            ),
            rng,
        )
        self._send(kind, **values)


def monkey(seed: int, folder: Path) -> Counter[str]:
    """Send many events to a game, in every phase."""
    training_set()
    with journal() as read:
        player = Monkey(folder, np.random.default_rng(seed), read)
        player.play(EVENTS)
        return read.counts + Counter({"events": player.events})
