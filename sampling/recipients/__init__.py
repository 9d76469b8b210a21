"""Who receives the parcels, what have they consented to, and which of them comes next?"""
