"""What can be done with shared information? Offer it, ask for it, grant it, read it, and set the rules."""
