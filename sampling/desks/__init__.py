"""Which kinds are put together from several parts?"""
