"""How does a panel bring a case to one of three measures? (6.1.3)"""
