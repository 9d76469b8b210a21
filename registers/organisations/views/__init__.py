"""What does the register of organisations show, and what is done there?"""
