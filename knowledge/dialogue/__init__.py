"""What a question means in the course of a talk: a follow-up to the last answer, several questions at once."""

from knowledge.dialogue.follow_up import FollowUps
from knowledge.dialogue.several import listed, parts_of

__all__ = ["FollowUps", "listed", "parts_of"]
