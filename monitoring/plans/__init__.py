"""What is to be sampled, and what came of it? (4.2.1)"""
