"""Problems a user can act on. Anything else is a bug and crashes with its traceback.

InsightsError
├── UnreadableFile        no reader recognises the file, or it is damaged
├── FileTooLarge          a limit on size, columns, rows or depth was passed
├── MissingColumns        a table lacks a column that its mapping needs
├── TooManyBadRows        more rows were rejected than an import may lose
├── NothingToImport       the file holds no conversation
├── UnknownWorkspace      the workspace does not exist or is not yours
├── DamagedSnapshot       the published result failed its check
├── UnreachableSystem     a live system does not answer, refuses, or answers something else
└── UnusableSetting       an option or an edit that cannot be applied
"""

from __future__ import annotations


class InsightsError(Exception):
    """What happened, in the user's words; `hint` says what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the sentence for the screen and the advice beside it."""
        super().__init__(message)
        self.hint = hint


class UnreadableFile(InsightsError):
    """No reader recognises the file, or its content is damaged."""


class FileTooLarge(InsightsError):
    """The file passes a limit of size, columns, rows, members or depth."""


class MissingColumns(InsightsError):
    """A table lacks a column that the mapping needs."""


class TooManyBadRows(InsightsError):
    """More than a tenth of the rows had to be rejected."""


class NothingToImport(InsightsError):
    """The file was read and holds no conversation."""


class UnknownWorkspace(InsightsError):
    """The workspace does not exist or does not belong to this session."""


class DamagedSnapshot(InsightsError):
    """A published snapshot failed its check."""


class UnreachableSystem(InsightsError):
    """A live system does not answer, refuses us, or answers something else than it should."""


class UnusableSetting(InsightsError):
    """An option or an edit that cannot be applied."""
