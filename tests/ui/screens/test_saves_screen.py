"""SAVES and the start through the real loop: a disk that is slow, two players of one name, damage."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import hashlib
import json
import re
import shutil
import struct
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pygame
import pytest
from profiles import content, load, make_profile
from stage import Keyboard, Stage
from workbench import MADE_BY, label_head, report, wait_for_files

from rps_game.errors import ExportError
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.base import LARGEST_NUMBER
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.paths import assets
from rps_game.saves.format import Profile
from rps_game.saves.info import SaveInfo
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.ui.screens.saves.screen import Saves

ENTER, ESC, DOWN, RIGHT, DELETE = (
    pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_DELETE,
)  # fmt: skip
OURS = "0" * 64  # the network of the stage


def save(folder: Path, name: str, seed: int = 0, frames: int = 1, fingerprint: str = OURS) -> Path:
    store = SaveStore(folder / "saves")
    store.save(make_profile(seed, frames=frames, fingerprint=fingerprint), name)
    return store.path(name)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def release(stage: Stage, held: threading.Event) -> None:
    held.set()
    stage.waits_for_files = True


def enter(stage: Stage) -> Saves:
    stage.app.go_to(Phase.TITLE)
    stage.app.apply(Outcome.LOAD)
    assert isinstance(stage.app.screen, Saves)
    return stage.app.screen


def rows(stage: Stage) -> dict[str, bool]:
    """The players in the list, and whether they can be played."""
    return {player.name: player.usable for player in players(stage)}


def players(stage: Stage) -> list[SaveInfo]:
    assert isinstance(stage.app.screen, Saves)
    return stage.app.screen.players


@pytest.fixture
def held() -> Iterator[threading.Event]:
    held = threading.Event()
    yield held
    held.set()


def twins(folder: Path) -> tuple[Path, Path]:
    """Two files of an Anna, the second with two frames of each gesture and called otherwise."""
    other = save(folder / "elsewhere", "Anna", 2, frames=2)
    anna = save(folder, "Anna", 1)
    return anna, Path(shutil.copy(other, folder / "saves" / "twin.safetensors"))


# The list.


def test_fifty_players_are_there_at_once_and_a_damaged_one_is_marked_later(
    stage: Stage, tmp_path: Path
) -> None:
    first = save(tmp_path, "Player 01")
    for i in range(2, 51):
        save(tmp_path, f"Player {i:02}", i)
    damage(first)
    enter(stage)
    stage.step()
    assert list(rows(stage)) == [f"Player {i:02}" for i in range(1, 51)]
    assert all(rows(stage).values())
    assert not any(player.checked for player in players(stage))
    assert stage.focused == "Player 01"
    while not all(player.checked for player in players(stage)):
        assert stage.now < 110
        stage.step()
    assert [name for name, usable in rows(stage).items() if not usable] == ["Player 01"]
    assert any("has changed since it was written" in text for text in stage.texts())
    enabled = {button.label: button.enabled for button in stage.app.screen.focus.buttons}
    assert (enabled["Play"], enabled["Delete"]) == (False, True)
    assert stage.focused == "Player 01"
    stage.press(ENTER)
    stage.run(0.2)
    assert stage.phase is Phase.SAVES
    enter(stage)
    stage.step()
    assert rows(stage)["Player 01"] is False  # known from before


def test_a_damaged_player_is_not_loaded_before_it_is_marked_either(stage: Stage, tmp_path: Path) -> None:
    damage(save(tmp_path, "Anna"))
    enter(stage)
    stage.step()
    assert rows(stage) == {"Anna": True}
    stage.press(ENTER)
    stage.step()
    assert stage.context.session.head is None
    assert any("Anna" not in text and "has changed since" in text for text in stage.texts())


def test_of_two_players_with_one_name_the_chosen_file_is_loaded(stage: Stage, tmp_path: Path) -> None:
    anna, twin = twins(tmp_path)
    enter(stage)
    stage.press(DOWN, ENTER)
    assert stage.focused == "Anna (twin)"
    stage.run(1, until=Phase.MATCH)
    session = stage.context.session
    assert (session.saved_name, session.saved_file, session.frames) == ("Anna", twin, 6)
    enter(stage)
    stage.step()
    stage.press(DELETE, pygame.K_LEFT, ENTER)  # the other one
    stage.run(0.2)
    assert not anna.exists()
    assert (session.saved_name, session.unsaved) == ("Anna", False)
    stage.press(DELETE, pygame.K_LEFT, ENTER)
    stage.run(0.2)
    assert not twin.exists()
    assert (session.saved_name, session.unsaved) == (None, True)


def test_of_two_players_with_one_name_the_chosen_file_is_renamed(stage: Stage, tmp_path: Path) -> None:
    anna, twin = twins(tmp_path)
    before, player = anna.read_bytes(), SaveStore(tmp_path).load(twin)
    enter(stage)
    stage.press(DOWN)
    Keyboard(stage).press("Rename")
    stage.press(*[pygame.K_BACKSPACE] * 40)
    stage.type("Bob")
    stage.press(ENTER)
    stage.run(0.2)
    assert list(rows(stage)) == ["Anna", "Bob"]
    assert anna.read_bytes() == before
    assert content(load(stage.context.saves, "Bob")) == {**content(player), "name": "Bob"}


def rename_to_bob(stage: Stage) -> None:
    """Rename Anna."""
    enter(stage)
    stage.step()
    while stage.focused != "Anna":
        stage.press(DOWN)
    Keyboard(stage).press("Rename")
    stage.type("Bob")
    stage.press(ENTER)
    stage.run(0.2)


@pytest.mark.parametrize(("new_player", "name"), [(True, None), (False, "Bob")])
def test_a_head_that_was_trained_since_follows_the_file_of_the_same_player_alone(
    stage: Stage, tmp_path: Path, name: str | None, *, new_player: bool
) -> None:
    anna = save(tmp_path, "Anna")
    session = stage.context.session
    session.load(stage.context.saves.load(anna), anna)
    if new_player:
        session.begin_new_player()
    session.use_trained_head(label_head(), report(), "2025-03-01", MADE_BY)
    rename_to_bob(stage)
    assert list(rows(stage)) == ["Bob"]
    assert (session.saved_name, session.unsaved) == (name, True)


def test_the_player_who_is_played_follows_their_file(stage: Stage, tmp_path: Path) -> None:
    anna = save(tmp_path, "Anna")
    session = stage.context.session
    session.load(stage.context.saves.load(anna), anna)
    rename_to_bob(stage)
    assert (session.saved_name, session.unsaved) == ("Bob", False)
    assert session.saved_file is not None
    assert session.saved_file.is_file()


def test_deleting_a_damaged_player_deletes_that_file_alone(stage: Stage, tmp_path: Path) -> None:
    anna, twin = twins(tmp_path)
    damage(twin)
    enter(stage)
    stage.press(DOWN, DELETE)
    stage.step()
    assert "Delete Anna (twin)?" in stage.texts()
    stage.press(pygame.K_LEFT, ENTER)
    stage.run(0.2)
    assert sorted(anna.parent.iterdir()) == [anna]
    assert rows(stage) == {"Anna": True}


@pytest.mark.parametrize("created", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_any_date_that_a_file_may_have_is_shown(stage: Stage, created: str) -> None:
    stage.context.saves.save(make_profile(fingerprint=OURS, created=created), "Anna")
    enter(stage)
    stage.run(0.2)
    assert stage.phase is Phase.SAVES
    assert any(text.startswith(created[:10]) for text in stage.texts())


@pytest.mark.parametrize("claimed", ["Anna ", "Anna  Maria", "Zoe\N{COMBINING DIAERESIS}"])
def test_deleting_a_damaged_file_that_claims_a_sound_players_name(
    stage: Stage, tmp_path: Path, claimed: str
) -> None:
    sound = save(tmp_path, " ".join(unicodedata.normalize("NFC", claimed).split()))
    damaged = sound.with_name(f"{claimed}.safetensors")
    damaged.write_bytes(rewritten(sound.read_bytes(), claimed.encode("unicode_escape"), sealed=False))
    enter(stage)
    stage.run(0.2)
    stage.press(DOWN, DELETE, pygame.K_LEFT, ENTER)
    stage.run(0.2)
    assert sorted(sound.parent.iterdir()) == [sound]


def rewritten(data: bytes, name: bytes = b"Anna", *, number: float = 0.0, sealed: bool = True) -> bytes:
    """Write another name into a save, and a number into its head; sealed again, or not."""
    end = 8 + int.from_bytes(data[:8], "little")
    header = re.sub(
        rb'"name":"[^"]*"', lambda _: b'"name":"' + name.replace(rb"\x", rb"\u00") + b'"', data[8:end]
    )
    seal = b'"sha256":"%s"'
    header = re.sub(seal % b'[^"]*', seal % (b"0" * 64), header)
    body, start = bytearray(data[end:]), json.loads(header)["head/output_kernel"]["data_offsets"][0]
    body[start : start + 4] = struct.pack("<f", number)
    whole = len(header).to_bytes(8, "little") + header + body
    digest = hashlib.sha256(whole).hexdigest().encode()
    return whole.replace(seal % (b"0" * 64), seal % digest) if sealed else whole


@pytest.mark.parametrize("name", ["Anna", LAST_PLAYER])
def test_a_sealed_player_with_huge_numbers_is_refused(tmp_path: Path, name: str) -> None:
    path = save(tmp_path, name)
    path.write_bytes(rewritten(path.read_bytes(), name.encode("unicode_escape"), number=3e38))
    stage = Stage(tmp_path)
    stage.run(0.2)
    enter(stage)
    stage.run(0.2)
    if name == "Anna":
        stage.press(ENTER)
        stage.run(0.2)
    assert stage.phase is Phase.SAVES
    assert any("has a content that this game cannot have written" in text for text in stage.texts())
    assert stage.context.session.head is None
    stage.app.close()


@pytest.mark.parametrize("phase", [Phase.TRY, Phase.MATCH, Phase.LEARN])
def test_the_largest_numbers_that_are_accepted_are_played_with(tmp_path: Path, phase: Phase) -> None:
    most = np.float32(LARGEST_NUMBER)
    ends = np.array([[most, -most, most]], np.float32)
    head = DenseHead(np.full((INPUTS, 1), most), np.full(1, most), ends, GESTURES)
    samples = {gesture: np.full((1, 7, 7, 256), most) for gesture in GESTURES}
    stage = Stage(tmp_path)
    stage.context.session.load(make_profile(fingerprint=OURS, head=head, samples=samples))
    stage.hand.light = LARGEST_NUMBER
    stage.hand.show(Gesture.ROCK)
    stage.app.go_to(phase)
    stage.press(pygame.K_h)
    stage.run(4)
    assert stage.phase is phase
    stage.app.close()


# Names.


def saving(stage: Stage) -> None:
    stage.context.session.load(make_profile(name=LAST_PLAYER, fingerprint=OURS))
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.step()


def test_a_players_pictures_are_copied_by_the_file_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied_by: set[str] = set()

    def stack(rows: list[np.ndarray]) -> np.ndarray:
        copied_by.add(threading.current_thread().name)
        return np.array(rows)

    monkeypatch.setattr("rps_game.session.np", SimpleNamespace(stack=stack))
    saving(stage)
    session, held = stage.context.session, threading.Event()
    assert session.head is not None
    stage.hold(held)
    stage.context.use_trained_head(session.head, report())
    session.samples = {}  # what is to be saved is so already
    release(stage, held)
    saving(stage)
    Keyboard(stage).press("Save")
    stage.step()
    assert set(copied_by) == {"files"}
    store = stage.context.saves
    for path in (store.path(LAST_PLAYER), store.find("Player 1")):
        assert set(store.load(path).samples) == set(GESTURES)


def compose(stage: Stage, text: str) -> None:
    stage.step(pygame.event.Event(pygame.TEXTEDITING, text=text, start=0, length=0))


def test_keys_are_the_input_methods_while_it_composes(stage: Stage) -> None:
    saving(stage)
    stage.type("漢")
    compose(stage, "zi")
    assert "漢zi" in stage.texts()
    stage.press(pygame.K_BACKSPACE, pygame.K_m, ESC, ENTER)
    compose(stage, "z")
    stage.press(ENTER)
    assert stage.phase is Phase.SAVES
    assert stage.names() == []
    stage.type("字")
    assert "漢字" in stage.texts()
    stage.press(ENTER)
    assert stage.names() == ["漢字"]


def test_a_composition_that_is_broken_off_gives_the_keys_back(stage: Stage) -> None:
    saving(stage)
    compose(stage, "zi")
    stage.step(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    stage.press(pygame.K_BACKSPACE)
    stage.type("Anna")
    stage.press(ENTER)
    assert stage.names() == ["Player Anna"]


@pytest.mark.parametrize(
    "first", ["\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"]
)
def test_a_name_may_begin_with_what_has_no_width(stage: Stage, first: str) -> None:
    saving(stage)
    stage.type(first)
    compose(stage, first)
    assert stage.phase is Phase.SAVES
    stage.type("علی")
    stage.press(ENTER)
    stage.run(0.1)
    assert stage.names() == [f"{first}علی"]
    enter(stage)
    stage.run(0.2)
    assert f"{first}علی" in stage.texts()
    stage.app.go_to(Phase.TITLE)
    stage.step()
    assert stage.phase is Phase.TITLE


# A slow disk.


def test_a_slow_list_is_waited_for_in_frames_with_a_word(stage: Stage, held: threading.Event) -> None:
    save(stage.paths.saves.parent, "Anna")
    stage.hold(held)
    enter(stage)
    stage.run(0.1)
    assert not any(text.startswith(("Loading", "Nobody")) for text in stage.texts())
    stage.run(0.1)
    assert "Loading ..." in stage.texts()
    assert stage.labels() == ["Back"]
    release(stage, held)
    stage.step()
    assert "Loading ..." not in stage.texts()
    assert rows(stage) == {"Anna": True}


@pytest.mark.parametrize(
    ("label", "word", "names"),
    [
        ("Play", "Loading ...", ["Anna"]),
        ("Rename", "Saving ...", ["Bob"]),
        ("Delete", "One moment.", []),
    ],
)
def test_a_slow_disk_is_waited_for_with_a_word_and_one_job_is_done(
    stage: Stage, held: threading.Event, label: str, word: str, names: list[str]
) -> None:
    save(stage.paths.saves.parent, "Anna")
    enter(stage)
    stage.run(0.2)
    player = Keyboard(stage)
    player.seek(label)
    if label != "Play":
        player.confirm()
        if label == "Delete":
            player.seek(label)
        else:
            stage.type("Bob")
    stage.hold(held)
    stage.press(ENTER)
    assert word not in stage.texts()
    stage.run(0.2)
    assert word in stage.texts()
    assert stage.labels() == ["Back"]
    stage.type("C")
    stage.press(DELETE, DOWN)
    assert word in stage.texts()
    release(stage, held)
    stage.run(0.2)
    assert stage.names() == names
    assert stage.phase is (Phase.MATCH if label == "Play" else Phase.SAVES)


def test_a_load_that_was_left_is_dropped(stage: Stage, held: threading.Event) -> None:
    save(stage.paths.saves.parent, "Anna")
    enter(stage)
    stage.run(0.2)
    stage.hold(held)
    stage.press(ENTER)
    stage.run(0.2)
    assert "Loading ..." in stage.texts()
    stage.press(ENTER)  # Back
    assert stage.phase is Phase.TITLE
    release(stage, held)
    stage.run(0.2)
    assert stage.phase is Phase.TITLE
    assert stage.context.session.head is None


def about_to_save(stage: Stage, name: str) -> None:
    stage.context.session.load(make_profile(1, name=LAST_PLAYER, fingerprint=OURS))
    stage.app.go_to(Phase.REPORT)
    stage.app.apply(Outcome.SAVE)
    stage.step()
    stage.type(name)


def test_a_name_can_be_typed_while_the_list_is_read(stage: Stage, held: threading.Event) -> None:
    stage.context.session.load(make_profile(1, name=LAST_PLAYER, fingerprint=OURS))
    stage.app.go_to(Phase.REPORT)
    stage.hold(held)
    stage.app.apply(Outcome.SAVE)
    stage.step()
    stage.type("An")
    release(stage, held)
    stage.step()
    stage.type("na")
    stage.press(ENTER)
    stage.step()
    assert stage.context.session.saved_name == "Anna"


def test_a_save_that_was_left_is_finished_and_told_of(stage: Stage, held: threading.Event) -> None:
    about_to_save(stage, "Anna")
    stage.hold(held)
    stage.press(ENTER, ENTER)  # once is enough: the second would find the name taken
    stage.run(0.2)
    assert "Saving ..." in stage.texts()
    stage.press(ESC)
    assert stage.phase is Phase.REPORT
    release(stage, held)
    stage.step()
    session = stage.context.session
    assert (session.saved_name, session.unsaved) == ("Anna", False)
    assert "Anna is saved." in stage.texts()
    assert stage.names() == ["Anna"]


def test_a_name_that_is_taken_is_asked_about_as_it_was_saved(stage: Stage, held: threading.Event) -> None:
    save(stage.paths.saves.parent, "Anna")
    about_to_save(stage, "Anna")
    stage.hold(held)
    stage.press(ENTER)
    stage.type("x")
    release(stage, held)
    stage.step()
    assert "There is a Anna already" in stage.texts()


def test_a_save_that_was_left_and_fails_is_told_of(stage: Stage, held: threading.Event) -> None:
    save(stage.paths.saves.parent, "Anna")
    about_to_save(stage, "Anna")
    stage.hold(held)
    stage.press(ENTER, ESC)
    assert stage.phase is Phase.REPORT
    release(stage, held)
    stage.step()
    assert any("saved already" in text for text in stage.texts())
    assert stage.context.session.unsaved


def test_a_save_of_a_player_who_is_no_longer_played_names_nobody_else(
    stage: Stage, held: threading.Event
) -> None:
    about_to_save(stage, "Anna")
    stage.hold(held)
    stage.press(ENTER, ESC)
    stage.context.session.load(make_profile(2, name=LAST_PLAYER, fingerprint=OURS))
    release(stage, held)
    stage.step()
    assert stage.context.session.saved_name is None
    assert stage.names() == ["Anna"]


@pytest.mark.parametrize("leave", [False, True])
def test_closing_the_window_finishes_a_save(tmp_path: Path, held: threading.Event, *, leave: bool) -> None:
    stage = Stage(tmp_path)
    stage.step()
    about_to_save(stage, "Anna")
    stage.hold(held)
    stage.press(ENTER, *[ESC] * leave)
    assert stage.step(pygame.event.Event(pygame.QUIT)) is False
    threading.Timer(0.2, held.set).start()
    stage.app.close()
    assert content(load(SaveStore(stage.paths.saves), "Anna"))["name"] == "Anna"


# The start.


@pytest.fixture
def starting(tmp_path: Path, held: threading.Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A game whose last player is still being read."""
    save(tmp_path, LAST_PLAYER)
    load_at_once = SaveStore.load

    def load_slowly(store: SaveStore, path: Path) -> Profile:
        assert held.wait(60)
        return load_at_once(store, path)

    monkeypatch.setattr(SaveStore, "load", load_slowly)
    stage = Stage(tmp_path)
    stage.waits_for_files = False
    stage.step()
    yield stage
    held.set()
    stage.app.close()


