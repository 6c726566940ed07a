"""Hands rendered from the rigged mesh of ../shared/hand3d, each with its exact truth."""
