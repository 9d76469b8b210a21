"""Which rows lie in a file that somebody sent in, read without trusting the file?"""
