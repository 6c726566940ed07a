"""The commands of `rps-game`."""
