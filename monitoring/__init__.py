"""Which risks are there, what becomes of each, and what is to be sampled? (6.1, 4.2.1)"""
