"""What is asked of the center, the platform and the regulator at each step?"""
