"""What can be done with commissions, abnormalities, results, reports and corrections?"""
