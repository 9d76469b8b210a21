"""What, and whose? Products, standards, shops, enterprises, brands, and what is known of them."""
