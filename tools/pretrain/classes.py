"""Which hand counts as which class, for every set and every rendered pose: decided here and nowhere else.

The rules, and why:

- *Paper* is a flat hand, its fingers closed or spread, the thumb out or alongside, from any side.
- *Scissors* are index and middle finger, closed or spread, wherever the thumb is put away; and **thumb and
  index finger alone**, as many Korean players show them.
- What tells those from a **pistol** is how they are shown, since the fingers are the same: scissors turn the
  palm or the back to the camera, so that both fingers are seen at their length. Is the index finger pointed
  at the camera (within `POINTED_DEG`), it is a pistol and trains class none. From the edge (the palm's
  normal more than `BROAD_DEG` off the view axis) nobody can tell: that trains nothing.
- **Three fingers**, with or without the thumb among them, are neither: class none.
- **Four fingers with the thumb folded train no class**: some players' paper looks so, and is not to be taught
  away; nor is every four a paper.
- Everything else that a hand can show (one finger, a ring, horns, a thumb up or down, a call) is class none;
  but rendered ones only where they are seen broadside: from the edge they may look like any of the three.
- A ring of thumb and all fingers (the digit 0 of sign_digits) is no fist: class none.
- Pictures whose label a set's note calls doubtful train nothing.
"""

from typing import Final

ROCK, PAPER, SCISSORS, NONE = range(4)

BROAD_DEG: Final = 60.0
"""Off the view axis: beyond it a finger hides its neighbours."""

POINTED_DEG: Final = 35.0
"""Between the index finger and the direction to the camera: nearer, it is seen at less than six tenths of its
length."""

_FOLDERS: Final = {"rock": ROCK, "paper": PAPER, "scissors": SCISSORS, "none": NONE, "not_fist_digit0": NONE}

_OTHERS: Final = {
    "sign_digits": {"": NONE},  # three fingers, all of them
    # No "four"; "rock" is what HaGRID calls the horns, "mute" a finger at the lips.
    "hagrid_crops": dict.fromkeys(
        ("call", "dislike", "like", "mute", "ok", "one", "rock", "three2", "three"), NONE
    ),
    # No "four", and none of the "mislabelled" fives: some of them are fours.
    "lebanese_fingers": {"one": NONE, "three": NONE},
    "epsrc_fingers": {"Set1_1": NONE, "Set1_3": NONE, "Set2_1": NONE, "Set2_3": NONE},
}
"""For a set, what the names of the pictures in its folder `other` begin with, after their number."""

FINGERS_OF_HANDS_DATASET: Final = {"0": ROCK, "1": NONE, "2": SCISSORS, "3": NONE, "5": PAPER}
"""By the number of fingers in `boxes.csv`; four are left out."""

_RENDERED: Final = {"fist": ROCK, "flat": PAPER, "two": SCISSORS}


def class_of_picture(name: str, folder: str, file: str) -> int | None:
    """Return a picture's class by its set `name`, folder and file name; None: it trains nothing."""
    if folder in _FOLDERS:
        # The one picture without fingers in epsrc_fingers is neither a room nor a fist.
        return None if (name, folder) == ("epsrc_fingers", "none") else _FOLDERS[folder]
    shown = file.partition("_")[2]
    begun = [label for start, label in _OTHERS.get(name, {}).items() if shown.startswith(start)]
    return begun[0] if begun else None


def class_of_pose(gesture: str, off_axis_deg: float, index_off_axis_deg: float) -> int | None:
    """Return the class of a rendered hand; None: it trains nothing.

    Args:
        gesture: name of the pose in `rendered.poses.SHAPES`.
        off_axis_deg: 0..90, of the palm's normal, in either direction.
        index_off_axis_deg: 0..180, between the index finger and the direction to the camera.
    """
    if gesture in _RENDERED:
        return _RENDERED[gesture]
    if gesture == "thumb_and_index":
        if index_off_axis_deg < POINTED_DEG:
            return NONE
        return SCISSORS if off_axis_deg <= BROAD_DEG else None
    return NONE if off_axis_deg <= BROAD_DEG else None
