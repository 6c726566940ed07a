"""A campaign against the game: what it promises in docs/reliability.md, tried a great many times.

    python -m tools.campaign [TRIAL ...] [--minutes N] [--write]

Every trial is made by a seed, so that what failed can be tried again. The tests run some seeds of each.
"""
