"""What is the whole story of a matter, from the first signal to the national report?"""
