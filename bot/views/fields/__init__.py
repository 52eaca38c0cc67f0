"""The fields of an entry as people call them: in the form of the console, and where two versions are compared."""

from bot.views.fields.comparing import Told, label_of, told
from bot.views.fields.shape import VALUE, Field, Kind, Part, Shape, shape

__all__ = ["VALUE", "Field", "Kind", "Part", "Shape", "Told", "label_of", "shape", "told"]
