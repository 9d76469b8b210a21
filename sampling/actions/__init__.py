"""What can be done with schemes, listings, purchases, samples and recipients?"""
