"""How fast is it, against what is possible and against what one would take instead?"""
