"""What was passed on, what did platforms and regulators do, what did the nation learn? For the registry."""

from trail.reading import read

read("disposal", "models", "idle")
