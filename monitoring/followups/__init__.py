"""What became of a product that had failed, as an authority tells it? (6.1.2-b)"""
