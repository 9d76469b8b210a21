"""How does a program meet a record? By the twins of the pages: same scope, roles, steps and sentences."""
