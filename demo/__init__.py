"""What does it look like at work? The invented province, its stories, and as many records as one likes."""
