"""How does the month stand? One page, and one sheet of paper, for whoever answers for it."""
