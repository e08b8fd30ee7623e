"""How people speak whatever the topic: last words, greetings, spam, and what fills the slots."""

from __future__ import annotations

SPAM = (
    "Automatic reply: I am out of the office until Monday and will answer your message when I am back.",
    "We offer top ranking SEO packages for your website. Reply for prices.",
    "test test",
    "Undeliverable: your message could not be delivered to one or more recipients.",
    "Thanks!",
    "Sorry, wrong shop, please ignore this.",
)
LINKING = ("Sure, it's {order}.", "{order}", "Order {order}, thanks for checking.", "it's under this mail address, order {order}")
HAPPY = (
    "Thank you so much!",
    "perfect thanks",
    "That solves it, have a nice day!",
    "Brilliant, thanks for the quick help 😊",
    "Ok great, thank you.",
    "thx",
)
NEUTRAL = ("ok", "Alright.", "Ok, noted.", "fine, thanks")
ANGRY = (
    "This is ridiculous.",
    "Honestly the worst service I've had this year.",
    "That doesn't help me at all.",
    "I already told the bot all of this!",
    "So I have to wait again?? Forget it.",
)
REPEAT = (
    "That is not what I asked.",
    "I know the policy. My question was a different one.",
    "You already said that. Can I talk to a person please?",
    "no. person please",
    "Same answer again, that doesn't help.",
)
GREETING = (
    "Hi {agent} here from Lumen & Thread.",
    "Hello, this is {agent}, sorry for the wait.",
    "Hi there, thanks for your message.",
    "Hello and thank you for writing to us.",
)
HANDOVER = ("Handed over to team {team}",)
SLOTS = {
    "item": (
        "linen shirt",
        "wool coat",
        "green dress",
        "denim jacket",
        "running tights",
        "cashmere scarf",
        "ankle boots",
        "rain jacket",
        "pleated skirt",
        "striped jumper",
        "silk blouse",
        "chinos",
    ),
    "size": ("S", "M", "L", "XL", "38", "40", "42"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "city": ("Hamburg", "Leeds", "Utrecht", "Vienna", "Lyon", "Cork"),
    "days": ("6", "8", "9", "12", "15", "18", "21"),
    "amount": ("24.90", "39.95", "59.00", "79.90", "112.50"),
    "code": ("HELLO10", "SPRING15", "THREAD5", "VIP20"),
    "agent": ("Mara", "Jonas", "Priya", "Tom", "Elif"),
}
