"""The words by which a request names a thing and what is to be done with it, where no list of tools says so. Visible tables, seven languages.

A thing becomes a read API ("Look up an order"), a verb and a thing a write API with its procedure ("Cancel an order").
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a company knows about a customer: how it is called, the words that show it, and what is usually read of it."""

    name: str
    stems: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something done for a customer, and the words that ask for it."""

    name: str
    stems: tuple[str, ...]
    thing: str
    """What it is done to when the request names nothing."""


THINGS = (
    Thing(
        "refund",
        ("refund", "money back", "reembolso", "rückerstattung", "erstattung", "remboursement", "rimborso", "terugbetaling"),
        ("status", "amount", "issued_at", "method"),
    ),
    Thing(
        "subscription",
        ("subscription", "membership", "plan", "abo", "abonnement", "suscripción", "abbonamento", "assinatura"),
        ("plan", "status", "renews_at", "price"),
    ),
    Thing(
        "delivery address",
        ("address", "adresse", "anschrift", "dirección", "indirizzo", "adres", "endereço"),
        ("street", "postcode", "city", "country"),
    ),
    Thing(
        "delivery",
        (
            "delivery",
            "parcel",
            "package",
            "shipment",
            "tracking",
            "courier",
            "lieferung",
            "paket",
            "sendung",
            "livraison",
            "colis",
            "envío",
            "paquete",
            "consegna",
            "pacco",
            "spedizione",
            "bezorging",
            "pakket",
            "entrega",
        ),
        ("status", "carrier", "tracking_number", "expected_at"),
    ),
    Thing(
        "booking",
        (
            "booking",
            "reservation",
            "appointment",
            "flight",
            "ticket",
            "hotel",
            "buchung",
            "termin",
            "réservation",
            "reserva",
            "cita",
            "prenotazione",
            "boeking",
            "afspraak",
        ),
        ("status", "starts_at", "ends_at", "guests"),
    ),
    Thing(
        "invoice",
        ("invoice", "bill", "receipt", "rechnung", "facture", "factura", "fattura", "factuur", "fatura"),
        ("number", "amount", "due_at", "status"),
    ),
    Thing(
        "payment",
        ("payment", "charge", "charged", "transaction", "transfer", "zahlung", "abbuchung", "paiement", "pago", "pagamento", "betaling"),
        ("status", "amount", "paid_at", "method"),
    ),
    Thing(
        "return", ("return", "rücksendung", "retoure", "retour", "devolución", "reso", "devolução"), ("status", "label_url", "received_at", "reason")
    ),
    Thing(
        "voucher",
        ("voucher", "coupon", "promo code", "discount", "gift card", "points", "gutschein", "bon", "cupón", "buono", "tegoed"),
        ("code", "value", "valid_until", "used"),
    ),
    Thing("card", ("card", "karte", "carte", "tarjeta", "carta", "kaart", "cartão"), ("status", "last_four", "expires_at", "limit")),
    Thing(
        "device",
        ("device", "router", "camera", "phone", "app", "gerät", "appareil", "dispositivo", "apparaat"),
        ("model", "status", "firmware", "last_seen_at"),
    ),
    Thing("password", ("password", "passwort", "mot de passe", "contraseña", "wachtwoord", "senha"), ("reset_sent_at", "locked")),
    Thing(
        "account",
        ("account", "profile", "login", "log in", "sign in", "konto", "compte", "cuenta", "conto", "conta"),
        ("status", "email", "created_at", "verified"),
    ),
    Thing(
        "order",
        ("order", "purchase", "item", "bestellung", "commande", "pedido", "ordine", "bestelling", "encomenda"),
        ("status", "items", "total", "placed_at"),
    ),
    Thing(
        "claim",
        ("claim", "warranty", "repair", "damage", "garantie", "garantía", "garanzia", "reparatur", "réparation"),
        ("status", "opened_at", "decision", "items"),
    ),
    Thing("balance", ("balance", "usage", "credit", "guthaben", "solde", "saldo"), ("amount", "currency", "as_of")),
)

VERBS = (
    Verb("cancel", ("cancel", "storn", "kündig", "annul", "résili", "cancelar", "annull", "disdire", "opzegg"), "order"),
    Verb("refund", ("refund", "money back", "reimburse", "erstatt", "rembours", "reembols", "rimbors", "terugbetal"), "payment"),
    Verb(
        "replace",
        (
            "replace",
            "replacement",
            "exchange",
            "resend",
            "send another",
            "new one",
            "ersatz",
            "umtausch",
            "échang",
            "remplac",
            "cambio",
            "sostitu",
            "vervang",
        ),
        "order",
    ),
    Verb("return", ("return", "send back", "rücksend", "zurückschick", "retour", "devolver", "restitu"), "order"),
    Verb("reset", ("reset", "unlock", "locked out", "zurücksetz", "entsperr", "réinitialis", "restablec", "reimpost"), "password"),
    Verb(
        "close", ("close", "delete", "deactivate", "lösch", "schließ", "supprim", "clôtur", "eliminar", "borrar", "chiudere", "verwijder"), "account"
    ),
    Verb(
        "change",
        (
            "change",
            "update",
            "correct",
            "switch",
            "move",
            "reschedule",
            "postpone",
            "ändern",
            "umbuch",
            "verschieb",
            "modifi",
            "chang",
            "cambiar",
            "modific",
            "wijzig",
            "alterar",
        ),
        "account",
    ),
    Verb("book", ("book", "reserve", "schedule", "buchen", "réserver", "reservar", "prenot", "boeken", "agendar"), "booking"),
    Verb("pay", ("pay ", "payment plan", "bezahl", "payer", "pagar", "pagare", "betalen"), "invoice"),
    Verb("send", ("send", "email me", "forward", "schick", "envoy", "enviar", "inviare", "sturen", "copy of"), "invoice"),
    Verb("activate", ("activate", "enable", "register", "verify", "aktivier", "activer", "activar", "attivare", "activeren", "ativar"), "account"),
    Verb("block", ("block", "freeze", "stop", "sperr", "bloqu", "blocc", "blokk"), "card"),
    Verb("add", ("add ", "apply", "hinzufüg", "ajouter", "añadir", "aggiung", "toevoeg"), "order"),
    Verb("claim", ("claim", "report", "dispute", "reklam", "réclam", "reclam", "melden"), "claim"),
)

FIELDS = {thing.name: thing.fields for thing in THINGS}
EVERY_FIELD = ("id", "status", "updated_at")


def pattern(stems: tuple[str, ...]) -> str:
    """A pattern that matches a word beginning with any of the stems."""
    return r"\b(?:" + "|".join(stem.replace(" ", r"\s") for stem in sorted(stems, key=len, reverse=True)) + ")"


def with_article(thing: str) -> str:
    """The thing with its article, for a name that a person reads.

    >>> with_article("order"), with_article("return")
    ('an order', 'a return')
    """
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
