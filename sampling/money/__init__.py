"""What was advanced to buyers, spent and settled?"""
