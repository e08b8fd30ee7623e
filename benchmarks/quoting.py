"""How well quoted mail, signatures and disclaimers are told from what a mail itself says, by line: `python -m benchmarks.quoting`.

A line of a case begins with what it is: w (the writer's own words), q (quoted), s (signature or device line), d (disclaimer), g (greeting or closing,
not measured). Empty lines are not measured. The rules were made with the cases in view, but for those of `unseen`, written afterwards and left alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from insights.text.cleaning import customer_words, plain

CASES = Path(__file__).parents[1] / "tests" / "insights" / "text" / "quoting_cases"


@dataclass(frozen=True)
class Line:
    """A line of a case: its language, what it is, and whether it was set aside."""

    language: str
    kind: str
    text: str
    aside: bool


def judged() -> list[Line]:
    """Every line that is measured."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for case in path.read_text("utf-8").split("\n====\n"):
            lines = [(line[0], line[2:]) for line in case.strip("\n").split("\n")]
            kept = Counter(line.strip() for line in customer_words(plain("\n".join(text for _, text in lines), html=False)).split("\n"))
            for kind, text in lines:
                said = plain(text, html=False).strip()
                if said and kind != "g":
                    stays = kept[said] > 0
                    kept[said] -= stays
                    found.append(Line(path.stem, kind, text, not stays))
    return found


def measures(lines: list[Line]) -> tuple[float, float]:
    """Precision and recall of what is set aside."""
    aside = [line for line in lines if line.aside]
    foreign = [line for line in lines if line.kind != "w"]
    right = sum(line.kind != "w" for line in aside)
    return right / max(len(aside), 1), right / max(len(foreign), 1)


def main() -> None:
    """Print the measures by kind and by language, then every line that was judged wrong."""
    lines = judged()
    precision, recall = measures(lines)
    print(f"{len(lines)} lines: precision {precision:.3f}, recall {recall:.3f}")
    for kind, name in (("q", "quoted"), ("s", "signature"), ("d", "disclaimer"), ("w", "own words kept")):
        of_kind = [line for line in lines if line.kind == kind]
        right = sum(line.aside == (kind != "w") for line in of_kind)
        print(f"  {name}: {right} of {len(of_kind)}")
    for language in sorted({line.language for line in lines}):
        precision, recall = measures([line for line in lines if line.language == language])
        print(f"  {language}: precision {precision:.3f}, recall {recall:.3f}")
    for line in lines:
        if line.aside == (line.kind == "w"):
            print(f"  wrong: {line.language} {line.kind} {line.text!r}")


if __name__ == "__main__":
    main()
