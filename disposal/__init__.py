"""What follows from the results, at platforms, regulators and the nation? (6.4)"""
