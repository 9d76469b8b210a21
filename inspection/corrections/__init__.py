"""How is what was reported corrected, and what rested on it? (6.3-5)"""
