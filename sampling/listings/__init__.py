"""What is on offer, by hand, by a file or by a program, and which of it is the same?"""
