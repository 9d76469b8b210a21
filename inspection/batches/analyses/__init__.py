"""What does a whole batch say, beyond its reports? (6.3-7)"""
