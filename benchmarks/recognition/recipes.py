"""Recipes of the heads that are compared, each trained by the game's own `train_head`."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.recognition.spatial import SpatialTrainer
from rps_game.cli.evaluation import Take
from rps_game.heads.base import Head
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.heads.pooled_training import PooledRecipe, PooledTrainer
from rps_game.heads.report import TrainingReport, TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head

Fitted = tuple[Head, TrainingReport | None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe of a head."""

    name: str  # in the tables
    kind: str | None = PooledHead.kind  # of head; None for the starter as it is, not calibrated
    take: Take = Take.SPREAD  # which frames
    views: bool = False  # whether it learns from augmented views of the frames, too
    prior: bool = False  # whether the starter's head is where training starts from
    negatives: bool = False  # whether the starter's negatives are learnt from
    cells: int = 0  # along a side of the map, for a spatially pooled head; 0 for the game's own heads
    chance: bool = False  # whether the result depends on a seed

    @property
    def wants_starter(self) -> bool:
        """Whether it needs a starter."""
        return self.prior or self.negatives or self.kind is None


ORIGIN_FIRST: Final = Recipe("the origin's, first 40 frames", DenseHead.kind, Take.FIRST, chance=True)
ORIGIN: Final = Recipe("the origin's", DenseHead.kind, chance=True)
POOLED: Final = Recipe("pooled")
VIEWS: Final = Recipe("pooled, views", views=True)
PRIOR: Final = Recipe("pooled, starter", prior=True)
CELLS: Final = Recipe("2 x 2 cells, starter", cells=2, prior=True)
NO_NEGATIVES: Final = Recipe("pooled, starter, views", views=True, prior=True)
NO_PRIOR: Final = Recipe("pooled, views, negatives", views=True, negatives=True)
DEFAULT: Final = Recipe(
    "**pooled, starter, views, negatives: the game's**", views=True, prior=True, negatives=True
)
STARTER: Final = Recipe("the starter alone, not calibrated", kind=None)

RECIPES: Final = (
    ORIGIN_FIRST,
    ORIGIN,
    POOLED,
    Recipe("2 x 2 cells", cells=2),
    Recipe("3 x 3 cells", cells=3),
    VIEWS,
    PRIOR,
    CELLS,
    Recipe("3 x 3 cells, starter", cells=3, prior=True),
    NO_NEGATIVES,
    NO_PRIOR,
    DEFAULT,
    STARTER,
)

RANDOM_DRAW: Final = tuple(recipe for recipe in RECIPES if recipe is not ORIGIN_FIRST)
"""For a set without an order: of a random draw the first frames are as good as spread ones."""

STRAINED: Final = (ORIGIN, POOLED, VIEWS, PRIOR, CELLS, DEFAULT, STARTER)
"""Recipes that are tested on harder pictures and on hands that are no gesture."""

SHORT: Final = {DEFAULT: "**the game's**", STARTER: "starter alone"}
"""Names for column heads, where they differ."""

CHOICES: Final[dict[str, PooledRecipe]] = {
    "as shipped": PooledRecipe(),
    "decay / 10": replace(PooledRecipe(), decay=PooledRecipe().decay / 10),
    "decay / 3": replace(PooledRecipe(), decay=PooledRecipe().decay / 3),
    "decay x 3": replace(PooledRecipe(), decay=PooledRecipe().decay * 3),
    "decay x 10": replace(PooledRecipe(), decay=PooledRecipe().decay * 10),
    "views count a third": replace(PooledRecipe(), views_weight=1 / 3),
    "views count three times": replace(PooledRecipe(), views_weight=3.0),
    "negatives count 0.1": replace(PooledRecipe(), negatives_weight=0.1),
    "negatives count 2": replace(PooledRecipe(), negatives_weight=2.0),
    "no temperature": replace(PooledRecipe(), highest_temperature=1.0),
    "thresholds all 0.4": replace(PooledRecipe(), highest_threshold=0.4),
    "thresholds all 0.7": replace(PooledRecipe(), lowest_threshold=0.7),
    "thresholds up to 0.9": replace(PooledRecipe(), highest_threshold=0.9),
}
"""Other values for the game's pooled training, one at a time."""


def fit(recipe: Recipe, data: TrainingSet, starter: Starter | None, seed: int) -> Fitted:
    """Train a head, and time it.

    Args:
        recipe: how.
        data: made for this recipe: with views if it has them.
        starter: the backbone's; not None if the recipe wants it.
        seed: of the training.
    """
    known = starter_for(recipe, starter)
    if recipe.kind is None:
        assert starter is not None
        return starter.head, None
    if recipe.cells:
        return finish(train_head(data, TrainingSettings(), trainer=SpatialTrainer(recipe.cells, known)))
    return finish(train_head(data, TrainingSettings(head=recipe.kind, seed=seed), known))


def fit_otherwise(choice: PooledRecipe, data: TrainingSet, starter: Starter | None) -> Head:
    """Train the game's head with other values in its recipe."""
    trainer = PooledTrainer(TrainingSettings(), starter, choice)
    return finish(train_head(data, TrainingSettings(), starter, trainer=trainer))[0]


def starter_for(recipe: Recipe, starter: Starter | None) -> Starter | None:
    """Return the parts of the starter that the recipe uses."""
    if starter is None or not recipe.wants_starter:
        return None
    head = starter.head
    if not recipe.prior:
        nothing = np.zeros_like(head.kernel), np.zeros_like(head.bias)
        head = PooledHead(*nothing, head.thresholds, np.zeros(1, np.float32), head.classes)
    return Starter(head, starter.negatives if recipe.negatives else starter.negatives[:0])
