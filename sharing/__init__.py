"""What may others see and take? (6.5)"""
