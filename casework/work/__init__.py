"""What is there to do beside the steps? What was promised, what somebody began, and who is told of it."""
