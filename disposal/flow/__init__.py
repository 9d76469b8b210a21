"""How do compiled reports and what follows from them move? Clause 6.4 as tables."""
