"""Which of the products on offer are bought, so that no shop, brand or enterprise is sampled twice (6.2-3)?

`market` holds what is on offer, `exact.choose` chooses, `explain` says what stands in the way, `tables` reads
a file, `answers` tells what `sampling/check.py` checks (docs/selection.md).
"""
