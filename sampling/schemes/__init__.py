"""How is a sampling scheme drafted, and who buys for it?"""
