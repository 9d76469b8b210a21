"""What is so grave that nobody waits for the report? (6.3-7)"""
