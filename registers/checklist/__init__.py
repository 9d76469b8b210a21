"""What does a province still need before it works?"""
