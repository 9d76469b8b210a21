"""Which of what is on offer are the targets, and who can check that?"""
