"""What is to be done later: due rows with unique keys, never a timer in memory."""
