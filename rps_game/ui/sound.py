"""Short sounds, synthesised from sine waves. Without a sound card the game is silent."""

import logging
from collections.abc import Mapping
from enum import Enum
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame

RATE_HZ: Final = 44_100
BUFFER_SAMPLES: Final = 512
"""12 ms: a beat is heard when it is seen."""

FADE_S: Final = 0.008
"""Fade at both ends of a tone; without it one hears a click."""

_log: Final = logging.getLogger(__name__)


class Cue(Enum):
    """The events that have a sound."""

    ROCK = "rock"  # the beats, higher and higher: an arm can swing with them unseen
    PAPER = "paper"
    SCISSORS = "scissors"
    SHOOT = "shoot"
    TURN = "turn"  # of the opponent's card
    TAKEN = "taken"  # a frame was recorded
    DONE = "done"
    WIN = "win"
    LOSE = "lose"
    DRAW = "draw"
    AGAIN = "again"  # throw again


_TONES: Final[Mapping[Cue, tuple[tuple[float, float], ...]]] = {
    Cue.ROCK: ((392.0, 0.1),),
    Cue.PAPER: ((440.0, 0.1),),
    Cue.SCISSORS: ((523.25, 0.1),),
    Cue.SHOOT: ((783.99, 0.24),),
    Cue.TURN: ((293.66, 0.05), (329.63, 0.05), (369.99, 0.06)),
    Cue.TAKEN: ((1320.0, 0.025),),
    Cue.DONE: ((660.0, 0.09), (880.0, 0.16)),
    Cue.WIN: ((523.25, 0.09), (659.25, 0.09), (783.99, 0.22)),
    Cue.LOSE: ((392.0, 0.13), (311.13, 0.26)),
    Cue.DRAW: ((440.0, 0.1), (440.0, 0.14)),
    Cue.AGAIN: ((349.23, 0.1), (349.23, 0.1)),
}
"""Tones one after another: frequency in Hz, length in seconds."""


class Sound:
    """Plays cues, unless muted, at a volume of 0 to 1."""

    def __init__(self, volume: float = 0.7, *, muted: bool = False) -> None:
        self.volume = volume
        self.muted = muted
        self._sounds: dict[Cue, pygame.mixer.Sound] | None = None

    def open(self) -> bool:
        """Open the sound card; return whether there is one."""
        try:
            pygame.mixer.quit()  # `pygame.init` may have opened it, for other sounds than ours
            pygame.mixer.init(RATE_HZ, -16, 1, BUFFER_SAMPLES, allowedchanges=0)
            self._sounds = {cue: pygame.mixer.Sound(buffer=wave(cue).tobytes()) for cue in Cue}
        except (pygame.error, OSError) as error:
            _log.info("no sound: %s", error)
            return False
        return True

    def play(self, cue: Cue) -> None:
        """Play a cue, unless muted or without a sound card."""
        if self._sounds is not None and not self.muted and self.volume > 0:
            sound = self._sounds[cue]
            sound.set_volume(self.volume)
            sound.play()

    def close(self) -> None:
        """Release the sound card."""
        if self._sounds is not None:
            self._sounds = None
            pygame.mixer.quit()


def wave(cue: Cue) -> npt.NDArray[np.int16]:
    """Return a cue's samples at `RATE_HZ`, int16 (n,)."""
    return np.concatenate([_tone(frequency_hz, length_s) for frequency_hz, length_s in _TONES[cue]])


def _tone(frequency_hz: float, length_s: float) -> npt.NDArray[np.int16]:
    at_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    sine = np.sin(2 * np.pi * frequency_hz * at_s) + 0.25 * np.sin(4 * np.pi * frequency_hz * at_s)
    ends = np.minimum(at_s, length_s - at_s) / FADE_S
    loudness = np.clip(ends, 0, 1) * np.exp(-3 * at_s / length_s)
    return (sine * loudness * 0.5 * np.iinfo(np.int16).max / 1.25).astype(np.int16)
