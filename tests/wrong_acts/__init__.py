"""What do people do wrong, in haste or on purpose, and does the system refuse it or show it?"""
