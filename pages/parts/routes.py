"""The pages there are, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """A page of the menu: its file, its title, the question on top and what it will show once there is something to show."""

    name: str
    title: str
    question: str
    promise: str = ""

    @property
    def path(self) -> str:
        """Its file, as Streamlit's links name it."""
        return f"pages/{self.name}.py"


ROUTES = (
    Route("start", "Start", "How much of your support could an AI agent resolve?"),
    Route(
        "overview",
        "Overview",
        "How much could an AI agent resolve?",
        "One sentence with what an AI agent could resolve, what it resolves today and how customers feel; then the ladder and five actions.",
    ),
    Route(
        "taxonomy",
        "Taxonomy",
        "What do customers write about?",
        "Topics found in your own conversations: how big they are, how they move and what is in each.",
    ),
    Route(
        "automation",
        "Automation",
        "What would it take?",
        "A ladder from today to what is possible, and the articles and APIs that lead up each step.",
    ),
    Route(
        "experience",
        "Experience",
        "How does it feel to the customer?",
        "A score for every conversation with the turn that explains it, the trend with its noise, and the reasons sorted by who can change them.",
    ),
    Route("actions", "Actions", "What should we do next?", "A ranked list of things to do, each with its gain, its evidence and a draft."),
    Route(
        "impact",
        "Impact",
        "Did it work?",
        "Each done action before and after, beside topics that nobody touched; every promise beside what was reached; a weekly summary to print.",
    ),
    Route("conversations", "Conversations", "What is behind the numbers?", "Every conversation, with the turns marked that decided its labels."),
    Route(
        "workspace",
        "Workspace",
        "What is stored here?",
        "Your imports with their counts, help articles, tools, what was hidden for privacy, and how to take everything out or delete it.",
    ),
    Route("method", "Method", "How is each number made?"),
)
WITHOUT_WORKSPACE = ("start", "method")
WITHOUT_RESULT = ("start", "workspace", "method")
