"""The command line: serve the page, chat in a terminal, look after the database, check a preset."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from bot.logs import start_logging
from bot.settings import LOOPBACK, SettingsError, read_settings
from ideas.preset import PresetError
from storage.errors import StoreError

app = typer.Typer(
    help="Idéslussen: from a need to a claimed, followed idea.", no_args_is_help=True, pretty_exceptions_enable=False
)
out, err = Console(), Console(stderr=True)

Preset = Annotated[str | None, typer.Option(help="A packaged preset by name, or the path of a TOML file.")]
Database = Annotated[str | None, typer.Option(help="sqlite:///path, or :memory: for nothing kept.")]


def fail(message: str) -> NoReturn:
    """Say what is wrong in one clear sentence and stop with a non-zero exit."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run something and turn the errors we know into a sentence and a non-zero exit."""
    try:
        asyncio.run(work())
    except (PresetError, StoreError, SettingsError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def database_url(given: str | None) -> str | None:
    """What was given as a URL; a bare `:memory:` or path is one too."""
    if given is None or "://" in given:
        return given
    return f"sqlite:///{given}"


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
    """Serve the try-it page, deliver messages and keep promises, until stopped with Ctrl-C."""
    from adapters.server import ServerError
    from bot.app import serve as serve_bot

    async def work() -> None:
        settings = read_settings(host=host, port=port, idesluss_preset=preset, database_url=database_url(database))
        if settings.host not in LOOPBACK and not i_know_this_has_no_login:
            fail(
                f"The try-it page has no login, so it is only served on this machine, not on {settings.host}. "
                "Add --i-know-this-has-no-login if everyone who can reach that address may be everyone."
            )
        start_logging(settings.log_level, settings.log_format)
        try:
            await serve_bot(settings, lambda address: out.print(f"Idéslussen: {address}", highlight=False))
        except ServerError as error:
            fail(str(error))

    run(work)


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
        settings = read_settings(idesluss_preset=preset, database_url=database_url(database))
        start_logging("warning", settings.log_format)
        await talk(settings, as_, body, record, chosen=preset is not None)

    run(work)


preset_app = typer.Typer(help="Look after presets.", no_args_is_help=True)
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(preset_app, name="preset")
app.add_typer(db_app, name="db")


@preset_app.command("check")
def preset_check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names or paths; all packaged ones when none is given.")
    ] = None,
) -> None:
    """Check presets: each broken one is named with file, key and what is allowed."""
    from bot.looking_after import check_presets

    if not check_presets(out, err, names or []):
        raise typer.Exit(1)


@db_app.command("upgrade")
def db_upgrade(database: Database = None) -> None:
    """Bring the database to this version. `serve` does the same when it starts."""
    from bot.looking_after import upgrade

    _settled(upgrade, database)


@db_app.command("status")
def db_status(database: Database = None) -> None:
    """What is in the database: ideas by status, messages by state."""
    from bot.looking_after import status

    _settled(status, database)


@db_app.command("backup")
def db_backup(
    to: Annotated[Path, typer.Argument(help="The file to write; it must not be there already.")],
    database: Database = None,
) -> None:
    """Copy the database to a file, whole, while the bot runs or not."""
    from bot.looking_after import backup

    settings = _settings(database)
    try:
        backup(out, settings.database_url, to)
    except (StoreError, OSError) as error:
        fail(str(error))


@app.command()
def digest(
    body: Annotated[str, typer.Option(help="Whose digest, e.g. skovde.")],
    preset: Preset = None,
    database: Database = None,
) -> None:
    """Show what this week's digest would say in each of an organisation's channels. Sends nothing."""
    from bot.looking_after import show_digest

    run(lambda: show_digest(out, read_settings(idesluss_preset=preset, database_url=database_url(database)), body))


@app.command()
def gallery(
    to: Annotated[Path, typer.Argument(help="The HTML file to write.")] = Path("var/gallery.html"),
    preset: Preset = None,
) -> None:
    """Write a page with every message the bot can send, in every language."""
    from bot.gallery import write_gallery

    try:
        count = write_gallery(read_settings(idesluss_preset=preset).idesluss_preset, to)
    except (PresetError, SettingsError, OSError) as error:
        fail(str(error))
    out.print(f"{count} cards in {to}", highlight=False)


@app.command()
def doctor(preset: Preset = None, database: Database = None) -> None:
    """Check that everything the bot needs is here, and say what is missing."""
    from bot.looking_after import examine

    if not examine(out, _settings(database, preset)):
        raise typer.Exit(1)


def _settings(database: str | None, preset: str | None = None) -> Any:
    try:
        return read_settings(database_url=database_url(database), idesluss_preset=preset)
    except SettingsError as error:
        fail(str(error))


def _settled(work: Callable[[Console, str], Coroutine[Any, Any, None]], database: str | None) -> None:
    run(lambda: work(out, _settings(database).database_url))


def main() -> None:
    """The `idesluss` command."""
    sys.exit(app())


if __name__ == "__main__":
    main()
