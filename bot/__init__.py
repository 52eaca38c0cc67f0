"""Một Cửa: what happens to a message from the door in to the door out, and the domain."""
