"""How do commissions, abnormalities, reports and corrections move? Clause 6.3 as tables, and its words."""
