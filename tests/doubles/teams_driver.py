"""What people do in Teams, delivered to our bot as Teams delivers it, and what Teams does with the bot's answers.

async with Driver(teams, f"http://127.0.0.1:{port}/api/messages", login) as people:   # without a login: unsigned
    said = await people.say("anna", "Frukosten kommer för sent")  # to the bot, one to one; said.id, said.status
    await people.edit("anna", said.id, "Frukosten kommer alldeles för sent")
    await people.mention("eva", "coacher", "ta 142")  # a new post; thread=… under a message
    await people.slash("eva", "coacher", "mina")  # only eva and the bot see it
    await people.press("eva", "coacher", label="Ta")  # the newest card with that button, as eva sees it now
    await people.press("anna", label="Välj", ticks=("Brukare",), fields={"Din fråga": "När?"})
    await people.double_click("eva", "coacher", label="Ta")
    await people.on_old_client().press("eva", "coacher", label="Ta")  # Action.Submit: a message with a value
    await people.submit("anna", {"Vad är det som inte fungerar?": "Frukosten"}, label="Skicka")  # the open dialog
    await people.use("eva", "make_idea", "fika", message)  # a command of the message extension, on any message
    await people.install("anna"), people.uninstall("anna"), people.install("eva", "Idéslussen Skövde")
    await people.again(said)  # the same activity once more
    await people.signed(until=-600).say("anna", "för sent")  # refused
    held = Held(); await people.holding(held).say("anna", "senare"); await people.deliver(held.parcels[0])

What a client would not let anybody do fails with an AssertionError: a button that this person does not see, a field
that must be filled in, too many characters, a place where they are not. What a bot answers and Teams cannot use is in
`Answer.trouble`, in the words that the person reads.
"""

from __future__ import annotations

from tests.doubles.teams_pressing import Pressing
from tests.doubles.teams_speaking import Speaking


class Driver(Speaking, Pressing):
    """Everybody's hands and words. `road` is our bot's address, or another transport."""
