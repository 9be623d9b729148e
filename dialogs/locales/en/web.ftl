# The try-it page's own words.

page-title = Idéslussen
page-trial = A page for trying.
page-about = The people are made up.
page-about-real = Write nothing about real people.
page-skip = Skip to writing
page-language = Language
page-body = Organisation
page-body-go = Switch

page-guide = Try it step by step
page-step-need = Tell
page-step-number = Get a number
page-step-claim = Claim it
page-step-ask = Ask
page-step-answer = Answer
page-step-status = New status
page-step-digest = Digest
page-step-done = done
page-step-of = of
page-hint-need = As an employee, tell about something that does not work. There are examples to take.
page-hint-number = Answer the questions in the chat. Choose Send at the end, and the idea gets a number.
page-hint-claim = The idea waits in the channel for { -coach(form: "plural") }. Choose Claim on its card.
page-hint-ask = Choose Ask on the card and put a question to the person with the idea.
page-hint-answer = The question has reached the chat. Answer it as the person with the idea.
page-hint-status = Choose New status on the card and tell what happens now.
page-hint-digest = Say yes to being mentioned in { -digest(form: "def") }, if you like. Then send it at once.
page-hint-all = That was the whole way. Please go on and explore.
page-become = Be
page-look = Show me

page-people = Choose who you are
page-add = Add a person
page-add-name = Name
page-add-unit = Place of work
page-add-role = Role
page-add-save = Add
page-add-cancel = Cancel

page-panels = Show
page-tab-chat = Chat
page-tab-coach = Channel
page-tab-digest = Digest
page-chat = Chat with Idéslussen
page-chat-private = Visible only to
page-chat-empty = What should work better at your job? Write below, or take an example.
page-coaches = Channel for { -coach(form: "plural") }
page-coaches-empty = New ideas show up here when somebody has sent them.
page-digests = Channel for { -digest(form: "def") }
page-digests-empty = { CAPITAL(-digest(form: "def")) } shows up here. You can also send it at once.
page-digest-now = Send now
page-digest-as = You send as
page-digest-command = digest now
page-digest-set = Settings
page-digest-when = When should it come?
page-digest-example = digest Monday 09:00
page-digest-off = or digest off
page-pressing-as = You press as

page-examples = Try an example
page-example-1 = We learn too late that somebody has dementia. Last autumn a family waited eight months to be seen, and by then much had become difficult at home.
page-example-2 = In home care we fetch keys at the office every morning and return them at night. Yesterday it took 25 minutes, and a client had to wait for breakfast.
page-example-3 = We should have cameras for supervision at night. Today we open the door three times a night, and many wake up.
page-example-4 = An app for substitutes, where one sees the routines of each ward.
page-write = Write to Idéslussen
page-write-as = You write as
page-send = Send

page-bot = Idéslussen
page-you = You
page-note = Only you see this
page-close = Close
page-new-in = New:
page-new-one = new
page-new-messages = new
page-live-back = The connection is back.

page-error-network = The connection is lost. What you wrote is still here. The page keeps trying.
page-error-server = It could not be saved. What you wrote is still here. Try again in a while.
page-error-busy = Many people are here right now. What you wrote is still here. Try again in a while.
page-error-too-long = The text is too long. Shorten it and try again.
page-error-gone = This is no longer here. Reload the page and try again.
page-error-name = Write a name.
page-error-same-name = Somebody already has that name. Add something to it, such as the place of work.
