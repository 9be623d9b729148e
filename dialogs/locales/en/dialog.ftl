# The talk with someone who has something to tell.

welcome = Hi! Tell us about something at work that should work better. { CAPITAL(-coach(form: "plural-def")) } in { $body } read it, and your manager gets no notice from here. Do not write about individuals.
welcome-channel = Hi! Here everyone in { $body } can tell about something at work that should work better. Mention me with @ and write, and we go on in a chat of our own.
started = Thank you for telling us! It is saved as a draft that only you can see. You can stop whenever you like. Do not write about individuals.
who-reads = { CAPITAL(-coach(form: "plural-def")) } in { $body } can read it, and { -process-leader(form: "def") } when needed. Someone may also ask to see the text. Then { $body } first considers whether anything is confidential.
urgent = Is anyone in danger now? Call 112. I cannot report it for you, but here is where you can turn:
urgent-more = Is it about how you work, so that it does not happen again? Do tell me about that too.

step = Question { $step } of { $of }

need = What is not working? Tell us about the last time, if you like.
need_behind = Thank you! That sounds like a solution. I will park it, which means save it for later. What is difficult today without it?
effect = What would be better if it were solved?
target_group = For whom would it be better? Choose one or more.
target_group-residents = Residents
target_group-users = Service users, patients
target_group-children = Children, pupils, guardians
target_group-relatives = Relatives
target_group-companies = Companies, associations
target_group-visitors = Visitors
target_group-colleagues = Colleagues
target_group-other = Others
colleagues_meet = Whom do the colleagues meet in their work?
know = Do you believe it or know it? Both answers are fine.
know-seen = I have seen it
know-told = Those affected have said so
know-colleagues_say = Colleagues say the same
know-figures = There are figures or complaints
know-believe = I believe so
solution = Do you have a solution in mind? Write briefly and I will save it for later.
ambition = How do you want to take part?
ambition-drive = Drive it
ambition-help = Help
ambition-talk = Talk to a coach first
ambition-tip = Just point it out
unit = Where do you work?
topic = What is it mostly about?
title = What should the idea be called?
ring = Who should see it?

when_where = When, where and how often does it happen?
find_out = What is the simplest way to find out more?
measure = How would we notice that it got better?
outside = Could it be used or sold outside the municipality?
similar = Are there similar needs in other places?

# Short names of the questions, in summaries and forms.
label-title = Title
label-need = Need
label-need_behind = Difficult today
label-effect = Better when solved
label-target_group = For whom
label-colleagues_meet = Colleagues meet
label-know = Believe or know
label-solution = Solution, parked
label-ambition = Wants to
label-unit = Place of work
label-topic = Topic
label-ring = Who sees it
label-when_where = When, where, how often
label-find_out = Find out more
label-measure = How it shows
label-outside = Outside the municipality
label-similar = Similar needs

gap-unknown = not known yet

review = This is how I understood you. Is it right?
change-what = What would you like to change?
changed = It is changed.
ring-warning = The text then goes to other public authorities. It cannot be undone. Do you want to share it with everyone?

paused = It is saved as a draft. Write “continue” when you want to go on, or “new” to start afresh.
nothing-open = There is nothing to cancel here. Write what is not working, and we will begin.
nothing-to-continue = You have no draft. Write what is not working, and we will begin.
no-way-back = This is the first question. You can write your answer again, or write “cancel”.
which-draft = You have a draft from { $date }: “{ $title }”. Would you like to go on with it, or is this something new?
which-idea = Is this about an idea you have already handed in, or something new?
which-idea-one = Is this about { $number } or something new?
draft-reminder = You have a draft waiting: “{ $title }”. Would you like to go on? I will only remind you this once.
greeting-again = Hi again! Tell me about something that should work better, or choose here.
greeting-coach = Hi! Here is what is waiting. Do you see something yourself that should work better? Tell me.
you-are-welcome = You are welcome! Write when you see something more, or choose here.
new-started = Then we will begin on something new.
draft-kept = What you have already written is kept as a draft.
old-press = That question is already answered. Here is where we are now:
old-press-done = That button belongs to something that is already finished. Nothing has changed.

stopped-personal-number = That looks like a personal identity number, so I have not saved the text. Please write again without it, for example “a resident”. Please also delete your message here, because I cannot do that.
stopped-personal-number-form = That looks like a personal identity number, so I have not saved the text. Please write again without it, for example “a resident”.
stopped-wrong-channel = This may be about an injury, abuse or something unlawful. I cannot report it for you, but I will show you where to turn. The text is not saved. Is anyone in danger now? Call 112.
rewrite = Please write it again, and I will read it once more.
stop-ended = Then we will stop here. The text is not saved.

trouble-empty = There was nothing for me to read. Write a few words and we will go on.
trouble-too-long = The text is too long: { $length } characters. There is room for { $limit }. Please shorten it and send it again.
trouble-only-signs = I can only read words. Please write a few, so that { -coach(form: "def") } understands too.
trouble-required = This question needs an answer. A few words are enough.
trouble-required-choice = Choose at least one, and we go on.
trouble-pick-one = I could not tell which one you mean. Choose one of the options, or write its number.
trouble-pick-many = I could not tell which ones you mean. Choose among the options, or write their numbers with commas between.
trouble-date = I do not understand the date “{ $typed }”. Write for example Friday, 1 December or in two weeks.
trouble-past-date = { $date } has already been. Choose a day ahead.
trouble-missing = Please fill this in too.
trouble-changed = This was changed elsewhere while the form was open. Send again if your answer here is to stand.
trouble-changed-to = This was changed elsewhere while the form was open. It now says: “{ $stored }”. Send again if your text is to stand.

submit-first = Nearly done. This question is left:
review-words = I have all the answers. Read through and send, or choose Change.
status-choice = The status of { $number } is “{ $label }”. Which one should it have?
absence-reason = away from work for a while
rule-lead = { $fact } gave it to you

form-intake = Tell us about a need
form-edit = Edit { $number }
form-release = Release { $number }
form-status = New status for { $number }
form-ask = Ask about { $number }
form-tell = Write about { $number }
form-reply = Write about { $number }
form-object = Your reply to the decision about { $number }
form-promise = New date for { $number }
form-hand_over = Hand over { $number }
form-assign = Assign { $number }
form-merge = Merge { $number } with another idea
form-close = Close { $number }
form-reopen = Open { $number } again
form-uphold = Let the decision about { $number } stand
form-wake = Take up { $number } again
form-absent = When are you away?
form-digest_edit = Change the text
form-explore = Questions about the need in { $number }
written-before = You wrote: “{ $text }”
status-unknown = I do not know the status “{ $typed }”.
goes-on = I have sent you a message of your own. We go on there.
goes-on-later = What you wrote is saved as a draft that only you see. Find Idéslussen under Apps and choose Add, and we go on there.
reworded = I still have what you wrote first. Do you want to change the answer? Write “undo” to get the question again, or choose Change in the summary.
suggested = { $who } thinks that what you wrote could become an idea: “{ $text }”. Do you want to hand it in? Nothing is saved as an idea yet.
suggest-sent = I have asked { $who }. It becomes an idea only if { $who } wants it.
form-goes-on = Here is your draft from { $date }. Would you rather begin something new? Write “new” to me.
