"""For whom is what? Navigation, the worklist home, and the demo."""
