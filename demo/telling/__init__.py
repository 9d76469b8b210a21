"""With what is a story told? The people, the days, and how each thing is done in the demo."""
