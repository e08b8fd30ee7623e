"""The only home of colours: a palette for light and one for dark, and what every chart has in common.

Five colours have a fixed meaning: indigo automation, amber people, teal good, rose bad, slate neutral. Charts are shown with Streamlit's own chart
theme off and carry their style in the spec, so that reports and pages draw the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from insights.metrics import Unit, number_text

FONT = "Inter, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. Tuples of five run from low to high (`potential`, `experience`) or from rating 1 to rating 5."""

    kind: str
    paper: str
    ink: str
    soft: str
    grid: str
    automation: str
    automation_later: str
    automation_text: str
    people: str
    people_pale: str
    people_text: str
    good: str
    bad: str
    neutral: str
    neutral_pale: str
    potential: tuple[str, str, str, str, str]
    experience: tuple[str, str, str, str, str]
    ratings: tuple[str, str, str, str, str]
    beyond: tuple[str, str, str]


LIGHT = Palette(
    kind="light",
    paper="#FFFFFF",
    ink="#161A24",
    soft="#5B6474",
    grid="#EEF2F6",
    automation="#4F46E5",
    automation_later="#9E99F1",
    automation_text="#4338CA",
    people="#D97706",
    people_pale="#FCE7C3",
    people_text="#9A4F03",
    good="#0D9488",
    bad="#E11D48",
    neutral="#94A3B8",
    neutral_pale="#F1F5F9",
    potential=("#EEF0FE", "#D3D6FB", "#ABA8F4", "#5F57E8", "#3F37C9"),
    experience=("#E11D48", "#F9C0CC", "#E8EDF3", "#A9DAD4", "#0F766E"),
    ratings=("#E11D48", "#F5A3B5", "#CBD5E1", "#85CFC7", "#0D9488"),
    beyond=("#64748B", "#94A3B8", "#CBD5E1"),
)

DARK = Palette(
    kind="dark",
    paper="#12151C",
    ink="#E5E7EB",
    soft="#A3ADBD",
    grid="#1F2530",
    automation="#818CF8",
    automation_later="#4E5695",
    automation_text="#A5B4FC",
    people="#FBBF24",
    people_pale="#3D2F12",
    people_text="#FBBF24",
    good="#2DD4BF",
    bad="#FB7185",
    neutral="#94A3B8",
    neutral_pale="#222936",
    potential=("#1C2036", "#2A2E59", "#3B4088", "#565DC4", "#818CF8"),
    experience=("#FB7185", "#6B2B3A", "#2A3140", "#17534D", "#2DD4BF"),
    ratings=("#FB7185", "#7A3546", "#3D475A", "#1D6F68", "#2DD4BF"),
    beyond=("#A3ADBD", "#6B7688", "#465065"),
)


def palette(kind: str | None) -> Palette:
    """The palette of a theme; anything but `dark` is light, because a report has no theme."""
    return DARK if kind == "dark" else LIGHT


def readable_on(fill: str, colours: Palette) -> str:
    """Ink or paper, whichever has more contrast on `fill`.

    >>> readable_on("#3F37C9", LIGHT), readable_on("#EEF0FE", LIGHT)
    ('#FFFFFF', '#161A24')
    """
    return max((colours.paper, colours.ink), key=lambda colour: contrast(colour, fill))


def contrast(first: str, second: str) -> float:
    """WCAG contrast of two colours.

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(first: str, second: str, share: float) -> str:
    """A colour `share` of the way from one to another.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip((int(first[place : place + 2], 16) for place in (1, 3, 5)), (int(second[place : place + 2], 16) for place in (1, 3, 5)), strict=True)
    return "#" + "".join(f"{int(start + (end - start) * share + 0.5):02X}" for start, end in pairs)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def percent(share: float) -> str:
    """A share in words, as cards and tables say it."""
    return number_text(share, Unit.SHARE)


def layered(*layers: alt.Chart, colours: Palette, height: int) -> alt.LayerChart:
    """The layers over each other, as wide as their container, with the style that all charts share."""
    return alt.LayerChart(layer=list(layers)).properties(height=height, width="container").configure(**_style(colours))


def _style(colours: Palette) -> dict[str, Any]:
    axis = {
        "labelFont": FONT, "labelFontSize": 12, "labelColor": colours.soft, "labelPadding": 8, "labelLimit": 230, "title": None,
        "ticks": False, "domain": False, "grid": False, "gridColor": colours.grid, "gridWidth": 1,
    }  # fmt: skip
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"labelFlush": True, "tickCount": 5},
        "axisYBand": {"labelColor": colours.ink},
        "axisXQuantitative": {"grid": True},
        "axisYQuantitative": {"grid": True, "tickCount": 4},
        "text": {"font": FONT, "fontSize": 12, "color": colours.ink},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
        "legend": {
            "orient": "top", "title": None, "labelFont": FONT, "labelFontSize": 12, "labelColor": colours.soft, "symbolType": "square",
            "symbolSize": 90, "symbolStrokeWidth": 0, "offset": 6, "columnPadding": 12,
        },
        "scale": {"bandPaddingInner": 0.38, "bandPaddingOuter": 0.15},
    }  # fmt: skip
