"""Screens, sound and input. Only this package and `app` import pygame."""
