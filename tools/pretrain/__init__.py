"""The recipe of the shipped backbone: `python -m tools.pretrain` runs it from nothing."""
