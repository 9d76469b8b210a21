"""Do the pages' parts show what they are given, and nothing that a strict policy forbids?"""
