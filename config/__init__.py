"""How is it wired? Settings, addresses, the timetable and the embedded servers."""

import gc

# What is imported stays. Who looks for garbage in it after every 700 objects spends a fifth of a start on it.
gc.set_threshold(100_000, 50, 100)
