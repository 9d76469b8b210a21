"""What is bought, by whom, from order to payment, and what would be bought twice?"""
