"""What do the papers of this stage say? For their registry alone: import the module."""

from trail.reading import read

read("disposal", "papers")
