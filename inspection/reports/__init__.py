"""What was found, and what does the laboratory answer for? (6.3-5, 6.3-6)"""
