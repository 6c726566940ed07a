"""How fast the game is, beside what the arithmetic allows and beside other ways of doing the same."""
