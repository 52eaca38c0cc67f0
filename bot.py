import gc

# Nearly all that is made while the program loads stays: the collector would walk over it again and again, a sixth of
# what loading takes. A program that runs for long sets its own bounds (bot.pauses).
gc.set_threshold(100_000, 20, 20)

from bot.commands import main  # noqa: E402

main()