def test_play_waits_for_the_last_player_and_the_title_does_not(
    starting: Stage, held: threading.Event
) -> None:
    stage = starting
    assert stage.context.session.head is None
    assert stage.focused == "Play"
    assert {"Play", "unsaved player"} <= set(stage.texts())
    stage.press(ENTER)
    stage.run(0.2)
    assert stage.phase is Phase.PREPARE
    assert "Loading ..." in stage.texts()
    release(stage, held)
    stage.step()
    assert stage.phase is Phase.MATCH
    assert stage.context.session.frames == 3


def test_the_last_player_comes_to_the_title(starting: Stage, held: threading.Event) -> None:
    texts = starting.texts()
    release(starting, held)
    starting.step()
    assert starting.context.session.frames == 3
    assert set(texts) <= set(starting.texts())  # and what the head reads


def test_a_new_player_does_not_get_the_last_players_pictures(starting: Stage, held: threading.Event) -> None:
    Keyboard(starting).press("New player")
    starting.step()
    assert starting.phase is Phase.PREPARE
    release(starting, held)
    starting.step()
    assert starting.phase is Phase.CALIBRATE
    session = starting.context.session
    assert (session.frames, session.head is None) == (0, False)


def test_a_last_player_who_is_damaged_is_told_of(
    starting: Stage, held: threading.Event, tmp_path: Path
) -> None:
    damage(tmp_path / "saves" / "last-player.safetensors")
    starting.press(ENTER)
    release(starting, held)
    starting.step()
    starting.step()
    assert starting.phase is Phase.TROUBLE
    assert any("has changed since it was written" in text for text in starting.texts())
    starting.press(ENTER)
    assert starting.phase is Phase.CALIBRATE


