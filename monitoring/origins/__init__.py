"""Out of which files does risk information come, and how is the header of a source read?"""
