"""Forms to fill in, as files that an office puts beside a procedure; citizens get them in the chat."""

from knowledge.forms.kinds import MOST_BYTES, NotAForm, media_of
from knowledge.forms.store import Form, Forms

__all__ = ["MOST_BYTES", "Form", "Forms", "NotAForm", "media_of"]
