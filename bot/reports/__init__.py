"""Reports of harassment, delay and shirking, and the judgements they rest on."""
