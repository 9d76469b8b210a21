"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 as three tables."""
