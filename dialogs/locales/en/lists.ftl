# Cards and lists.

card-why-text = { $coach } is first in line because { $rules }.
card-why-none = None of { -coach(form: "plural-def") } can take it right now, so { -process-leader(form: "def") } has been told.
card-status = Status
card-coach = { CAPITAL(-coach) }
card-promise = Answer by

mine-title = Your ideas
mine-none = You have not handed in any ideas yet. Tell us about something that should work better!
mine-coach-title = With you as { -coach }
mine-line = { $number } { $title }: { $label }
mine-draft = Draft: { $title }
mine-promise = { $line }, answer by { $date }
queue-title = The queue in { $body }
queue-none = The queue is empty. Well done!
queue-line = { $number } { $title }, answer by { $date }
more = And { $count } more.
show-more = Show more
overview-title = Overview of { $body }
overview-none = No open ideas right now.
overview-counts = { $waiting } waiting for { -coach(form: "plural-def") }, { $working } under way, { $late } overdue.
overview-line = { $number } { $title }: { $label }{ $coach ->
    [none] { "" }
   *[other] , with { $coach }
}, { $days ->
    [0] from today
    [one] { $days } day old
   *[other] { $days } days old
}
overview-late = { $line }, overdue
overview-ended = Closed this year: { $count }.

show-history = What has happened
fact-submitted = was handed in
fact-claimed = { $actor } took it
fact-assigned = { $actor } was given it
fact-released = was released
fact-status = { $label }
fact-asked = { $actor } asked
fact-answered = { $actor } answered
fact-told = { $actor } wrote
fact-promise = new date
fact-edited = the text was changed
fact-closed = was closed
fact-merged = was merged
fact-joined = was joined by another idea
fact-withdrawn = was withdrawn
fact-offered = was offered to another { -coach }
fact-declined = the offer went back
fact-handed = was handed over
fact-consent = { $actor } answered about { -digest(form: "def") }
fact-explored = { -coach(form: "def") } answered questions about the need
fact-objected = an objection came
fact-upheld = the decision stood
fact-reopened = was opened again
fact-proposed = a proposal was sent
fact-broken = { -promise(form: "def") } was not kept
fact-words = “{ $text }”
fact-resumed = the pause ended

help-title = What you can say
help-all =
    new: begin something new
    mine: your ideas and how they are doing
    show 142: the idea and all that has happened
    edit 142: change what you wrote
    withdraw 142: take the idea back
    language sv: another language
    my data: what I have about you
    cancel · continue · back · skip: while I am asking
help-coach =
    queue: what no one has taken
    claim 142 · release 142 reason: take an idea, or give it back
    ask 142 text · tell 142 text: to the person who handed it in
    status 142 testing text: a new status
    promise 142 Friday reason: a new day for the answer
    hand over 142 @name · take over 142: another coach
    close 142: say no, with a reason
    absent 1/12–14/12: when you are away
help-lead =
    overview: what is waiting and what is late
    assign 142 @name: give an idea to someone
    merge 142 97: two ideas about the same need
    digest show · digest now: see it, or send it
    digest Monday 09:00 · digest off: when it comes to the channel
help-intro = Write what is not working, and I will help you from there. You can also say:
help-as-coach = As { -coach }:
help-as-lead = As { -process-leader }:

my-data-title = What I have about you
my-data-name = Name
my-data-body = Organisation
my-data-unit = Place of work
my-data-language = Language
my-data-roles = Role
my-data-ideas = Ideas
my-data-drafts = Drafts
my-data-acts = Lines in the history
my-data-erase = I can erase your drafts. For ideas you have handed in: { $rule }
my-data-rule-unlink = your name is removed from them, but the text stays as an official document.
my-data-rule-keep = they are kept under the municipality’s rules, with your name.
erased = Your drafts are erased. { $rule }
erased-unlink = Your name is removed from the ideas you handed in. The text stays as an official document.
erased-keep = The ideas you handed in are kept: { $rule }
someone = an employee

monday-title = Your list for { $date }: { $count ->
    [one] { $count } idea
   *[other] { $count } ideas
}
monday-late = Overdue
monday-late-line = { $number } { $title }, was due an answer { $date }
monday-week = To answer this week
monday-week-line = { $number } { $title }, { $date }
monday-waiting = Waiting for others
monday-waiting-bearer = { $number } { $title }, { -bearer(form: "def") }, { $days ->
    [0] since today
    [one] { $days } day
   *[other] { $days } days
}
monday-waiting-receiver = { $number } { $title }, { $receiver ->
    [none] { -receiver(form: "def") }
   *[other] { $receiver }
}, { $days ->
    [0] since today
    [one] { $days } day
   *[other] { $days } days
}
monday-pauses = Pauses that end
monday-line = { $number } { $title }
monday-quiet = Nothing new for 30 days
monday-quiet-count = { $count ->
    [one] { $count } idea
   *[other] { $count } ideas
}

digest-rest = The rest of the week:
digest-title = Idéslussen in { $body }, week { $week }
digest-new = New: { $number } { $title }. Does it sound familiar?
digest-onward = Going ahead: { $number } { $title }.
digest-stopped = Not going ahead: { $number } { $title }. { $fact }. { $step }.
digest-testing = Being tested until { $until }: { $number } { $title }. Would you like to help? Ask { $coach }.
digest-used = In use now: { $number }. You saw: { $title }. We did: { $change }.
digest-gain = It gave: { $gain }.
digest-answers = Answered on time: { $kept } of { $all }.
digest-preview = This is { -digest(form: "def") } for { $channel }. It is sent { $date }. Would you like to change anything? Otherwise there is nothing you need to do.
digest-edited = The new text is saved and will be sent { $date }.
digest-stop-done = { CAPITAL(-digest(form: "def")) } will not be sent this week.
digest-set = { CAPITAL(-digest(form: "def")) } will come here every { $day } at { $time }.
digest-off = { CAPITAL(-digest(form: "def")) } is turned off in this channel.
digest-sent = { CAPITAL(-digest(form: "def")) } has been sent to { $channel }.
digest-silent = There is nothing to tell this week, so nothing is sent.
digest-once = { CAPITAL(-digest(form: "def")) } for week { $week } has already gone out in { $channel }.

spoken-date = { $date }
plain-number = { $number }
claim-number = Claim { $number }
show-earlier = { $count } earlier lines are not shown.
help-as-communicator = As { -communicator }:
help-communicator =
    digest show: see it before it goes out
card-source = The message that the idea came from
home-title = Idéslussen in { $body }
home-intro = Have you seen something at work that should work better? Tell about it here, or write to me under Messages.
