"""What do the papers of sampling say (6.2)?"""
