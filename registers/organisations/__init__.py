"""Which organisations take part, and what becomes of them?"""
