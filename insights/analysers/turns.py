"""The turns of a batch that a judge reads: no internal notes, no quoted e-mail, bounded in number and length.

Of a conversation with more than a hundred turns the first 60 and the last 40 are read; of a message its first 2,000 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insights.model import Role
from insights.text.batch import Batch
from insights.text.cleaning import customer_words
from insights.text.encoding import Words, read_words

FIRST_TURNS, LAST_TURNS = 60, 40
LONGEST_MESSAGE = 2_000
QUOTED_LINES = r"(?m)^\s*>.*$"
MAIL_MARKS = (
    r"(?im)^[ \t]*(>|_{5,}|-{2,}[ \t]*(\pL|$)|\*?(from|von|de|da|van)\*?[ \t]?:|##-|sent (from|via|with)|get outlook|von meinem|gesendet (von|mit)"
    r"|diese (nachricht|e-?mail)|envoyé (de|depuis|à)|enviado (d|a)|inviato da|verzonden (v|m)|(this|the) (e-?mail|message)|confidentiality"
    r"|(kind|best|warm)? ?(regards|wishes)|best|cheers|sincerely|yours|(many )?thanks|thank you|thx|mit freundlichen"
    r"|(viele|liebe|beste|freundliche) grüße"
    r"|mfg|lg|danke|vielen dank|(bien )?cordialement|merci|(un )?saludo|atentamente|(muchas )?gracias|atenciosamente|(com os melhores )?cumprimentos"
    r"|(muito )?obrigad|(cordiali|distinti) saluti|grazie|(met )?vriendelijke|groet|mvg|bedankt"
    r"|mit (best|herz|lieb|sch)|denk(en)? |(de|le|las?|as) informa|rispetta|pensez|avant d|antes de impr|prima di"
    r"|(ce|este|esta|questo|dit) (message|messaggio|mensaje|mensagem|courriel|mail|correo|bericht|e-mail)|aviso de|verstuurd|outlook|scarica"
    r"|t[eé]l[eé]charge|www\.|tel[.: ]|[tm] \+)|^[^\n]{6,160}[ \t]?:[ \t]*$"
)
"""What a message with a quote, a signature or a closing may hold; only such are taken apart, which takes time."""


@dataclass(frozen=True)
class Turns:
    """Messages in order: `row` is the message's row in the batch, `owner` its conversation, `starts` where each conversation begins."""

    batch: Batch
    row: np.ndarray
    owner: np.ndarray
    starts: np.ndarray
    customer: np.ndarray
    agent: np.ndarray
    bot: np.ndarray
    text: pa.Array

    def __len__(self) -> int:
        """How many turns are read."""
        return len(self.row)

    @property
    def support(self) -> np.ndarray:
        """Turns of a person or a bot of the company."""
        return self.agent | self.bot

    @property
    def system(self) -> np.ndarray:
        """Turns that nobody wrote."""
        return ~(self.customer | self.support)

    @cached_property
    def words(self) -> Words:
        """The words of every turn."""
        return read_words(self.text.to_pylist())

    @cached_property
    def low(self) -> pa.Array:
        """The texts in lower case, for patterns."""
        return pc.replace_substring(pc.utf8_lower(self.text), "’", "'")  # pyright: ignore[reportAttributeAccessIssue]

    @cached_property
    def number(self) -> np.ndarray:
        """The turn's number in the batch's messages."""
        return self.batch.messages.column("turn").to_numpy()[self.row]

    @cached_property
    def seconds(self) -> np.ndarray:
        """When it was sent, in seconds; nan where unknown."""
        sent = self.batch.messages.column("sent_at").cast(pa.timestamp("us")).to_numpy()[self.row]
        return np.where(np.isnat(sent), np.nan, sent.astype("datetime64[us]").astype(np.int64) / 1e6)

    @cached_property
    def _spoken(self) -> dict[str, tuple[np.ndarray, pa.DictionaryArray]]:
        """The turns of each side and their texts. Bots and macros say the same again and again: each text is looked at once."""
        sides = {"customer": self.customer, "support": self.support, "system": self.system}
        return {side: (chosen, self.low.filter(chosen).dictionary_encode()) for side, chosen in sides.items()}

    def find(self, patterns: Sequence[tuple[str, str]]) -> np.ndarray:
        """Which turn holds which pattern: pairs of a side (customer, support, system) and RE2's syntax; shape (turns, patterns)."""
        found = np.zeros((len(self), len(patterns)), dtype=bool)
        for column, (side, pattern) in enumerate(patterns):
            chosen, said = self._spoken[side]
            matched = pc.match_substring_regex(said.dictionary, pattern)  # pyright: ignore[reportAttributeAccessIssue]
            found[chosen, column] = matched.to_numpy(zero_copy_only=False)[said.indices.to_numpy()]
        return found

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """How many of the chosen turns each conversation has."""
        return np.bincount(self.owner[chosen], minlength=len(self.batch)).astype(np.float64)

    def from_end(self, chosen: np.ndarray) -> np.ndarray:
        """For each chosen turn how many chosen ones follow it in its conversation; -1 for the others."""
        result = np.full(len(self), -1)
        rows = np.flatnonzero(chosen)
        last = np.cumsum(self.count(chosen)).astype(np.int64)
        result[rows] = last[self.owner[rows]] - 1 - np.arange(len(rows))
        return result

    def from_start(self, chosen: np.ndarray) -> np.ndarray:
        """For each chosen turn how many chosen ones stand before it in its conversation; -1 for the others."""
        result = np.full(len(self), -1)
        rows = np.flatnonzero(chosen)
        counts = self.count(chosen).astype(np.int64)
        result[rows] = np.arange(len(rows)) - (np.cumsum(counts) - counts)[self.owner[rows]]
        return result


