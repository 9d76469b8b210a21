"""Which commands does the demo bring?"""
