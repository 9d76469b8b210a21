"""What can be done with compiled reports, disposals, cases and the national report?"""
