"""What do the papers of information sharing say (6.5)?"""
