"""What happened? The append-only trail of every action."""
