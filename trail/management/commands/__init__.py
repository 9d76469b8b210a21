"""Which commands does the trail bring?"""
