"""Channels, from the words that exports use."""

from __future__ import annotations

import re
from types import MappingProxyType

from insights.model import Channel

WORDS = MappingProxyType(
    {
        Channel.CHAT: (
            "chat livechat live_chat messenger messaging native_messaging web_messenger conversation webchat web_chat whatsapp sms push "
            "front_chat in-app inapp widget line telegram wechat viber bot text mobile_sdk"
        ),
        Channel.EMAIL: "email e-mail mail gmail outlook courriel correo mailbox",
        Channel.PHONE: ("phone voice call telephone phone_call phone_switch telefon anruf téléphone teléfono telefone aircall talk voicemail tel"),
        Channel.SOCIAL: (
            "social twitter x facebook instagram tiktok youtube linkedin reddit facebook_messenger instagram_dm twitter_dm x_dm any_channel "
            "community forum"
        ),
        Channel.OTHER: (
            "other web form api web_form webform helpcenter help_center sample_ticket mobile closed_ticket portal ticket walk-in sonstige "
            "autre otro outro"
        ),
    }
)
CHANNEL_OF_WORD = MappingProxyType({word: channel for channel, words in WORDS.items() for word in words.split()})
WORD = re.compile(r"[\w-]+")


def channel_of(value: str) -> Channel | None:
    """The channel that a value names.

    >>> channel_of("Live chat"), channel_of("E-Mail"), channel_of("Facebook Messenger"), channel_of("?")
    (<Channel.CHAT: 'chat'>, <Channel.EMAIL: 'email'>, <Channel.SOCIAL: 'social'>, None)
    """
    value = value.strip().lower()[:60]
    if value in CHANNEL_OF_WORD:
        return CHANNEL_OF_WORD[value]
    found = CHANNEL_OF_WORD.get(value.replace(" ", "_"))
    return found or next((CHANNEL_OF_WORD[word] for word in WORD.findall(value) if word in CHANNEL_OF_WORD), None)
