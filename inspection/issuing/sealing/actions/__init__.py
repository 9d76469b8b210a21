"""What is done for reports that are still to be sealed?"""
