"""Cameras: kinds of sources, the thread that reads one, and the crop that the network sees."""
