"""What is bought, from whom, by whom, and what arrives? (6.2)"""
