"""How do people meet compiled reports, and what platforms and regulators do about them?"""
