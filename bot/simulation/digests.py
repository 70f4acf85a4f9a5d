"""The digests as posted to the group: whether every count adds up to its total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.simulation.words import words


@dataclass(frozen=True)
class Sums:
    """So many digests with so many sums in them; `wrong` are those that do not add up."""

    digests: int
    sums: int
    wrong: tuple[str, ...]


def add_up(posts: Iterable[str]) -> Sums:
    """Add up every sum of the posts that are digests; a digest without any is wrong."""
    read = words()["digest"]
    found, wrong, digests = 0, [], 0
    for post in posts:
        if read["title"] not in post:
            continue
        digests += 1
        added = list(_added(post))
        found += len(added)
        heading = post.splitlines()[0]
        wrong += [f"{heading}: {text}" for text, total, counted in added if total != counted]
        if not added:
            wrong.append(f"{heading}: no sum")
    return Sums(digests, found, tuple(wrong))


def _added(post: str) -> Iterator[tuple[str, int, int]]:
    """Yield each sum as it reads, its total, and what its counts come to."""
    read = words()["digest"]
    for found in re.finditer(read["sum"], post):
        counts = [(int(count), apart) for count, apart in re.findall(read["count"], found[1])]
        yield found[0], int(found[2]), sum(count for count, _ in counts)
        for count, apart in counts:
            if parts := re.findall(read["part"], apart):
                yield apart, count, sum(int(part) for part in parts)
