"""Which addresses are read on a timetable, and how? (6.1.2)"""
