"""The lessons: they show the player's own data, are right for either head, and fit their page."""

# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import dense_head, pooled_head
from workbench import MADE_BY, Workbench

from rps_game.camera.feed import FeedState
from rps_game.camera.observation import Observation, Sample
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, pooled
from rps_game.heads.dense import INPUTS
from rps_game.heads.report import TrainingReport
from rps_game.heads.starter import Starter
from rps_game.ui.drawing import Box, Painter, Tone
from rps_game.ui.screens.learn.features import FeaturesLesson
from rps_game.ui.screens.learn.head import HeadLesson
from rps_game.ui.screens.learn.lesson import PACE_S, Lesson
from rps_game.ui.screens.learn.loss import LossLesson
from rps_game.ui.screens.learn.screen import LESSONS, Learn

SIZES = [(800, 600), (1280, 720), (2560, 1440)]
LARGEST = 1.4
FRAMES = 4
STAGE = Box(40, 150, 1200, 400)


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, (1280, 720))


def starter() -> Starter:
    return Starter(pooled_head(seed=9), np.zeros((0, POOLED), np.float32))


def teach(bench: Workbench, seed: int, head: Head) -> None:
    """Store a calibration: a grey room, a light patch in it for a hand, and features that vary by class."""
    rng = np.random.default_rng(seed)
    session, number = bench.context.session, 0
    for gesture in CLASSES:
        session.samples[gesture] = []
        for _ in range(FRAMES):
            number += 1
            square = np.full((224, 224, 3), 90, np.uint8)
            if gesture is not Gesture.NONE:
                x, y = rng.integers(40, 120, 2)
                square[y : y + 64, x : x + 64] = (200, 160, 140)
            features = np.maximum(rng.normal(0, 1, FEATURE_SHAPE), 0).astype(np.float32)
            features[..., gesture::7] += rng.random(FEATURE_SHAPE[:2], np.float32)[..., None]
            session.samples[gesture].append(Sample(number, square, features))
    losses = tuple(float(loss) for loss in 1.5 * np.exp(-np.arange(60) * rng.uniform(0.03, 0.1)))
    right = int(rng.integers(5, 9))
    report = TrainingReport(losses, losses[-1], 1.0, np.diag([9, right, 10]), 0.9, 1.2, 0.61)
    session.use_trained_head(head, report, "2025-03-01T12:00:00+01:00", MADE_BY)


def forget_pictures(bench: Workbench) -> None:
    """Leave what a start loads: a save has no pictures, and no report."""
    session = bench.context.session
    session.samples = {
        gesture: [replace(sample, number=0, square=None) for sample in samples]
        for gesture, samples in session.samples.items()
    }
    session.report = None


def see(bench: Workbench, gesture: Gesture = Gesture.ROCK, seed: int = 1) -> None:
    """Show a frame of the drawn hand; its features are resampled pixels."""
    source = HandSource(seed, paced=False)
    source.show(gesture)
    for _ in range(12):
        frame = source.read()
    assert frame is not None
    square = to_square(frame)
    features = np.resize(square[::3, ::3].astype(np.float32) / np.float32(60), FEATURE_SHAPE)
    bench.number += 1
    bench.context.observation = Observation(bench.number, bench.context.now, frame, square, features)


def open_lesson(bench: Workbench, kind: type[Lesson]) -> Lesson:
    bench.context.now += 2 * PACE_S
    lesson = kind(bench.context)
    lesson.place(STAGE)
    lesson.tick(bench.context.now)
    return lesson


def drawn(bench: Workbench, lesson: Lesson) -> bytes:
    """Return the pixels of the lesson's stage."""
    bench.surface.fill((0, 0, 0))
    lesson.draw(bench.painter)
    return pygame.image.tobytes(bench.surface, "RGB")


def said(bench: Workbench, lesson: Lesson) -> list[str]:
    """Return the texts on the lesson's stage."""
    bench.context.theme.begin_frame()
    lesson.draw(bench.painter)
    return [box.string for box in bench.context.theme.boxes]


@pytest.mark.parametrize("head", [dense_head(units=100), pooled_head()], ids=["dense", "pooled"])
@pytest.mark.parametrize("kind", LESSONS)
def test_other_samples_make_other_pictures(kind: type[Lesson], head: Head, tmp_path: Path) -> None:
    seen = []
    for seed in (1, 2, 1):
        bench = Workbench(tmp_path, (1280, 720))
        teach(bench, seed, head)
        seen.append(drawn(bench, open_lesson(bench, kind)))
    first, other, again = seen
    assert first == again
    assert first != other


