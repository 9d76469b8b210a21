"""What do figures say, held against their limits?"""
