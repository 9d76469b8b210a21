"""By which matrices may a risk be judged?"""
