"""What stage, and by when? The engine that every stage's records run on."""
