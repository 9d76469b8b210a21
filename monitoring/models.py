"""Which risks are known, assessed and planned against? For Django's registry alone: import the module."""

from trail.reading import read

read("monitoring", "models", "idle")
