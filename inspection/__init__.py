"""Who tests what, and what do the reports say? (6.3)"""
