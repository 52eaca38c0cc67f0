"""The doors in. Whatever arrives is committed to the inbox before anyone is told "received"."""
