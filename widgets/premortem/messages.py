"""What widgets send is heard without an error ever vanishing in a callback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from premortem.errors import PremortemError

if TYPE_CHECKING:
    from premortem.forms.widgets import Rail

logger = logging.getLogger(__name__)
UNFORESEEN = "Something went wrong that should not have. What was saved is safe; the server's log has the details."
Message = dict[str, Any]


class Railed(Protocol):
    """Whatever shows a page with its frame."""

    rail: Rail


Hears = TypeVar("Hears", bound=Railed)


def guarded(hear: Callable[[Hears, Message], None]) -> Callable[[Hears, Message], None]:
    """Let no error vanish in a widget's callback: a person sees one line, the log the rest."""

    @wraps(hear)
    def heard(listener: Hears, message: Message) -> None:
        try:
            hear(listener, message)
        except PremortemError as error:
            listener.rail.banner(str(error), "warning")
        except Exception:  # the visitor must learn of it, whatever it was
            logger.exception("A message of the page could not be handled")
            listener.rail.banner(UNFORESEEN, "error")

    return heard


def text_of(sent: Any) -> str:
    """Return what the page sent where only text makes sense; "" for anything else."""
    return sent if isinstance(sent, str) else ""
