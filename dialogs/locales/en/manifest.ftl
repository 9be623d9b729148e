# What Slack shows about the app. Slack has decided the lengths: tests/adapters/slack keeps them.

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
