"""What is done with the entries of a register, one by one and by files?"""
