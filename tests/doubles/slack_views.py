"""Modals and home tabs in Slack's double: the stack a person has open, what is typed in it, and the views methods."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.doubles.slack_blocks import VIEW_SIZE, size, view_faults
from tests.doubles.slack_request import Args, Json, SlackError
from tests.doubles.slack_world import Ticket, Workspace, World, texts

TRIGGER = timedelta(seconds=3)
DEPTH = 3


@dataclass(slots=True)
class View:
    """One modal or home tab as it is now. `typed` is what its reader has filled in, `errors` what stands in red."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    root: str = ""
    previous: str = ""
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """What it shows."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def said(self) -> str:
        """Every text on it, title and buttons included, one on each line."""
        return "\n".join(texts([self.body.get("title"), self.blocks, self.body.get("submit"), self.body.get("close")]))


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing a person was shown: how (opened, pushed, updated, published), and what."""

    how: str
    user: str
    view: Json


class Views:
    """Every view of every person."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.shown: list[Shown] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """The modal somebody has before them."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def find(self, view_id: str) -> View | None:
        """An open view by its id."""
        there = [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())
        return next((view for view in there if view.id == view_id), None)

    def open(self, team: Workspace, user: str, body: Any, how: str = "opened") -> View:
        """A new modal: on top of those that are open, or the only one."""
        checked = self._checked(body, "modal")
        stack = self.stacks.setdefault(user, [])
        if how == "opened":
            stack.clear()
        if len(stack) >= DEPTH:
            raise SlackError("push_limit_reached")
        below = stack[-1].id if stack else ""
        view = View(self._world.id("V"), team.team, user, checked, self._hash(), below, below)
        view.root = stack[0].root if stack else view.id
        stack.append(view)
        return self._show(how, view)

    def publish(self, team: Workspace, user: str, body: Any, known: str) -> View:
        """The home tab anew."""
        home = self.homes.get(user)
        if home and known and known != home.hash:
            raise SlackError("hash_conflict")
        view_id = home.id if home else self._world.id("V")
        view = View(view_id, team.team, user, self._checked(body, "home"), self._hash(), root=view_id)
        view.typed = home.typed if home else {}
        self.homes[user] = view
        return self._show("published", view)

    def update(self, view: View, body: Any, known: str = "") -> View:
        """Change what is open. What was typed stays where block and action are the same."""
        if known and known != view.hash:
            raise SlackError("hash_conflict")
        view.body, view.hash, view.errors = self._checked(body, view.body["type"]), self._hash(), {}
        return self._show("updated", view)

    def close(self, view: View) -> None:
        """The one below comes to the front."""
        self.stacks[view.user].remove(view)

    def act(self, team: Workspace, view: View, answer: Any) -> None:
        """Do what the answer to a sent form says. Raises SlackError when Slack cannot use it."""
        kind = answer.get("response_action") if isinstance(answer, dict) else None
        match kind:
            case None if answer in ("", {}):
                self.close(view)
            case "clear":
                self.stacks[view.user].clear()
            case "update":
                self.update(view, answer.get("view"))
            case "push":
                self.open(team, view.user, answer.get("view"), "pushed")
            case "errors":
                self._complain(view, answer.get("errors"))
            case _:
                raise SlackError("invalid_response_action", f"[ERROR] {answer!r}")

    def _complain(self, view: View, errors: Any) -> None:
        fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or set(errors) - fields:
            raise SlackError("invalid_errors", f"[ERROR] {errors!r} are not for {sorted(fields)}")
        view.errors = errors

    def _show(self, how: str, view: View) -> View:
        self.shown.append(Shown(how, view.user, dict(view.body)))
        return view

    def _hash(self) -> str:
        return f"{int(self._world.now().timestamp())}.{self._world.id('h')}"

    def _checked(self, body: Any, kind: str) -> Json:
        faults = view_faults(body)
        if faults or body["type"] != kind:
            raise SlackError("invalid_arguments", *(faults or [f"[ERROR] must be {kind} [json-pointer:/view/type]"]))
        if size(body) > VIEW_SIZE:
            raise SlackError("view_too_large")
        return {**body, "blocks": self._world.named(body["blocks"])}


def redeem(world: World, trigger: str) -> Ticket:
    """Use a trigger, once and soon."""
    ticket = world.triggers.get(trigger)
    if ticket is None:
        raise SlackError("invalid_trigger_id")
    if ticket.uses:
        raise SlackError("exchanged_trigger_id")
    if world.now() - ticket.at > TRIGGER:
        raise SlackError("expired_trigger_id")
    ticket.uses += 1
    return ticket


def call(views: Views, world: World, team: Workspace, method: str, args: Args) -> Json:
    """views.open, views.push, views.update and views.publish."""
    body = args.parsed("view", "invalid_arguments")
    if method == "views.publish":
        user = team.person(args.need("user_id")).id
        return _answer(views.publish(team, user, body, args.text("hash")), team)
    if method == "views.update":
        view = views.find(args.text("view_id")) or _external(views, args.text("external_id"))
        if view is None or view.team != team.team:
            raise SlackError("not_found")
        return _answer(views.update(view, body, args.text("hash")), team)
    ticket = redeem(world, args.need("trigger_id"))
    if ticket.team is not team:
        raise SlackError("invalid_trigger_id")
    how = "pushed" if method == "views.push" else "opened"
    return _answer(views.open(team, ticket.user, body, how), team)


def _external(views: Views, external_id: str) -> View | None:
    stacks = views.stacks.values()
    return next(
        (v for stack in stacks for v in stack if external_id and v.body.get("external_id") == external_id), None
    )


def _answer(view: View, team: Workspace) -> Json:
    return {"ok": True, "view": payload(view, team, {})}


def payload(view: View, team: Workspace, values: Json) -> Json:
    """A view as answers and interactions hold it; `values` is what is filled in, by block and action."""
    empty = {"title": None, "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
    return {
        "id": view.id,
        "team_id": view.team,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        **empty,
        **view.body,
        "state": {"values": values},
        "hash": view.hash,
        "previous_view_id": view.previous or None,
        "root_view_id": view.root,
        "app_id": team.app,
        "app_installed_team_id": team.team,
        "bot_id": team.bot_id,
    }
