"""The questions: what an employee is asked about an idea, and what a coach adds. Declared as data, in order."""

from __future__ import annotations

from dialogs.questions import Kind, NoText, OnlyChoice, Question, SoundsLikeSolution, Source, TopicUnsure, UnitUnknown

TARGET_GROUPS = ("residents", "users", "children", "relatives", "companies", "visitors", "colleagues", "other")

INTAKE: tuple[Question, ...] = (
    Question("need", Kind.TEXT, required=True),
    Question("need_behind", Kind.TEXT, condition=SoundsLikeSolution("need")),
    Question("effect", Kind.TEXT, unknown=True),
    Question("target_group", Kind.MANY, TARGET_GROUPS, required=True),
    Question("colleagues_meet", Kind.TEXT, condition=OnlyChoice("target_group", "colleagues")),
    Question("know", Kind.MANY, ("seen", "told", "colleagues_say", "figures", "believe")),
    Question("solution", Kind.TEXT, condition=NoText("need_behind")),
    Question("ambition", Kind.ONE, ("drive", "help", "talk", "tip")),
    Question("unit", Kind.ONE, Source.UNITS, condition=UnitUnknown()),
    Question("topic", Kind.ONE, Source.TOPICS, condition=TopicUnsure("effect")),
)

REVIEWED: tuple[Question, ...] = (
    Question("title", Kind.TEXT),
    *(q for q in INTAKE if q.key not in {"unit", "topic"}),
    Question("unit", Kind.ONE, Source.UNITS),
    Question("topic", Kind.ONE, Source.TOPICS),
    Question("ring", Kind.ONE, ("coaches", "unit", "body", "everyone"), required=True),
)
"""Every line of the review that can be changed, in the order shown."""

COACH: tuple[Question, ...] = (
    Question("when_where", Kind.TEXT),
    Question("find_out", Kind.TEXT),
    Question("measure", Kind.TEXT),
    Question("outside", Kind.TEXT),
    Question("similar", Kind.TEXT),
)

SOLUTION_WORDS: dict[str, tuple[str, ...]] = {
    "sv": (
        "en app", "app för", "appar", "ett system", "nytt system", "it system", "köpa in", "köpa", "upphandla",
        "digitalisera", "man skulle kunna", "vi skulle kunna", "vi borde skaffa", "vi borde köpa", "skaffa", "införa",
        "installera", "en robot", "robotar", "en sensor", "sensorer", "kameror", "en kamera", "en plattform",
        "en webbplats", "en hemsida", "en portal", "en chattbot", "anställa",
    ),
    "en": (
        "an app", "app for", "apps", "a system", "new system", "buy", "purchase", "procure", "digitalise", "digitize",
        "we could use", "we could get", "one could use", "install", "a robot", "robots", "a sensor", "sensors",
        "cameras", "a camera", "a platform", "a website", "a portal", "a chatbot", "hire",
    ),
    "da": (
        "en app", "app til", "apps", "et system", "nyt system", "indkøbe", "købe", "digitalisere", "man kunne bruge",
        "vi kunne bruge", "vi kunne få", "anskaffe", "indføre", "installere", "en robot", "robotter", "en sensor",
        "sensorer", "kameraer", "et kamera", "en platform", "en hjemmeside", "en portal", "en chatbot", "ansætte",
    ),
}  # fmt: skip
"""What makes a text sound like a solution: whole words, small enough to explain."""