def test_at_the_title_as_well(starting: Stage, held: threading.Event, tmp_path: Path) -> None:
    damage(tmp_path / "saves" / "last-player.safetensors")
    release(starting, held)
    starting.step()
    assert any("has changed since it was written" in text for text in starting.texts())
    assert "no player yet" in starting.texts()
    assert starting.focused == "New player"


def test_settings_and_statistics_are_written_in_the_order_of_all_files(
    stage: Stage, held: threading.Event
) -> None:
    stage.hold(held)
    stage.app.change_settings(volume=0.3)
    stage.app.go_to(Phase.SETTINGS)
    assert not stage.paths.settings.exists()
    release(stage, held)
    wait_for_files(stage.context)
    assert '"volume": 0.3' in stage.paths.settings.read_text()


# An export.


@pytest.fixture
def exporting(stage: Stage, tmp_path: Path) -> Stage:
    """The card that asks for which programs Anna is to be exported; the network can be."""
    while stage.network.backbone is None:
        assert stage.now < 110
        stage.step()
    stage.network.backbone.model = (assets() / "backbone.tflite").read_bytes()
    save(tmp_path, "Anna")
    enter(stage)
    stage.step()
    Keyboard(stage).press("Export")
    assert stage.labels() == ["Web page", "Keras", "TensorFlow", "LiteRT", "Back"]
    return stage


