"""The beats of a throw at given moments."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.rhythm import Beat, Pace, Rhythm

RHYTHM = Rhythm()
seconds = st.floats(0.01, 5.0)
rhythms = st.builds(Rhythm, *[seconds] * 6)


def test_the_words_come_as_the_screens_are_designed() -> None:
    rock_s = RHYTHM.start_of(Beat.ROCK)
    since_rock = {beat: round(RHYTHM.start_of(beat) - rock_s, 9) for beat in Beat}
    assert since_rock[Beat.PAPER] == 0.6
    assert since_rock[Beat.SCISSORS] == 1.2
    assert since_rock[Beat.SHOOT] == 1.8
    assert since_rock[Beat.WINDOW] == 1.95
    assert since_rock[Beat.REVEAL] == 2.25


@pytest.mark.parametrize(("pace", "factor"), [(Pace.SLOW, 1.4), (Pace.NORMAL, 1.0), (Pace.FAST, 0.8)])
def test_a_pace_stretches_the_words_but_not_the_window(pace: Pace, factor: float) -> None:
    paced = RHYTHM.at(pace)
    for beat in (Beat.ROCK, Beat.PAPER, Beat.SCISSORS, Beat.SHOOT):
        assert paced.start_of(beat) == pytest.approx(factor * RHYTHM.start_of(beat))
    after = {beat: paced.start_of(beat) - paced.start_of(Beat.SHOOT) for beat in (Beat.WINDOW, Beat.REVEAL)}
    assert after == pytest.approx({Beat.WINDOW: 0.15, Beat.REVEAL: 0.45})


def test_a_camera_of_30_frames_a_second_gives_nine_frames_to_the_window() -> None:
    start_s = RHYTHM.start_of(Beat.WINDOW)
    for phase in (0.001, 0.016, 0.032):
        assert sum(RHYTHM.in_window(start_s - 1 + phase + i / 30) for i in range(90)) == 9


@given(rhythms)
def test_each_beat_begins_where_the_one_before_ends(rhythm: Rhythm) -> None:
    for beat in list(Beat)[:-1]:
        start_s, end_s = rhythm.start_of(beat), rhythm.start_of(Beat(beat.value + 1))
        assert rhythm.beat_at(start_s) == (beat, 0.0)
        assert rhythm.beat_at(math.nextafter(end_s, 0))[0] is beat
        half_way, progress = rhythm.beat_at((start_s + end_s) / 2)
        assert half_way is beat
        assert progress == pytest.approx(0.5)
    assert rhythm.beat_at(rhythm.start_of(Beat.REVEAL)) == (Beat.REVEAL, 1.0)


@given(rhythms, st.lists(st.floats(-1, 40), min_size=2))
def test_time_only_moves_the_beat_on(rhythm: Rhythm, moments: list[float]) -> None:
    seen = [rhythm.beat_at(moment) for moment in sorted(moments)]
    places = [(beat.value, progress) for beat, progress in seen]
    assert places == sorted(places)
    assert all(0 <= progress <= 1 for _, progress in seen)
    assert [rhythm.in_window(m) for m in sorted(moments)] == [beat is Beat.WINDOW for beat, _ in seen]


def test_before_the_start_it_is_ready() -> None:
    assert RHYTHM.beat_at(-3.0) == (Beat.READY, 0.0)


@pytest.mark.parametrize("bad_s", [0.0, -0.3, math.nan, math.inf])
def test_a_beat_takes_time(bad_s: float) -> None:
    with pytest.raises(ValueError, match="longer than 0"):
        Rhythm(window_s=bad_s)
