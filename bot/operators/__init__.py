"""The operators' desk: what failed for good, channels held back, how the senders and leases stand."""
