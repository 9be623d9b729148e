# The pages shown while Idéslussen is installed in a chat platform, and the answer where it is not installed.

install-title = Idéslussen in Slack
install-done = Idéslussen is in place
install-done-next = Invite Idéslussen to the channel for { -coach(form: "plural-def") } and to the channels for { -digest(form: "def") }. Then write hello to Idéslussen in Slack, and it answers.
install-open = Open Slack
install-denied = Nothing is installed
install-denied-next = You cancelled in Slack, and that is fine. Start over whenever you like.
install-start = Start over
install-stale = The installation was not finished
install-stale-next = It may have taken more than ten minutes, or gone on in another browser. Nothing is installed. Start over here.
install-stranger = This workspace is not part of it
install-stranger-next = Idéslussen only answers the organisations it has been set up for. Send the line below to whoever looks after Idéslussen, and the workspace can be added.
install-whole = Choose a workspace
install-whole-next = Idéslussen is installed in one workspace at a time, not in the whole organisation at once. Start over and choose the workspace at the top of Slack’s page.
install-trouble = It did not work this time
install-trouble-next = Idéslussen and Slack did not understand each other. Try again in a while. Whoever looks after Idéslussen can read in the log what happened.
install-missing = Idéslussen is not installed here right now. Ask whoever looks after Slack where you work to install it again.
