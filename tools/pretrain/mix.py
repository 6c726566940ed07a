"""Weights between two students, one of which was trained on from the other.

They read better than either (Wortsman et al. 2022, https://arxiv.org/abs/2109.01903): what the second has
learnt is there, and less of what the first knew is forgotten.
"""

from typing import Any

import keras
import numpy as np
from keras import ops

from tools.pretrain.bank import Bank
from tools.pretrain.draws import Draws
from tools.pretrain.network import Normalization, classifier, network_input
from tools.pretrain.train import weights_path

BATCH = 128


def mix(arguments: Any, bank: Bank, settings: dict[str, Any]) -> None:
    """Write this run's student: `--between FIRST SECOND SHARE`, that share of the way to the second.

    What the normalisation expects is measured anew, on painted pictures: the mean of two means is not it.
    """
    first, second, share = arguments.between
    students = [classifier(None, "student") for _ in range(2)]
    for student, run in zip(students, (first, second), strict=True):
        student.load_weights(weights_path(arguments, "student", run))
    mixed, towards = students
    mixed.set_weights(
        [
            (1 - float(share)) * one + float(share) * other
            for one, other in zip(mixed.get_weights(), towards.get_weights(), strict=True)
        ]
    )
    draws = Draws(bank, settings, settings["side"], arguments.leave_out)
    normalised = [layer for layer in mixed.layers if isinstance(layer, Normalization)]
    for number in range(max(settings["export"]["normalised_on"] // BATCH, 1)):
        for layer in normalised:
            layer.momentum = number / (number + 1)  # so that it becomes the mean of all batches
        pictures = draws.batch((settings["seed"], 99, number), BATCH)["picture"]
        mixed(network_input(ops.convert_to_tensor(pictures)), training=True)
    mixed.save_weights(weights_path(arguments, "student"))
    assert all(np.isfinite(values).all() for values in mixed.get_weights())
    print(f"{arguments.run}: {share} of the way from {first} to {second}, Keras {keras.__version__}")