@pytest.mark.parametrize("kind", LESSONS)
def test_without_any_data_a_lesson_says_what_to_do(kind: type[Lesson], bench: Workbench) -> None:
    bench.feed.state = FeedState.FAILED
    lesson = open_lesson(bench, kind)
    empty = drawn(bench, Lesson(bench.context))
    assert drawn(bench, lesson) != empty  # signs
    asks = (
        "Once there is a camera",
        "Record your gestures",
        "Once your gestures",
        "After a training",
        "calibrate",
    )
    assert any(ask in lesson.words for ask in asks)


@pytest.mark.parametrize("kind", [kind for kind in LESSONS if kind is not LossLesson])
def test_without_any_data_a_lesson_explains_with_the_drawn_hand(kind: type[Lesson], bench: Workbench) -> None:
    bench.network.starter = starter()
    before = drawn(bench, open_lesson(bench, kind))
    pictures = []
    for gesture in (Gesture.ROCK, Gesture.PAPER):
        see(bench, gesture)
        pictures.append(drawn(bench, open_lesson(bench, kind)))
    assert len({before, *pictures}) == 3


def test_a_lesson_follows_the_camera_at_a_pace_that_can_be_read(bench: Workbench) -> None:
    teach(bench, 1, pooled_head())
    lesson = open_lesson(bench, HeadLesson)
    own = drawn(bench, lesson)
    see(bench, Gesture.ROCK)
    lesson.tick(bench.context.now)
    live = drawn(bench, lesson)
    see(bench, Gesture.PAPER)
    lesson.tick(bench.context.now + PACE_S / 2)
    assert drawn(bench, lesson) == live != own
    lesson.tick(bench.context.now + PACE_S)
    assert drawn(bench, lesson) != live


def test_the_lesson_on_the_dense_head_is_true(bench: Workbench) -> None:
    head = dense_head(units=100)
    bench.network.starter = starter()  # of which this head knows nothing
    teach(bench, 1, head)
    lesson = open_lesson(bench, HeadLesson)
    assert f"{INPUTS * 100 + 100 + 100 * 4:,} weights" in lesson.words
    assert "16 pictures, 1.2 seconds" in lesson.words
    assert "thin marks" not in lesson.words
    texts = said(bench, lesson)
    assert {"12,544 numbers", "100 units", *shares(bench, head)} <= set(texts)


@pytest.mark.parametrize("started", [False, True], ids=["from nothing", "from the starter"])
def test_the_lesson_on_the_pooled_head_is_true(started: bool, bench: Workbench) -> None:
    head = pooled_head()
    bench.network.starter = starter() if started else None
    teach(bench, 1, head)
    lesson = open_lesson(bench, HeadLesson)
    assert "1,024 weights, one for each map and class" in lesson.words
    assert ("thin marks" in lesson.words) is started
    assert {"12,544 numbers", "256 averages", *shares(bench, head)} <= set(said(bench, lesson))


def test_the_thin_marks_stand_where_the_starter_had_it(bench: Workbench) -> None:
    bench.network.starter = known = starter()
    teach(bench, 1, pooled_head())
    lesson = open_lesson(bench, HeadLesson)
    assert isinstance(lesson, HeadLesson)
    features = newest_features(bench)
    before = known.head.predict(features[None])[0]
    ink = bench.context.theme.colour(Tone.INK)
    drawn(bench, lesson)
    for share, bar in zip(before, lesson.bars, strict=True):
        x = bar.rect.left + round(bar.rect.width * float(share))
        assert bench.surface.get_at((x, bar.rect.centery))[:3] == ink


