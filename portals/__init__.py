"""For whom is what? Navigation, the worklist home, the charts."""
