"""What is sampled? For Django's registry alone: whoever reads a model imports its module."""

from trail.reading import read

read("sampling", "models", "idle")
