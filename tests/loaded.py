"""What `bot.py run` loads before it looks at anything of its operator's: for the process it is forked from."""

import gc

# As bot.py does, and for the same reason.
gc.set_threshold(100_000, 20, 20)

import bot.app  # noqa: E402, F401
from bot.commands import command_line  # noqa: E402
from bot.texts import Texts  # noqa: E402

command_line()
Texts()
# What is loaded is not walked over again by each collector after a fork, which would copy it.
gc.collect()
gc.freeze()
