"""What can be done with risk signals, cases, assessments, notices and work plans?"""
