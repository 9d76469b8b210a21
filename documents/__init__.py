"""What stands on paper, what is attached, and what was served on whom?"""