def until_the_list(stage: Stage) -> None:
    end_s = time.monotonic() + 60
    while "Export" not in stage.labels():
        assert time.monotonic() < end_s
        stage.step()


def test_a_player_is_exported_as_a_page(exporting: Stage, tmp_path: Path) -> None:
    Keyboard(exporting).press("Web page")
    until_the_list(exporting)
    (folder,) = (tmp_path / "saves" / "exports").iterdir()
    assert folder.name.endswith("-tfjs")
    assert {path.name for path in folder.iterdir()} >= {
        "index.html",
        "model.json",
        "weights.bin",
        "README.md",
    }
    exporting.step()
    assert any(text.startswith("Written to") for text in exporting.texts())


def test_an_export_that_fails_says_why(exporting: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ExportError("The folder {folder} is not empty.", "Name another one.", folder="there")

    monkeypatch.setattr("rps_game.ui.screens.saves.export.export", fail)
    Keyboard(exporting).press("LiteRT")
    until_the_list(exporting)
    exporting.step()
    assert any("The folder there is not empty." in text for text in exporting.texts())


def test_an_export_that_breaks_is_not_called_written(
    exporting: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("rps_game.ui.screens.saves.export.export", fail)
    Keyboard(exporting).press("LiteRT")
    exporting.run(5, until=Phase.TROUBLE)


def test_an_export_shows_its_progress_and_can_be_left(
    exporting: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def wait(
        *_: object, on_progress: Callable[[float], None], stopped: threading.Event, **__: object
    ) -> None:
        on_progress(0.5)
        begun.set()
        assert stopped.wait(60)
        ended.set()

    monkeypatch.setattr("rps_game.ui.screens.saves.export.export", wait)
    Keyboard(exporting).press("Keras")
    assert begun.wait(60)
    exporting.step()
    assert "Exporting ..." in exporting.texts()
    assert exporting.labels() == ["Cancel"]
    exporting.press(ESC)
    assert "Export" in exporting.labels()
    assert ended.wait(60)


def test_what_cannot_be_exported_is_not_offered(stage: Stage, tmp_path: Path) -> None:
    damage(save(tmp_path, "Anna"))
    while stage.network.backbone is None:
        stage.step()
    screen = enter(stage)
    stage.step()
    while not all(player.checked for player in screen.players):
        stage.step()
    stage.step()
    assert {button.label: button.enabled for button in screen.focus.buttons}["Export"] is False
