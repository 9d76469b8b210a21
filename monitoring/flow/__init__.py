"""How do risk cases, assessments, notices and work plans move? Clauses 6.1 and 4.2.1 as tables."""
