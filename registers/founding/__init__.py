"""How does a province begin? With its divisions, its bureau, its monitoring center and one administrator."""
