"""How do people meet terms and clocks? Their pages take proofs, so that their room lies below documents."""
