"""How do people meet this stage? Desks for its records; lists and forms for its plain signals."""
