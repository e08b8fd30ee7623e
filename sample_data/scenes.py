"""The shape of what customers of Lumen & Thread, an invented online fashion shop, write about.

A scene is one topic; inside it are requests, each with the words of several people and with answers that fit just this request. Slots in braces are
filled by the generator. Lines were written one by one; none is taken from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that customers want, in the words of several people.

    `solve` is how an agent solves it, `refuse` how it stays unsolved, `bot` are answers of the bot that meet it.
    """

    openings: tuple[str, ...]
    solve: tuple[str, ...]
    refuse: tuple[str, ...] = ()
    bot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One topic.

    `details` are sentences that people add to any of its requests, `ask` what an agent asks first, `miss` answers of the bot beside the point,
    `good` and `bad` this scene's own last words of the customer.
    """

    topic: str
    weight: float
    requests: tuple[Request, ...]
    details: tuple[str, ...]
    miss: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    trouble: float = 0.2
    growth: float = 1.0
