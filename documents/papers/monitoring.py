"""What do the papers of risk information and work plans say (6.1, 4.2.1)?"""
