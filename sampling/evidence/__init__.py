"""What proves a purchase, and is it whole?"""
