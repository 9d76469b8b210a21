"""Who keeps the lists on which all else rests, and how does a province begin?"""
