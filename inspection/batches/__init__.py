"""What concerns a commission as a whole, after its reports?"""
