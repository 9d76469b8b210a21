"""Which of the products on offer are bought, so that no shop, brand or enterprise is sampled twice (6.2-3)?

`drawing` chooses for a scheme today. The exact engine stands beside it: `market` holds what is on offer,
`exact.choose` chooses, `explain` says what stands in the way, `tables` reads a file (docs/selection.md).
"""

from sampling.selection.drawing import Candidate, Choice, Obstacle, choose, commitment, rank

__all__ = ["Candidate", "Choice", "Obstacle", "choose", "commitment", "rank"]
