"""What came of a purchase: goods, their return, or the money?"""
