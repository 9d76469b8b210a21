"""How do people meet schemes, purchases, samples and the database of recipients?"""
