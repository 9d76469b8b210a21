"""What is a register, and how is an entry of any of them made, changed, ended, sent out and taken in?"""
