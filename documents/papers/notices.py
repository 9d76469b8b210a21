"""What do the papers of notices to shops and enterprises say (4.2.2-e)?"""
