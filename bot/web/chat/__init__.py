"""The citizen's web chat: a page that works without a script, live where there is one.

In: plain form posts or JSON become Telegram-shaped updates in the inbox. Out: outbox rows become history rows, which
the page shows and the event stream follows.
"""
