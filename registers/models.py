"""Which models do the registers have? For Django's registry alone: import the module."""

from trail.reading import read

read("registers", "models")
