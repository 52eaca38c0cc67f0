"""Messages with their buttons: what a handler answers, put together from guidance, templates and labels."""
