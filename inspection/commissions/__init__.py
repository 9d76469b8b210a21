"""What is a laboratory asked to test, and what comes in its way? (6.3-1, 6.3-3)"""
