"""The command line: serve the page, chat in a terminal, look after the database, check a preset.

A command that fails says why in a sentence and exits with another code than 0; no stack trace is ever shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Annotated, Any, NoReturn, TypeVar

import structlog
import typer
from rich.console import Console

from adapters.faults import fault
from bot.logs import start_logging
from bot.settings import Settings, SettingsError, read_settings
from ideas.preset import PresetError
from storage.errors import StoreError

T = TypeVar("T")
out, err = Console(), Console(stderr=True)
app = typer.Typer(
    help="Idéslussen: from a need to a claimed, followed idea.", no_args_is_help=True, pretty_exceptions_enable=False
)
preset_app = typer.Typer(help="Look after presets.", no_args_is_help=True)
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
manifest_app = typer.Typer(help="Make what a platform needs to know of the app.", no_args_is_help=True)
app.add_typer(preset_app, name="preset")
app.add_typer(db_app, name="db")
app.add_typer(manifest_app, name="manifest")

Preset = Annotated[str | None, typer.Option(help="A packaged preset by name, or the path of a TOML file.")]
Database = Annotated[str | None, typer.Option(help="sqlite:///path or a path; :memory: for nothing kept.")]


def fail(message: str) -> NoReturn:
    """Say what is wrong in one clear sentence and stop with a non-zero exit."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def do(work: Callable[[], T]) -> T:
    """Do the work of a command; whatever goes wrong becomes a sentence and a non-zero exit."""
    try:
        return work()
    except (typer.Exit, BrokenPipeError):
        raise
    except (PresetError, StoreError, SettingsError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}." if error.filename and error.strerror else str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:  # noqa: BLE001 - a fault of ours: the place is told, nobody's words are
        _log_where(error)
        fail(f"Something went wrong in the program: {fault(error)}. Please report that line.")


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The same for work that waits."""
    return do(lambda: asyncio.run(work()))


def _log_where(error: Exception) -> None:
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    structlog.get_logger("idesluss").debug("command-failed", fault=fault(error), places=places)


def _prepared(database: str | None = None, preset: str | None = None, **given: object) -> Settings:
    """The settings with what was given on the command line on top, and the log started as they say."""
    url = database if database is None or "://" in database else f"sqlite:///{database}"
    settings = read_settings(database_url=url, idesluss_preset=preset, **given)
    start_logging(settings.log_level, settings.log_format)
    return settings


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on; 0 takes a free one.")] = None,
    preset: Preset = None,
    database: Database = None,
    i_know_this_has_no_login: Annotated[
        bool, typer.Option("--i-know-this-has-no-login", help="Allow another address than this machine's own.")
    ] = False,
) -> None:
    """Serve Slack and Teams, or else the try-it page; deliver messages and keep promises, until stopped with Ctrl-C."""
    from adapters.server import ServerError
    from bot.app import serve as serve_bot

    async def work() -> None:
        settings = _prepared(database, preset, host=host, port=port)
        if settings.slack == settings.teams == "off" and not (settings.is_loopback or i_know_this_has_no_login):
            fail(
                f"The try-it page has no login, so it is only served on this machine, not on {settings.host}. "
                "Add --i-know-this-has-no-login if everyone who can reach that address may be everyone."
            )
        try:
            await serve_bot(settings, lambda address: _serving(settings, address))
        except ServerError as error:
            fail(str(error))

    run(work)


def _serving(settings: Settings, address: str) -> None:
    """Say where to look, and warn of ideas that this preset leaves without anybody to answer."""
    from bot.looking_after import left_out
    from bot.start import load_preset

    out.print(f"Idéslussen: {address}", highlight=False)
    if settings.slack != "off":
        way = "by Socket Mode" if settings.slack == "socket" else "at /slack/events"
        out.print(f"Slack is served {way}. The try-it page is closed.", highlight=False)
    if settings.teams != "off":
        way = ", without any sign-in: TEAMS_DEVELOPMENT is on" if settings.teams == "development" else ""
        out.print(f"Teams is served at /api/messages{way}. The try-it page is closed.", highlight=False)
    if strangers := left_out(settings.database_url, load_preset(settings.idesluss_preset)):
        log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")
        advice = "the database has ideas from organisations that the preset lacks; idesluss doctor says what to do"
        log.warning("ideas-left-out", bodies=strangers, preset=settings.idesluss_preset, advice=advice)


@app.command()
def chat(
    as_: Annotated[str, typer.Option("--as", help="Who you are, e.g. anna.")],
    body: Annotated[str, typer.Option(help="Your organisation's key, e.g. skovde.")],
    preset: Preset = None,
    database: Database = None,
    record: Annotated[Path | None, typer.Option(help="Write the conversation to this file.")] = None,
) -> None:
    """Talk to the bot in this terminal, or through a pipe."""
    from bot.chatting import chat as talk

    async def work() -> None:
        settings = _prepared(database, preset)
        if settings.log_level == "info":
            start_logging("warning", settings.log_format)
        await talk(settings, as_, body, record, chosen=preset is not None)

    run(work)


@preset_app.command("check")
def preset_check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names or paths; all packaged ones when none is given.")
    ] = None,
) -> None:
    """Check presets: each fault is named with file, key and what is allowed."""
    from bot.looking_after import check_presets

    if not do(lambda: check_presets(out, err, names or [])):
        raise typer.Exit(1)


@db_app.command("upgrade")
def db_upgrade(database: Database = None) -> None:
    """Bring the database to this version. `serve` does the same when it starts."""
    from bot.looking_after import upgrade

    run(lambda: upgrade(out, _prepared(database).database_url))


@db_app.command("status")
def db_status(database: Database = None) -> None:
    """What is in the database: ideas by status, messages by state."""
    from bot.looking_after import status

    run(lambda: status(out, _prepared(database).database_url))


@db_app.command("backup")
def db_backup(
    to: Annotated[Path, typer.Argument(help="The file to write; it must not be there already.")],
    database: Database = None,
) -> None:
    """Copy the database to a file, whole, while the bot runs or not."""
    from bot.looking_after import backup

    do(lambda: backup(out, _prepared(database).database_url, to))


@app.command()
def digest(
    body: Annotated[str, typer.Option(help="Whose digest, e.g. skovde.")],
    preset: Preset = None,
    database: Database = None,
) -> None:
    """Show what this week's digest would say in each of an organisation's channels. Sends nothing."""
    from bot.looking_after import show_digest

    run(lambda: show_digest(out, _prepared(database, preset), body))


@app.command()
def gallery(
    to: Annotated[Path, typer.Argument(help="The HTML file to write.")] = Path("var/gallery.html"),
    preset: Preset = None,
) -> None:
    """Write a page with every message the bot can send, in every language."""
    from bot.gallery import write_gallery

    count = do(lambda: write_gallery(_prepared(preset=preset).idesluss_preset, to))
    out.print(f"{count} cards in {to}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def doctor(preset: Preset = None, database: Database = None) -> None:
    """Check that everything the bot needs is here, and say what is missing."""
    from bot.doctor import examine

    if not do(lambda: examine(out, _prepared(database, preset))):
        raise typer.Exit(1)


@manifest_app.command("slack")
def manifest_slack(
    url: Annotated[str, typer.Option(help="Where Slack reaches the bot, e.g. https://ideer.example.se.")] = "",
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="The bot calls Slack instead: no address is needed.")
    ] = False,
    language: Annotated[str | None, typer.Option(help="sv, en or da; the preset's when not given.")] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Print a link that opens Slack with the manifest in it.")
    ] = False,
    preset: Preset = None,
) -> None:
    """Print the manifest that makes the app in Slack, and nothing else."""
    from adapters.slack import manifest as slack

    def work() -> str:
        try:
            finished = slack.manifest(url, socket_mode=socket_mode, words=_words(preset, language))
        except slack.AddressError as error:
            fail(f"--url: {error}")
        return f"{slack.link(finished)}\n" if link else finished

    if not (url or socket_mode):
        fail("Give the address where Slack reaches the bot, --url https://ideer.example.se, or choose --socket-mode.")
    typer.echo(do(work), nl=False)


@manifest_app.command("teams")
def manifest_teams(
    host: Annotated[str, typer.Option(help="The name at which Teams reaches the bot, e.g. ideer.example.se.")],
    app_id: Annotated[str, typer.Option(help="The app's id in Entra; TEAMS_APP_ID when not given.")] = "",
    to: Annotated[Path, typer.Option("--out", help="The zip file to write.")] = Path("idesluss.zip"),
    slash: Annotated[
        bool | None, typer.Option("--slash/--no-slash", help="Words behind / too; else as TEAMS_SLASH_COMMANDS says.")
    ] = None,
    version: Annotated[
        str, typer.Option(help="The app's version, such as 1.0.3; else one higher than in the file that is there.")
    ] = "",
    website: Annotated[str, typer.Option(help="A page of yours about the app, for Teams to link to.")] = "",
    language: Annotated[str | None, typer.Option(help="sv, en or da; the preset's when not given.")] = None,
    preset: Preset = None,
) -> None:
    """Make the zip file that is uploaded in the Teams admin center: manifest, languages and icons."""
    from bot.looking_after import tell
    from bot.teams_package import Wish, write_package

    wish = Wish(host, app_id, to, slash, version, website, language)
    tell(out, do(lambda: write_package(_prepared(preset=preset), wish)))


def _words(preset: str | None, language: str | None) -> Callable[[str], str]:
    """The texts of a preset, in its own language when none is given."""
    from bot.start import load_world
    from dialogs.texts import LANGUAGES

    world = load_world(_prepared(preset=preset).idesluss_preset)
    if language and language not in LANGUAGES:
        fail(f"--language {language}: one of {', '.join(LANGUAGES)}.")
    return partial(world.texts.say, language or world.preset.language)


@app.command()
def secret_key() -> None:
    """Print a new key for IDESLUSS_SECRET_KEY."""
    from bot.installations import new_key

    typer.echo(do(new_key))


def main() -> None:
    """The `idesluss` command."""
    app()


if __name__ == "__main__":
    main()
