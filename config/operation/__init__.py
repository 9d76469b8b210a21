"""Is it well, how busy is it, and what happened? For programs that watch an installation."""
