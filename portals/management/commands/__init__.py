"""Which commands do the portals bring?"""
