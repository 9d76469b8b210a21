"""Which papers came back sealed, and what does a PDF say that somebody presents?"""
