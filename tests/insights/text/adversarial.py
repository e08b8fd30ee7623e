"""Every pattern of the text modules against texts made to be slow for it.

Run as a script, a pattern (or the redactor) that takes half a second of processor time on one text of 20,000 characters (linear ones take a few milliseconds) ends the
process; its name is the last line printed.
"""

from __future__ import annotations

import importlib
import re
import signal
import time

from insights.text.redaction import Redactor

SECONDS = 0.5
EVERYWHERE = ("a", "A", "1", " ", "\n", "-", "A ", "Aa-", "a.", "1 ", "1-", "Aa 12 ", "é")
PIECES = {
    "cleaning": ("On a wrote", "On a\nb wrote ", "From: a\n", "Von: a\nGesendet", "-----Original ", "____________\n", "this e-mail confidentia", "Hi a b c d e f ", "thanks a b c ", "<a ", '<a "', "<a '", ">", "[a"),
    "language": ("\u0e01",),
    "redaction_rules": ("1 - ", "[name", "(("),
    "redaction_secrets": ("password is ", "password: a1", "code is 12", "pin pin pin ", "http://a/?token=", "https://a:b", "http://a/bbbbbbbbbbbbbbbbbbbb1/", "eyJaaaaaaaa.", "sk_aaaaaaaa", "bearer aaaaaaaaaaaa", "/reset"),
    "redaction_contacts": ("a@", "a@a.", "%40", "aa at aa dot ", "aa (at) ", "+49 0", "00 1 2", "(0) ", "020 ", "(11) 9", "12345 ", "06-1", "one two ", "oh ", "my number is ", "1.1."),
    "redaction_numbers": ("4242 4242 4242 424", "DE89 3704 0044 ", "AB 12 34 56 ", "card card number is 4", "card ending ", "visa last 4 ", "**** ", "xxxx-", "passport number is my the ", "steuer-id nr ", "cpf "),
    "redaction_addresses": ("1 A ", "12 Aa Aa ", "12 Rue de la ", "12 rue ab ", "Calle de la Aa ", "Via Aa Aa Aa Aa ", "Rua 1 Aa ", "Am aa Aa ", "Aa Aa Aastraße ", "Aastraat 12 ", "Flat 1, 12 ", "PO Box ", "SW1A 1A", "1 Aa St, Aa "),
    "redaction_names": ("Hi Aa ", "Dear Mr. Aa van der ", "\nThanks,\n\n", "Regards, Aa Bb ", "my name is Aa ", "this is Aa ", "Mr. ", "best kind warm ", ", your new ", ">", "O'"),
}  # fmt: skip


TEXTS = tuple(dict.fromkeys((*EVERYWHERE, *(piece for pieces in PIECES.values() for piece in pieces), "jane@example.com ", "Jane Doe ", "415-555-0199 ", "Hi Jane, ", "my pin is 1234 ")))  # fmt: skip


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of the modules, by name."""
    found: dict[str, re.Pattern[str]] = {}
    for name in PIECES:
        module = importlib.import_module(f"insights.text.{name}")
        found |= {f"{name}.{key}": value for key, value in vars(module).items() if isinstance(value, re.Pattern)}
        for number in getattr(module, "NATIONAL_IDS", ()):
            found[f"{name}.{number.pattern.pattern[:40]}"] = number.pattern
    return found


def slowest(name: str, pattern: re.Pattern[str], length: int) -> tuple[float, str]:
    """Processor seconds of the slowest text for a pattern, and the piece it was made of."""
    times = []
    for piece in EVERYWHERE + PIECES[name.partition(".")[0]]:
        text = (piece * (length // len(piece) + 1))[:length]
        started = time.process_time()
        for _ in pattern.finditer(text):
            pass
        times.append((time.process_time() - started, piece))
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    return max(times)


if __name__ == "__main__":
    for key, value in patterns().items():
        print(key, flush=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        slowest(key, value, 20_000)
    redact = Redactor()
    for repeated in TEXTS:
        print(repr(repeated), flush=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        redact((repeated * 20_000)[:20_000])
    print("done")
