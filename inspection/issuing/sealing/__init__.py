"""Which reports bear their laboratory's seal? (6.3-6)"""
