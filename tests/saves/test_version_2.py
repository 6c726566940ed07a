"""A version 2 file loads for ever: the bytes of two, written by the game that introduced them.

Do not renew them: a change that no longer reads them breaks players' files.
"""

import zlib
from base64 import b64decode

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head, Tensors
from rps_game.heads.dataset import NetworkId
from rps_game.saves.format import decode

POOLED = """
eNrt1MFv01YcwPHssP8jynXpsJ2kjXugnCbtvtMABdd5oVFTO7IDqEJI/Ak77bz7LvsTkPYP7E/acyJGWNMimDQ09mlr1H6+zz89P0dMv+5t
v14OZrOrsCnmxaaYzQanLwdlE4pNmA9OB1mSTY6S0VGS/pBmp0kSf75J0vjvYDg4L8rL87oKs8WyehqadbOsNvGWcv7PvuPkRd1cFd2sZt0e
PS2uQn+9Kq5DE1N7UWST45iKpMyyMJ4nSTENk/n0JE/zyWQSJuV4Op6U53mWJHl+Mh7lWT4dZXmSZ0Va5ItyHpKiHBdxVhUnx0k/1r//2n80
2FyEflOXl48G/T9+jvUiFPPZ5bLqjmFd16vwbmez56Fpl3XVHVC3sl7N62ebWVGWz5qivI6cfJufTGIqV0XbhrZ7lDi6vy7Woem35bJt66bt
V/H04qJ1E9Yxh7bdG5zunXD8s35RDV7tNnXvfFm03Wuab67XXftulO1Opvvr4fjxcLB9lfVi0YZNXPkwGabHj9/eXdbVYjkPVRlun5HenJEe
D7PkryGXoanC6vYB8R0ND2wkS4bjdG8vm4smtN3xfdzzdDPioFHWDWqLq/UqtPe2h3n7Ew1P4nfc1qFpo2w4GY+S6f647av6pHnbUcM0GccP
4v7E7hNwx4ndPnA3Kh7/eDo63p/49oP0SdvcjYttkqTbg3y+DC8+fIyHZ22HdC3Z7XA36+4nHt02qxsSW57u3kg3K/YbO/v+Qx/Z3YjtpHdP
2E36+77enzQ6PGn7fHmaxXf6qt997f737N3v9V7f3/364Ox9e9N5tP6ZpmmapmmapmmapmlfUrux5o57npzpuq7ruq7ruq7ruq7ruq7ruq7r
uq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7r
uq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7ruq7r+ufpnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPO
Oeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc845
55xzzjnnnP8rfmAdY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHG
GGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYY
Y4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhjjDHGGGOMMcYYY4wxxhhj
jDHGGGOMMcYYY4z9H+xQ78frwZmmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqm
aZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqmaZqm
aZqmfd72JF6v4/VTvH6J12/xeuMe97jni7nnY+Zaa6211lprrbXWWmuttf/ttb3eV3vXn6k30BM=
"""
DENSE = """
eNrt0tFq21YcwOGwJwm6dqgs2bLci7W72UuUII6l48TEloXkDkIJ7NH6aDtKICtb1l7sbvtkjK3vJ//R8dHXn66ejy9Z05ziJXThEpome/8l
a49hmuKUvc/Gc/twPYQhjtdTe5im8zhli2x/Hk/hMudhurkLp3g9HMNjHFO6Px+78+dLE9r28xjax3RR0naM4RK7dFLkxfomL2/yZeLpPhTr
KmlX1aHYlOtl28W6KOuwbDd5LFerdrvttnm+rffb3XKzrvK8WIY6r0JVbLbVJq/LVb3uqjRrF9qH3bmPzf7Q38VxGA/9fIdh9+9er6ttfovj
dDj38xoS9mnV6esvfR/mVcfQNQ+Hfl5hF/spfnNDiQ6ncBf7eEk6jHFIf2qcpm8GLrOnlxnv7g9d+n2zO4Rp3oju8jjMA34ti5e/az77VNwu
sufNOu/3U7ykKz/li/r2LzMe4tjH4z9PWRbr1Wrxxqx6sczzsspfB6b9HNKW/mhgsSj/Puxl1PPEejVPnMJpOMbp3fND9b1hm/RKT8fbI+t0
53m+Kavbp6eXp/jq5z8/f0/vr/P5h6ur6/T++EHTNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3T
NE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3T
NE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3T
NE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNE3TNO3/116P
N37DOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeec
c84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xz
zjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPOOeecc84555xzzjnnnHPO
Oef/bf8DBjCGyQ==
"""


def numbers(*shape: int, of: int) -> npt.NDArray[np.float32]:
    """Return the numbers of the files: 0, 1/8, 2/8, ..., again from 0 after `of` of them."""
    return (np.arange(np.prod(shape)) % of / 8).astype(np.float32).reshape(shape)


def unpacked(text: str) -> bytes:
    return zlib.decompress(b64decode(text))


def check_head(head: Head, expected: Tensors) -> None:
    tensors = head.tensors()
    assert set(tensors) == set(expected)
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(tensor, expected[name], strict=True)


def test_a_pooled_head_with_its_samples_and_views() -> None:
    player = decode(unpacked(POOLED), "file")
    assert player.name == 'Zo\u00eb "the rock" \u0416'
    assert player.created == "2025-03-01T12:00:00+01:00"
    assert player.holdout_accuracy == 0.975
    assert player.network == NetworkId("own", "cd" * 32, 1)
    assert (player.head.kind, player.head.classes) == ("pooled", CLASSES)
    assert player.head.expected_confidence == 0.75
    head = {
        "kernel": numbers(256, 4, of=7),
        "bias": numbers(4, of=3),
        "thresholds": numbers(4, of=5),
        "confidence": np.array([0.75], np.float32),
    }
    check_head(player.head, head)
    assert set(player.samples) == set(CLASSES)
    for gesture, samples in player.samples.items():
        frames = 2 if gesture is Gesture.ROCK else 1
        np.testing.assert_array_equal(samples, numbers(frames, 7, 7, 256, of=5 + gesture), strict=True)
    assert set(player.views) == {Gesture.ROCK, Gesture.NONE}
    without, with_three = player.views[Gesture.ROCK]
    (with_one,) = player.views[Gesture.NONE]
    assert without.shape == (0, 256)
    np.testing.assert_array_equal(with_three, numbers(3, 256, of=11), strict=True)
    np.testing.assert_array_equal(with_one, numbers(1, 256, of=13), strict=True)


def test_a_dense_head_without_views_of_which_little_is_known() -> None:
    player = decode(unpacked(DENSE), "file")
    assert player.name == "Anna"
    assert player.created == "2025-03-01"
    assert player.holdout_accuracy is None
    assert player.network == NetworkId("imagenet", "ab" * 32, 1)
    assert (player.head.kind, player.head.classes) == ("dense", GESTURES)
    head = {
        "hidden_kernel": numbers(12544, 2, of=7),
        "hidden_bias": numbers(2, of=3),
        "output_kernel": numbers(2, 3, of=5),
    }
    check_head(player.head, head)
    assert set(player.samples) == {Gesture.PAPER}
    np.testing.assert_array_equal(player.samples[Gesture.PAPER], numbers(2, 7, 7, 256, of=6), strict=True)
    assert player.views == {}
