"""Which risk information came in, and which cases is it made into? (6.1.2)"""
