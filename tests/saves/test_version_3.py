"""A version 3 file holds the rules that its player plays by, and loads for ever: the bytes of one.

Do not renew them: a change that no longer reads them breaks players' files.
"""

import json
import zlib
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from profiles import content, make_head, make_profile, pooled_head

from rps_game.errors import SaveDamaged
from rps_game.game.gestures import CLASSIC, LIZARD_SPOCK, Move, RuleSet
from rps_game.saves.container import open_container, pack
from rps_game.saves.format import decode, encode

OWN = RuleSet.of(
    "own",
    "Мои правила",
    [
        Move("well", "Колодец", "well"),
        Move("tree", "木", "tree"),
        Move("fire", "Fire 🔥", "fire", ((0, 0), (99, 9), (50, 100))),
    ],
    {("well", "fire"): "тушит", ("fire", "tree"): "burns", ("tree", "well"): "木"},
)
WRITTEN = """
eNrt1M1qG1cYBmAveiFi1hMy+rXlhdNVbsI26mhmlIjIIzEjJxhjCCmULrvoqgS6KnQVQmnBJdD2EuSb6LqX0DNSY1tNHFpKN+GRGDQ673O+
86MzuvxkZ/06j0ajk2KZ5ukyHY2i/fMoq4p0WeTRftRJOoN77fa9ziCKo8m8OkmXo6dFVU/nZUi7obFMT4pwu3p19Xx1ufo5tDwu0nz0ZFo2
/Rfz+SwUiqNxmj0Zz8uGzp+VoWFRFYtqnhV1fatgOwT147TTHzRjd/eKTr+Xd/t5luVpv7s7yNK9fDdJ2uNJPukn48E4z4fZOB2mWZaM98bt
NO0Nh71+O0t6vayZynyWz0+Xo5CfVml2FqperyPcV4v63qMw/9Zilp4VVYiq01lRh+T8KJrmR9H+UTPboyg+Wq9z3bB6ufplddla/RoW/Hr1
Q1j0m9XrNTmZPy3qYA5vej8rZrO/df8mdH8Trh9XP119sc6m2bzc1uOw/02lUGgyrTYdr15cfX715ery6sVRdHER34yxrIpie4zfX36/Xfia
3Cq8Geyt3qq4GfN2xYehpfXHt19/t133GoZNnk3Lxh4eJnFyHB8Oh/EwfPSTuJ0kx8fbY2/mEwqMT6uybkY/vgi7n83Sul7vfzO5VqNazRCt
sjk5N4doNJmWj4pqUU3L5mfM8v/2ji42h/b+eJrWzfnPl2eL5qQ+7HY2B7L5dtg7jqP1MzKfTOpiGWRYantw/LZ32JTJNC/KrLi7RvvdGu1B
3EmuizwpqrKY3V0gPBrxeybSSeJe+9Zclo+rom5O/79bT1MjFOp2mkJ1erIIT8P99ebfvaJ4N7zDtN5XrduJ+71usne7XPPTfmB9d5dbV4rb
/d5gEPbrorX599o52Nl5fvDX/YPttt8ONm2tcH0qk8lkMplMJpPJZDKZ7KPJ3jEf6PNZuJ4/YBiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiG
YRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiG
YRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYRiGYZj/z/yT/l9xHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdx
HMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdx
HMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdx
HMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdxHMdx
HMdxHMdxHMdxHMd9dO5P+clA/Q==
"""


@pytest.mark.parametrize("rules", [CLASSIC, LIZARD_SPOCK, OWN], ids=lambda rules: rules.id)
def test_a_player_keeps_the_rules(rules: RuleSet) -> None:
    profile = make_profile(frames=2, classes=rules.classes, head=pooled_head(rules.classes), rules=rules)
    again = decode(encode(profile), "file")
    assert again.rules is rules
    assert {gesture.id for gesture in again.samples} == {gesture.id for gesture in rules.classes}
    assert content(again) == content(profile)


def test_a_head_of_other_rules_is_no_player() -> None:
    with pytest.raises(ValueError, match="expected a head for"):
        make_profile(head=make_head(), rules=LIZARD_SPOCK)


def test_rules_that_nobody_can_play_by_are_damage() -> None:
    profile = make_profile(classes=OWN.moves, rules=OWN)
    opened = open_container(BytesIO(encode(profile)))
    unfair = json.loads(opened.metadata["rules"])
    unfair["moves"][0]["beats"] = {}
    metadata = {**opened.metadata, "rules": json.dumps(unfair)}
    tensors = {
        name: np.frombuffer(part["data"], {"F32": "<f4", "I32": "<i4"}[part["dtype"]]).reshape(part["shape"])
        for name, part in opened.tensors().items()
    }
    with pytest.raises(SaveDamaged, match="a content that this game cannot have written"):
        decode(pack(tensors, metadata), "file")


def test_the_file_of_the_game_that_introduced_it() -> None:
    player = decode(zlib.decompress(b64decode(WRITTEN)), "file")
    assert (player.name, player.rules) == ("Юрий", OWN)
    assert [gesture.title for gesture in player.head.classes] == ["Колодец", "木", "Fire 🔥", ""]
    assert player.rules["fire"].outline == ((0, 0), (99, 9), (50, 100))
    assert player.rules.verbs[OWN["tree"], OWN["well"]] == "木"
    assert {gesture.id: rows.shape[0] for gesture, rows in player.samples.items()} == {"well": 2, "none": 1}
    np.testing.assert_array_equal(
        player.samples[OWN["well"]][1, 0, 0, :3], np.array([0.5, 0.625, 0.75], np.float32)
    )
