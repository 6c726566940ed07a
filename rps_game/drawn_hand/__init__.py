"""A hand drawn by the game: a camera for those without one, and pictures to train and test with."""
