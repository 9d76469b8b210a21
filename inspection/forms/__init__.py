"""What is asked of the center and the laboratory at each step?"""
