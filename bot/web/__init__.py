"""The web: the citizen's chat page, health, static files. The console and the API live beside them."""
