"""How do goods become samples, and through whose hands do they go?"""
