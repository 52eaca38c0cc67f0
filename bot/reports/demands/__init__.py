"""Was I asked for too much? A paper or a fee demanded, against the published list of the procedure."""
