"""What is met on a page: lists, records, steps, jobs, and what leads to them?"""
