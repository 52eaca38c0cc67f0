"""Dossiers: where one stands, when it is due by law, and who may see it."""