def test_the_middle_of_the_pooled_head_is_the_average_of_each_map(bench: Workbench) -> None:
    teach(bench, 1, pooled_head())
    lesson = open_lesson(bench, HeadLesson)
    assert isinstance(lesson, HeadLesson)
    low, high = bench.context.theme.colour(Tone.RAISED), bench.context.theme.colour(Tone.ACCENT)
    averages = np.clip(pooled(newest_features(bench)[None])[0] / 3, 0, 1)
    step = lesson.hidden.get_width() // 16
    for i in (0, 100, 255):
        shown = lesson.hidden.get_at((i % 16 * step + step // 2, i // 16 * step + step // 2))[:3]
        wanted = [round(a + (b - a) * float(averages[i])) for a, b in zip(low, high, strict=True)]
        assert list(shown) == wanted


def test_before_any_training_the_starter_is_shown_for_what_it_is(bench: Workbench) -> None:
    bench.network.starter = starter()
    see(bench)
    lesson = open_lesson(bench, HeadLesson)
    assert "only seen other hands" in lesson.words
    assert "thin marks" not in lesson.words
    assert "256 averages" in said(bench, lesson)


def test_the_loss_is_told_with_what_was_known_before(bench: Workbench) -> None:
    teach(bench, 1, pooled_head())
    report = bench.context.session.report
    assert report is not None
    words = open_lesson(bench, LossLesson).words
    total = int(report.confusion.sum())
    assert f"read {int(report.confusion.trace())} of those {total} right" in words
    assert "Before it knew you, it read 61% of them right." in words
    assert "guessing among 4 costs 1.39" in words
    bench.context.session.report = replace(report, starter_accuracy=None)
    assert "Before it knew you" not in open_lesson(bench, LossLesson).words


def test_samples_without_a_picture_are_told_apart_by_their_icons(bench: Workbench) -> None:
    teach(bench, 1, pooled_head())
    forget_pictures(bench)
    lesson = open_lesson(bench, FeaturesLesson)
    assert isinstance(lesson, FeaturesLesson)
    drawn(bench, lesson)
    for gesture, row in zip(GESTURES, lesson.rows, strict=True):
        box = row.boxes[0]
        expected = bench.surface.copy()
        painter = Painter(expected, bench.context.theme)
        painter.card(box, Tone.RAISED, radius=8)
        painter.icon(gesture, box.inflate(-box.width // 4, 0))
        assert pygame.image.tobytes(bench.surface.subsurface(box), "RGB") == pygame.image.tobytes(
            expected.subsurface(box), "RGB"
        )


def test_pages_are_turned_by_the_arrows_and_the_last_one_ends(bench: Workbench) -> None:
    screen, titles = Learn(bench.context), [lesson(bench.context).title for lesson in LESSONS]
    pages = []
    for key in [pygame.K_LEFT, *[pygame.K_RIGHT] * 6, pygame.K_LEFT]:
        bench.press(screen, key)
        pages.append(titles.index(bench.texts()[0]))
    assert pages == [0, 1, 2, 3, 4, 4, 4, 3]
    bench.press(screen, pygame.K_RETURN)
    assert bench.texts()[0] == titles[4]
    assert bench.press(screen, pygame.K_RETURN) is not None


def nothing(bench: Workbench) -> None:
    bench.feed.state = FeedState.FAILED


def taught_dense(bench: Workbench) -> None:
    teach(bench, 1, dense_head(units=100))


def taught_pooled(bench: Workbench) -> None:
    bench.network.starter = starter()
    teach(bench, 1, pooled_head())


def saved(bench: Workbench) -> None:
    taught_pooled(bench)
    forget_pictures(bench)
    see(bench)


@pytest.mark.parametrize("state", [nothing, taught_dense, taught_pooled, saved])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("network", ["imagenet", "own"])
def test_each_lesson_fits_its_page(
    state: object, size: tuple[int, int], network: str, language: str, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path, size)
    theme = bench.context.theme
    theme.text_factor = LARGEST
    bench.network.spec = network
    assert callable(state)
    state(bench)
    screen = Learn(bench.context)
    for page in range(len(LESSONS)):
        for _ in range(2):
            bench.context.now += 2 * PACE_S
            screen.update(bench.context.now)
        theme.begin_frame()
        screen.draw(bench.painter)
        boxes = [box for box in theme.boxes if box.string]
        assert boxes[0].string == LESSONS[page](bench.context).title
        assert len(boxes) > 3
        assert bench.misfits(screen) == []
        over = [(a.string, b.string) for a, b in combinations(boxes, 2) if a.drawn.colliderect(b.drawn)]
        assert over == []
        bench.context.now += 1
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode="", scancode=0))


def newest_features(bench: Workbench) -> np.ndarray:
    """Return the features of the picture in the lesson on the head: the last of the last gesture."""
    return bench.context.session.samples[Gesture.SCISSORS][-1].features


def shares(bench: Workbench, head: Head) -> list[str]:
    """Return the labels of the bars for that picture."""
    return [f"{share:.0%}" for share in head.predict(newest_features(bench)[None])[0]]
