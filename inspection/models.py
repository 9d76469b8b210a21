"""Who may test what, what was commissioned, found and corrected? For the registry alone."""

from trail.reading import read

read("inspection", "models", "idle")
