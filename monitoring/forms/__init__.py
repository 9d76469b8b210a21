"""What do the steps of this stage ask of the people who take them?"""
