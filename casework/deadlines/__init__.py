"""When is something due, and what follows when it is late? Counts, terms, clocks and what moves them."""
