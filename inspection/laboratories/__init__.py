"""Which laboratory may test what, and who signs for it?"""
