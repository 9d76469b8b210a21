"""How does a form come out as a workbook, filled in with what stands, and go in again?"""
