"""Whose address a request comes from. X-Forwarded-For is believed only from proxies we trust."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import Request

from bot.errors import SettingsError

#: One household or phone has a /64 of IPv6 to itself; counting single addresses would count nothing.
IPV6_PREFIX = 64


class Addresses:
    """:raises SettingsError: an entry of ``trusted_proxies`` is no address or network."""

    def __init__(self, trusted_proxies: str) -> None:
        entries = [entry.strip() for entry in trusted_proxies.split(",") if entry.strip()]
        try:
            self._trusted: list[IPv4Network | IPv6Network] = [ip_network(entry) for entry in entries]
        except ValueError:
            raise SettingsError("MOTCUA_TRUSTED_PROXIES: addresses or networks (10.0.0.0/8), by comma") from None

    def of(self, request: Request) -> str:
        """The nearest address that is not one of our proxies; of IPv6, the network."""
        address = _parse(request.client.host) if request.client else None
        forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
        for step in reversed(forwarded):
            if address is None or not self._is_trusted(address):
                break
            nearer = _parse(step)
            if nearer is None:
                break
            address = nearer
        if isinstance(address, IPv6Address):
            return str(ip_network((address, IPV6_PREFIX), strict=False))
        return str(address)

    def _is_trusted(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)


def _parse(value: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(value.strip())
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
