"""What Adaptive Cards 1.5 are made of, as Teams takes them: elements and actions, their properties and what these hold.

Pure, and a table only: `teams_cards` checks with it. A property holds a type, one of some words, or other elements.
"""

from __future__ import annotations

from collections.abc import Mapping

Holds = type | frozenset[str] | str
"""What a property holds: a type, words (whatever their case), or a name in `GROUPS`, with `*` for a list of those."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.lower().split())


SPACING = _words("none small default medium large extraLarge padding")
STYLE = _words("default emphasis good attention warning accent")
COLOR = _words("default dark light accent good warning attention")
ALIGN = _words("left center right")
VALIGN = _words("top center bottom")
SIZE = _words("default small medium large extraLarge")
WEIGHT = _words("lighter default bolder")
FONT = _words("default monospace")

_ANY: dict[str, Holds] = {"type": str, "id": str, "requires": dict}
_ELEMENT: dict[str, Holds] = _ANY | {
    "fallback": "fallback", "height": str, "isVisible": bool, "separator": bool, "spacing": SPACING,
}  # fmt: skip
_ACTION: dict[str, Holds] = _ANY | {
    "title": str, "iconUrl": str, "style": _words("default positive destructive"), "fallback": "fallback",
    "tooltip": str, "isEnabled": bool, "mode": _words("primary secondary"),
}  # fmt: skip
_INPUT: dict[str, Holds] = _ELEMENT | {"label": str, "isRequired": bool, "errorMessage": str}
_TEXT: dict[str, Holds] = {
    "text": str, "color": COLOR, "fontType": FONT, "isSubtle": bool, "size": SIZE, "weight": WEIGHT,
}  # fmt: skip
_BOX: dict[str, Holds] = {
    "selectAction": "chosen", "style": STYLE, "bleed": bool, "minHeight": str, "backgroundImage": "picture",
    "verticalContentAlignment": VALIGN, "rtl": bool,
}  # fmt: skip
_SENDS: dict[str, Holds] = _ACTION | {"data": "anything", "associatedInputs": _words("auto none")}

SHAPES: dict[str, dict[str, Holds]] = {
    "AdaptiveCard": {
        "type": str, "version": str, "$schema": str, "body": "*element", "actions": "*action", "selectAction": "chosen",
        "fallbackText": str, "speak": str, "lang": str, "rtl": bool, "minHeight": str, "backgroundImage": "picture",
        "verticalContentAlignment": VALIGN, "msteams": dict, "metadata": dict, "refresh": dict, "id": str,
    },
    "TextBlock": _ELEMENT | _TEXT | {
        "horizontalAlignment": ALIGN, "maxLines": int, "wrap": bool, "style": _words("default heading"),
    },
    "RichTextBlock": _ELEMENT | {"inlines": "*run", "horizontalAlignment": ALIGN},
    "TextRun": _TEXT | {
        "type": str, "highlight": bool, "italic": bool, "strikethrough": bool, "underline": bool,
        "selectAction": "chosen",
    },
    "Image": _ELEMENT | {
        "url": str, "altText": str, "backgroundColor": str, "height": str, "width": str, "horizontalAlignment": ALIGN,
        "selectAction": "chosen", "size": _words("auto stretch small medium large"), "style": _words("default person"),
        "msteams": dict,
    },
    "ImageSet": _ELEMENT | {"images": "*image", "imageSize": _words("auto stretch small medium large")},
    "Media": _ELEMENT | {"sources": list, "poster": str, "altText": str},
    "Container": _ELEMENT | _BOX | {"items": "*element"},
    "ColumnSet": _ELEMENT | _BOX | {"columns": "*column", "horizontalAlignment": ALIGN},
    "Column": _ELEMENT | _BOX | {"items": "*element", "width": "width"},
    "FactSet": _ELEMENT | {"facts": "*fact"},
    "Fact": {"title": str, "value": str},
    "Table": _ELEMENT | {
        "columns": list, "rows": "*row", "firstRowAsHeader": bool, "showGridLines": bool, "gridStyle": STYLE,
        "horizontalCellContentAlignment": ALIGN, "verticalCellContentAlignment": VALIGN,
    },
    "TableRow": {
        "type": str, "cells": "*cell", "style": STYLE, "horizontalCellContentAlignment": ALIGN,
        "verticalCellContentAlignment": VALIGN,
    },
    "TableCell": _BOX | {"type": str, "items": "*element"},
    "ActionSet": _ELEMENT | {"actions": "*action", "horizontalAlignment": ALIGN},
    "Input.Text": _INPUT | {
        "value": str, "placeholder": str, "isMultiline": bool, "maxLength": int, "regex": str, "inlineAction": "chosen",
        "style": _words("text tel url email password"),
    },
    "Input.Number": _INPUT | {"value": "number", "placeholder": str, "min": "number", "max": "number"},
    "Input.Date": _INPUT | {"value": str, "placeholder": str, "min": str, "max": str},
    "Input.Time": _INPUT | {"value": str, "placeholder": str, "min": str, "max": str},
    "Input.Toggle": _INPUT | {"title": str, "value": str, "valueOn": str, "valueOff": str, "wrap": bool},
    "Input.ChoiceSet": _INPUT | {
        "choices": "*option", "isMultiSelect": bool, "style": _words("compact expanded filtered"), "value": str,
        "placeholder": str, "wrap": bool, "choices.data": dict,
    },
    "Choice": {"title": str, "value": str},
    "Action.Execute": _SENDS | {"verb": str},
    "Action.Submit": _SENDS,
    "Action.OpenUrl": _ACTION | {"url": str},
    "Action.ShowCard": _ACTION | {"card": "card"},
    "Action.ToggleVisibility": _ACTION | {"targetElements": list},
}  # fmt: skip
"""The properties of each kind of thing. A name that is not here is one that Teams passes over."""

NEEDED: dict[str, tuple[str, ...]] = {
    "AdaptiveCard": ("version",), "TextBlock": ("text",), "RichTextBlock": ("inlines",), "TextRun": ("text",),
    "Image": ("url",), "ImageSet": ("images",), "Media": ("sources",), "Container": ("items",), "FactSet": ("facts",),
    "Fact": ("title", "value"), "ActionSet": ("actions",), "Input.Text": ("id",), "Input.Number": ("id",),
    "Input.Date": ("id",), "Input.Time": ("id",), "Input.Toggle": ("id", "title"), "Input.ChoiceSet": ("id", "choices"),
    "Choice": ("title", "value"), "Action.OpenUrl": ("url",), "Action.ShowCard": ("card",),
    "Action.ToggleVisibility": ("targetElements",),
}  # fmt: skip
"""What must be there."""

ACTIONS = frozenset(kind for kind in SHAPES if kind.startswith("Action."))
INPUTS = frozenset(kind for kind in SHAPES if kind.startswith("Input."))
ELEMENTS = INPUTS | {
    "TextBlock", "RichTextBlock", "Image", "ImageSet", "Media", "Container", "ColumnSet", "FactSet", "Table",
    "ActionSet",
}  # fmt: skip
GROUPS: Mapping[str, tuple[frozenset[str], str]] = {
    "element": (ELEMENTS, ""), "action": (ACTIONS, ""), "chosen": (ACTIONS - {"Action.ShowCard"}, ""),
    "card": (frozenset({"AdaptiveCard"}), "AdaptiveCard"), "column": (frozenset({"Column"}), "Column"),
    "fact": (frozenset({"Fact"}), "Fact"), "option": (frozenset({"Choice"}), "Choice"),
    "row": (frozenset({"TableRow"}), "TableRow"), "cell": (frozenset({"TableCell"}), "TableCell"),
    "image": (frozenset({"Image"}), "Image"), "run": (frozenset({"TextRun"}), "TextRun"),
}  # fmt: skip
"""What may stand in a place, and what stands there when it does not say its type."""
