"""What is to be said, channel-neutral, and the way out."""
