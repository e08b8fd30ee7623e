"""Secrets: what stands in links and lets anybody in, keys, passwords and one-time codes that follow a word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from insights.text.redaction_rules import Need, Rule, whole, words

URL = re.compile(r"\b(?:https?|ftp|wss?)://[^\s<>\"'\])]{3,2000}+", re.IGNORECASE)
USERINFO = re.compile(r"//[^/@:\s?#]{1,100}:(?P<value>[^/@\s?#\[]{1,100})@")
PARAMETER = re.compile(
    r"[?&;#](?:[a-z_\-]{0,20}(?:token|key|secret|passw(?:or)?d|pwd|session(?:_?id)?|signature|auth|otp|jwt|credential)"
    r"|pass|sid|sig|code|hash|invite|reset|[a-z]{0,4}sess(?:id)?)=(?P<value>[^&#;\s\[]{3,500}+)",
    re.IGNORECASE,
)
PATH_PART = re.compile(r"(?<=/)(?P<value>[A-Za-z0-9_\-~.=]{16,500}+)(?=[/?#]|$)")
DOOR = re.compile(r"(?:reset|verif|confirm|invit|magic|login|signin|auth|password|activat|share|unsubscribe|token)[\w\-]{0,20}/$", re.IGNORECASE)

TOKEN = re.compile(
    r"eyJ[A-Za-z0-9_\-]{8,4000}+\.[A-Za-z0-9_\-]{4,4000}+(?:\.[A-Za-z0-9_\-]{0,4000}+)?"
    r"|(?:sk|pk|rk|whsec|ghp|gho|ghs|glpat|npm|pat|shpat|xox[a-z]|key|tok)[_\-][A-Za-z0-9_\-]{16,300}+"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"
    r"|AIza[A-Za-z0-9_\-]{30,40}+"
    r"|[0-9a-fA-F]{32,128}+(?![A-Za-z0-9_\-])"
)
BEARER = re.compile(r"\b[Bb]earer[ :]{1,2}(?P<value>[A-Za-z0-9_\-.=+/]{12,4000}+)")
LONG_WORD = re.compile(r"[A-Za-z0-9_\-]{19,5000}+")

PASSWORD = re.compile(
    r"\b(?:pass ?words?|pass ?code|passphrase|pwd|passwort|kennwort|mot de passe|mdp|contraseña|clave|senha|palavra-passe|wachtwoord)"
    r"(?:[ \t]{0,2}(?:\b(?:is|was|ist|lautet|war|est|es|era|é|e|è|foi)[ \t:]|[:=])[ \t:=\"'“„«]{0,4}|[ \t]{1,2}(?=\S{0,40}\d)[\"'“„«]?)"
    r"(?P<value>[^\s\"'“”«»\[\]]{4,64}+)",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\b(?:(?:verification|security|authentication|authorization|access|login|log-in|sign-in|one[- ]time|sms|2fa|two-factor|mfa)"
    r"[ -]?(?:pass)?(?:code|pin|number|password)s?"
    r"|otp|2fa|mfa|pin(?:[ -]?code)?|passcode|tan|sicherheitscode|bestätigungscode|verifizierungscode|einmalcode"
    r"|code de (?:vérification|sécurité|confirmation)|código de (?:verificación|verificação|seguridad|segurança|acceso|acesso)"
    r"|codice di (?:verifica|sicurezza|accesso)|verificatiecode|code (?:you|that you) (?:texted|sent|emailed)(?: me)?|code i (?:got|received))"
    r"(?:[ \t]{1,2}(?:they|you|we|that|was|sent|texted|me|i|got|received|number|is|ist|lautet|est|es|é|è)){0,6}[ \t:=\"'#]{1,4}"
    r"(?P<value>\d{4,8}|\d{3}[ \-]\d{3})(?![\d\-/.]?\d)",
    re.IGNORECASE,
)


def in_links(text: str) -> Iterator[tuple[int, int]]:
    """Passwords before the host, secret parameters, and parts of the path that are long and random or stand behind a door such as /reset/."""
    for link in URL.finditer(text):
        for pattern in (USERINFO, PARAMETER):
            yield from (found.span("value") for found in pattern.finditer(text, link.start(), link.end()))
        for found in PATH_PART.finditer(text, link.start() + 8, link.end()):
            if _random(found["value"]) or (_mixed(found["value"]) and DOOR.search(text, max(link.start(), found.start() - 40), found.start())):
                yield found.span("value")


def _mixed(value: str) -> bool:
    """Letters and digits."""
    return any(letter.isdigit() for letter in value) and any(letter.isalpha() for letter in value)


def _random(value: str) -> bool:
    """One long word of letters and digits: no slug (has hyphens), no file name (has a dot)."""
    return len(value) >= 20 and not set("-.") & set(value) and _mixed(value) and sum(letter.isdigit() for letter in value) >= 3


def tokens(text: str) -> Iterator[tuple[int, int]]:
    """Keys and tokens known by their first letters, and long hexadecimal numbers."""
    for word in LONG_WORD.finditer(text):
        if found := TOKEN.match(text, word.start()):
            yield found.span()


def passwords(text: str) -> Iterator[tuple[int, int]]:
    """What follows "password is"; a plain word ("password is wrong") is no password unless it has a digit, a sign or mixed case."""
    for found in PASSWORD.finditer(text):
        value = found["value"].rstrip(".,;?)")
        bare = value.rstrip("!")
        signs = any(not letter.isalpha() and letter not in "-'’.," for letter in bare)
        if len(bare) >= 4 and (signs or (bare[1:] != bare[1:].lower() and not bare.isupper())):
            yield found.start("value"), found.start("value") + len(value)


SECRETS = (
    Rule("secret", in_links, wanted=lambda look: "://" in look.text),
    Rule("secret", tokens, need=Need.DIGITS),
    Rule("secret", whole(BEARER, "value"), words=frozenset({"bearer"})),
    Rule("secret", passwords, words=words("password")),
    Rule("secret", whole(CODE, "value"), words=words("code"), need=Need.DIGITS),
)
