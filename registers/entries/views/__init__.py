"""What do the pages of a register show?"""
