"""How does a file of risk information come in, and what became of each line? (6.1.2)"""
