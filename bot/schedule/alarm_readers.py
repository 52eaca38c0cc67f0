"""Who is told what is wrong with the installation."""

from __future__ import annotations

from bot.people import ChatRef
from bot.staff import Member, Role, Staff


async def alarm_readers(staff: Staff) -> list[tuple[Member, ChatRef]]:
    """Active administrators who have bound a chat. Ask again before each telling: roles and chats end."""
    members = [each for each in await staff.all() if each.is_active and each.role is Role.ADMINISTRATOR]
    chats = [(each, await staff.chat_of(each.id)) for each in members]
    return [(each, chat) for each, chat in chats if chat is not None]
