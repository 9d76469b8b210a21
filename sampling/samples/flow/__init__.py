"""Which steps may a sample take, and when?"""
