"""How do people meet shared information? The catalogue, the query page, requests, the rules."""
