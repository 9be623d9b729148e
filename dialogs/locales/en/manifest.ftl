# What Slack and Teams show about the app. They have decided the lengths: tests/adapters/slack and tests/adapters/teams keep them.

manifest-name = Idéslussen
manifest-description = Tell me about something that does not work. You get a number, a date and word of how it goes.
manifest-long-description =
    Write to me as to a colleague when something does not work. I ask about the need first, what would be better and for whom. After a few minutes the idea has a number, and a date when you will hear from us. It goes to the right { -coach }, and what happens next is told where you handed it in. Please write nothing about the life or health of a particular person.
manifest-command = Hand in an idea, see your ideas or look after one
manifest-command-hint = new · mine · show 142 · queue · claim 142 · help
manifest-tell = Hand in an idea
manifest-tell-about = Tell us about a need, with or without a solution
manifest-make-idea = Make it an idea
manifest-make-idea-about = Begin an idea with what the message says

# Shorter than in Slack, for Teams takes 80 characters.
manifest-short = Tell me what does not work. You get a number, a date and word of how it goes.

# Words that Teams suggests, with what they do. What stands after the colon can be written as it is.
manifest-say-new = Begin a new idea
manifest-say-mine = Your ideas and how they are doing
manifest-say-show = Read an idea: show 142
manifest-say-edit = Reword something in an idea: edit 142
manifest-say-withdraw = Take an idea back: withdraw 142
manifest-say-language = Change language: language sv
manifest-say-my-data = What I have kept about you
manifest-say-help = Everything you can say to me
manifest-say-queue = Ideas that wait for { -coach(form: "plural-def") }
manifest-say-claim = Look after an idea: claim 142
manifest-say-status = Tell how an idea is doing: status 142 testing
manifest-say-ask = Ask whoever handed it in: ask 142 How often does it happen?
manifest-say-promise = Move the day of the answer: promise 142 friday
manifest-say-hand-over = Let somebody else go on: hand over 142 @eva
manifest-say-overview = How all ideas are doing
manifest-say-digest = When the channel gets { -digest(form: "def") }: digest monday 09:00
