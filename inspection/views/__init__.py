"""How do people meet commissions, abnormalities, reports, corrections and the register of laboratories?"""