def read_turns(batch: Batch) -> Turns:
    """Choose the turns to read and make their texts ready."""
    internal = batch.messages.column("internal").fill_null(False).to_numpy(zero_copy_only=False)
    role = batch.messages.column("author_role").to_numpy(zero_copy_only=False)
    row = _bounded(np.flatnonzero(~internal), batch.owner, len(batch))
    owner, role = batch.owner[row], role[row]
    counts = np.bincount(owner, minlength=len(batch))
    return Turns(
        batch=batch,
        row=row,
        owner=owner,
        starts=np.concatenate([[0], np.cumsum(counts)]),
        customer=role == Role.CUSTOMER.value,
        agent=role == Role.AGENT.value,
        bot=role == Role.BOT.value,
        text=_readable(batch.messages.column("text").combine_chunks().take(pa.array(row))),
    )


def _bounded(row: np.ndarray, owner: np.ndarray, conversations: int) -> np.ndarray:
    """The first and the last turns of every conversation."""
    counts = np.bincount(owner[row], minlength=conversations)
    ends = np.cumsum(counts)
    place = np.arange(len(row))
    early = place - (ends - counts)[owner[row]] < FIRST_TURNS
    late = ends[owner[row]] - place <= LAST_TURNS
    return row[early | late]


def _readable(text: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Texts cut to what is read, of mails only what the turn itself says: thanks in a signature, or in a quote, are not the customer's answer."""
    flat = pa.concat_arrays(text.chunks) if isinstance(text, pa.ChunkedArray) else text
    cut = pc.utf8_slice_codeunits(pc.fill_null(flat, ""), 0, LONGEST_MESSAGE)  # pyright: ignore[reportAttributeAccessIssue]
    lines = pc.match_substring(cut, "\n")  # pyright: ignore[reportAttributeAccessIssue]
    marked = pc.and_(lines, pc.match_substring_regex(cut, MAIL_MARKS))  # pyright: ignore[reportAttributeAccessIssue]
    own = pa.array([customer_words(one) for one in cut.filter(marked).to_pylist()], pa.string())
    read = pc.replace_with_mask(cut, marked, own)  # pyright: ignore[reportAttributeAccessIssue]
    return pc.replace_substring_regex(read, QUOTED_LINES, "")  # pyright: ignore[reportAttributeAccessIssue]
