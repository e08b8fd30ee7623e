"""Who wrote a message, from the words that exports use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from insights.model import Role

WORDS = MappingProxyType(
    {
        Role.CUSTOMER: (
            "customer client user end-user end_user enduser requester visitor contact lead consumer guest buyer caller human member "
            "subscriber passenger patient incoming inbound in kunde kundin benutzer besucher anrufer anfragesteller eingehend utilisateur "
            "visiteur demandeur entrant cliente usuario usuária usuário visitante solicitante entrante entrada recebida shopper tenant "
            "student"
        ),
        Role.AGENT: (
            "agent admin support operator teammate staff representative rep advisor adviser employee team moderator owner csr outgoing "
            "outbound out service helpdesk consultant collaborator light_agent supervisor mitarbeiter mitarbeiterin berater beraterin "
            "kundenservice kundendienst ausgehend conseiller conseillère opérateur sortant agente operador operadora asesor asesora soporte "
            "saliente atendente suporte saída company business seller"
        ),
        Role.BOT: (
            "bot chatbot assistant ai virtual automation automated autoresponder fin workflow ai_agent agentbot robot answerbot "
            "virtual_agent ki assistent asistente assistente template llm model"
        ),
        Role.SYSTEM: ("system event activity automatic trigger rule notification auto sistema système ereignis info status note"),
    }
)
ROLE_OF_WORD = MappingProxyType({word: role for role, words in WORDS.items() for word in words.split()})
BOT_NAME = re.compile(
    r"\b(?:\w{0,20}bot|virtual (?:agent|assistant)|ai (?:agent|assistant)|assistant|automation|auto-?reply|autoresponder)\b|🤖", re.IGNORECASE
)
SYSTEM_NAME = re.compile(r"(?:system|mailer-daemon|no-?reply|trigger)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d]+(?:-[^\W\d]+)?")
LONGEST_NAME = 200


def role_of_value(value: str) -> Role | None:
    """The role that a value of a role column stands for.

    >>> role_of_value("end-user"), role_of_value("Support Agent 3"), role_of_value("Virtual Agent"), role_of_value("Anna")
    (<Role.CUSTOMER: 'customer'>, <Role.AGENT: 'agent'>, <Role.BOT: 'bot'>, None)
    """
    value = value.strip().lower()[:LONGEST_NAME]
    if value in ROLE_OF_WORD:
        return ROLE_OF_WORD[value]
    found = [ROLE_OF_WORD[word] for word in WORD.findall(value) if word in ROLE_OF_WORD]
    if Role.BOT in found:
        return Role.BOT
    # "Customer support" and "user service" are the support side.
    return Role.AGENT if Role.AGENT in found else next(iter(found), None)


def role_of_name(name: str) -> Role | None:
    """Bot or system, when a person's name cannot be this one.

    >>> role_of_name("HelpBot"), role_of_name("noreply@shop.example"), role_of_name("Abbot, Mary")
    (<Role.BOT: 'bot'>, <Role.SYSTEM: 'system'>, None)
    """
    name = name.strip()[:LONGEST_NAME]
    found = BOT_NAME.search(name)
    if found and found[0].lower() not in ("abbot", "talbot", "cabot", "turbot"):
        return Role.BOT
    return Role.SYSTEM if SYSTEM_NAME.match(name) else None


def roles_of_values(values: Iterable[str]) -> dict[str, Role]:
    """The values of a role column whose role is known, in lower case, in the order in which they come."""
    found: dict[str, Role] = {}
    for value in values:
        name = value.strip().lower()
        if name and name not in found and (role := role_of_value(name)):
            found[name] = role
    return found
