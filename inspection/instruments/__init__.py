"""With what is tested, and does its calibration hold? (6.3-5)"""
