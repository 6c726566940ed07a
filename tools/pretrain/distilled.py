"""The student that learns from teachers beside labels and truths."""

from typing import Any

import keras
from keras import ops

from tools.pretrain.network import TAPS, Supervised, network_input
from tools.pretrain.truth_heads import TruthHeads, truth_loss


class Distilled(Supervised):
    """A classifier that also learns from teachers: one's feature maps and the mean of their softened answers.

    The distance of two maps is their mean squared difference over the variance of the teacher's map, so that
    every depth counts alike (Romero et al. 2015, FitNets; the softened answers are Hinton et al. 2015).

    Args:
        network: from `classifier`.
        heads: the layers for what is known beside the class.
        teachers: from `classifier`, trained, only run in inference mode; the maps of the first are learnt.
        shrink: how much smaller the teachers see the picture; their maps are then compared with means over
            the student's.
        label_smoothing, truths: as in `Supervised`.
        temperature: of the softened answers.
        weight_labels, weight_soft, weight_maps: of the three losses.
    """

    def __init__(
        self,
        network: keras.Model,
        heads: TruthHeads,
        teachers: list[keras.Model],
        *,
        shrink: int,
        label_smoothing: float,
        truths: dict[str, float],
        temperature: float,
        weight_labels: float,
        weight_soft: float,
        weight_maps: float,
    ) -> None:
        super().__init__(network, heads, label_smoothing, truths)
        self.teachers = teachers
        for teacher in teachers:
            teacher.trainable = False
        self.shrink = shrink
        self.temperature = temperature
        self.weights_of = (weight_labels, weight_soft, weight_maps)

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        """Student and teachers see the same picture."""
        answers = super().call(pictures, training=training)
        if not self.teachers:
            return answers
        picture = self._shrunken(network_input(pictures))
        taught = [dict(teacher(picture, training=False)) for teacher in self.teachers]
        soft = [ops.softmax(answer["logits"] / self.temperature) for answer in taught]
        answers |= {f"teacher_{tap}": ops.stop_gradient(taught[0][tap]) for tap in TAPS}
        answers["teacher_soft"] = ops.stop_gradient(ops.mean(ops.stack(soft), axis=0))
        return answers

    def total_loss(self, y: Any, y_pred: Any) -> Any:
        """Labels, truths, softened answers and maps, weighted."""
        labels, soft, maps = self.weights_of
        labelled = ops.mean(self.label_loss(y["label"], y_pred["logits"]))
        total = labels * labelled + truth_loss(y, y_pred, self.truths)
        if not self.teachers:
            return total
        t = self.temperature
        target = y_pred["teacher_soft"]
        softened = ops.categorical_crossentropy(target, y_pred["logits"] / t, from_logits=True) * t * t
        total = total + soft * ops.mean(softened)
        return total + maps * self._distance(y_pred) if maps else total

    def _distance(self, y_pred: dict[str, Any]) -> Any:
        """Mean distance of the student's maps from the first teacher's."""
        distance = 0.0
        for tap in TAPS:
            theirs = ops.cast(y_pred[f"teacher_{tap}"], "float32")
            ours = self._shrunken(ops.cast(y_pred[tap], "float32"))
            if ours.shape != theirs.shape:  # 7 x 7 places against 4 x 4: no mean of one makes the other
                axes = (2, 3) if keras.config.image_data_format() == "channels_first" else (1, 2)
                ours, theirs = ops.mean(ours, axis=axes), ops.mean(theirs, axis=axes)
            spread = ops.var(theirs) + 1e-3
            distance = distance + ops.mean(ops.square(ours - theirs)) / spread
        return distance / len(TAPS)

    def _shrunken(self, maps: Any) -> Any:
        """Means over `shrink` x `shrink` places of pictures or feature maps."""
        return maps if self.shrink == 1 else ops.average_pool(maps, self.shrink, self.shrink, padding="valid")
