# Notices: what happened, why, what happens next and when.

receipt = Thank you! Your idea has number { $number }. { CAPITAL(-coach(form: "plural-def")) } in { $body } will answer here by { $date }. You can change the idea or withdraw it.
consent-question = May we tell others about it in { -digest(form: "def") }, without your name?
consent-yes = Thank you! Then others may recognise it. Your name will not be there.
consent-no = That is noted. We will not tell about { $number } in { -digest(form: "def") }.

claimed = { $coach } is your { -coach } for { $number }. You will hear from { $coach } here by { $date }.
question-asked = { $coach } asks about { $number }: “{ $text }” Answer here when you have time.
told = { $coach } writes about { $number }: “{ $text }” You can answer here. { $coach } will be in touch again by { $date }.
told-after = { $coach } writes about { $number }: “{ $text }” You can answer here.
reply-sent = Thank you! { $coach } has what you wrote about { $number }.
reply-sent-queue = Thank you! What you wrote about { $number } is with { -coach(form: "plural-def") }.
promise-moved = We will not manage to answer about { $number } by { $date }, and we are sorry. The reason: { $why }. You will have an answer by { $new_date }.
promise-late = We did not manage to answer about { $number } by { $date }, and we are sorry. The reason: { $why }. You will have an answer by { $new_date }.
promise-sooner = You will have an answer about { $number } already by { $new_date }, instead of { $date }. The reason: { $why }.
pause-moved = The pause of { $number } now lasts until { $new_date }. The reason: { $why }. After that you will hear from us again.
promise-broken = We promised an answer about { $number } by today, and we have not kept that. We are sorry. { CAPITAL(-process-leader(form: "def")) } has been told, so that you get a new date.
released = { $coach } cannot go on with { $number } just now. The reason: { $why }. Someone else will take over, and you will hear from us by { $date }.
handed = { $coach } is now your { -coach } for { $number } after { $former }. You will hear from { $coach } here by { $date }.
status-told-exploring = We are now looking into the need in { $number }. The reason: { $why }. { $next }
status-told-shaping = We are now shaping a solution for { $number }. The reason: { $why }. { $next }
status-told-testing = { $number } is now being tested: { $test }. The reason: { $why }. The test runs until { $until }, and then { $coach } will tell you what it showed.
status-told-deciding = { $number } is now with { $receiver } for a decision. The reason: { $why }. { $next }
status-told-handed_over = { CAPITAL($receiver) } is taking over { $number }. The reason: { $why }. { $next }
status-told-implementing = { $number } is now being introduced. The reason: { $why }. { $next }
status-told-implemented = What you saw has led to a change: { $change }. We work this way from { $from }. We will follow up { $until } and tell you here.
status-told-benefit_confirmed = The benefit of { $number } is confirmed: { $gain }. Thank you for telling us!
status-told-dormant = { $number } is paused until { $until }. The reason: { $why }. Then { $coach } will take it up again and tell you here.
status-told-found_home = { $actor } is taking { $number } further, as you agreed. Contact: { $contact }. { $coach } will tell you how it goes by { $until }.
status-told-resumed = The pause for { $number } is over. The reason: { $why }. { $next }
next-default = { $coach } will tell you more here by { $date }.
found-home-ask = { $actor } would like to take { $number } further. Contact: { $contact }. Is that fine with you?
found-home-agreed = { $bearer } is happy for { $actor } to take { $number }.
found-home-not-agreed = { $bearer } does not want { $actor } to take { $number }. The idea stays with you.
agree-thanks = Thank you for your answer. { $coach } has it.
benefit-ask = { $coach } writes that { $number } has brought a benefit: “{ $gain }” Is it right?
benefit-agreed = { $bearer } agrees about the benefit of { $number }.
benefit-not-agreed = { $bearer } does not agree about the benefit of { $number }. Please get in touch.

closed = Thank you for telling us, but { $number } will not go ahead now. The reason: { $fact }. Next step: { $step }. We learned: { $learning }.
closed-under-way = What you saw in { $number } is already under way. { $fact }. Next step: { $step }. We learned: { $learning }.
closed-bearer-stops = { $number } is closed, as you wished. { $fact }. Next step: { $step }. We learned: { $learning }.
merged = { $number } belongs together with { $into } and goes on there. The reason: { $why }. You are one of { -bearer(form: "plural-def") } there too.
objection-sent = Thank you for speaking up. { CAPITAL(-process-leader(form: "def")) } will read what you wrote about { $number } and answer here by { $date }.
objection = { $bearer } does not agree that { $number } was closed: “{ $text }” An answer is promised by { $date }.
reopened = { $number } is open again. The reason: { $why }. { $coach } will be in touch here by { $date }.
upheld = The decision about { $number } stands. The reason: { $why }. Thank you for telling us what you think.
withdrawn = You have withdrawn { $number }. { CAPITAL(-coach(form: "plural-def")) } no longer read it in the queue. You can hand in a new idea whenever you like.
withdraw-ask = Do you want to withdraw { $number }: “{ $title }”? It cannot be handed in again with the same number.
withdraw-kept = Then { $number } stays as it is.
draft-removed = The draft is removed.
edited = The change to { $number } is saved. { CAPITAL(-coach(form: "plural-def")) } see the new text.
edited-nothing = Nothing in { $number } was changed. The text is as it was.

# To whoever looks after the idea.
answered = { $bearer } answers about { $number } “{ $title }”: “{ $text }”
bearer-wrote = { $bearer } writes about { $number } “{ $title }”: “{ $text }”
wrote-unclaimed = { $bearer } writes about { $number } “{ $title }”: “{ $text }” No one has taken the idea yet.
bearer-edited = { $bearer } has changed { $number }. The card shows the new text.
bearer-withdrew = { $bearer } has withdrawn { $number }. There is nothing more you need to do.
assigned = You were given { $number } because { $rules }. Get in touch with { $bearer } by { $date }. Not possible? Choose Hand over.
assigned-auto = You were given { $number } because { $rules } and no one had taken it. Get in touch with { $bearer } by { $date }. Not possible? Choose Hand over.
assigned-away = { $lead } has given { $number } to { $coach }. So it is no longer yours.
given-back = { $number } went back to the queue, as an answer was promised while you are away: “{ $title }”.
reopened-coach = { $lead } has opened { $number } again: “{ $title }”. The reason: { $why }. Get in touch with { $bearer } by { $date }.
offered = { $coach } would like to hand over { $number } to you: “{ $title }”. The reason: { $why }. Would you like to take it?
take-over-asked = { $coach } would like to take over { $number }: “{ $title }”. Is that fine?
offer-accepted = { $coach } has taken over { $number }. There is nothing more you need to do.
offer-declined = { $coach } cannot take { $number } now. The idea stays with you.
take-over-declined = { $coach } is keeping { $number }.
nudge = { $number } has waited one working day: “{ $title }”. We have promised an answer by { $date }. Who can take it?
nudge-lead = { $number } has waited two working days and no one has taken it: “{ $title }”. We have promised an answer by { $date }. Who can take it?
nobody-to-assign = { $number } has waited three working days: “{ $title }”. I find no one among { -coach(form: "plural-def") } who can take it. Whom can you ask?
promise-broken-lead = { $number } was due an answer today: “{ $title }”. { CAPITAL(-bearer(form: "def")) } has been told that it is taking longer.
promise-broken-coach = An answer about { $number } was promised by today: “{ $title }”. { CAPITAL(-bearer(form: "def")) } has been told that it is taking longer. Choose New date to say when.
pause-ended = The pause for { $number } is over: “{ $title }”. Would you like to take it up again?
no-coach-lead = { $number } needs you: “{ $title }”. None of { -coach(form: "plural-def") } can take it, because { $why }. An answer is promised by { $date }.
no-coach-own = the person who handed it in is one of { -coach(form: "plural-def") }
no-coach-left = all of { -coach(form: "plural-def") } are away

# Receipts to whoever did something.
claim-done = You now have { $number }: “{ $title }”. Get in touch with { $bearer } by { $date }.
release-done = { $number } is back in the queue. { $bearer } will be told why.
status-done = { $number } has a new status: { $label }. { $bearer } has been told. Next promise: { $promised }.
status-done-last = { $number } has a new status: { $label }. { $bearer } has been told.
ask-done = The question about { $number } has gone to { $bearer }. The answer will come here.
tell-done = { $bearer } has your message about { $number }. Next promise: { $promised }.
tell-done-after = { $bearer } has your message about { $number }.
promise-done = { $number } has a new date: { $new_date }. { $bearer } has been told.
close-done = { $number } is closed. { $bearer } has the reason, the next step and what we learned.
merge-done = { $number } is now part of { $into }. { $bearer } has been told.
offer-done = { $coach } has been asked to take over { $number }. It stays with you until { $coach } answers.
take-over-done = { $coach } has been asked whether you can take over { $number }.
accept-done = You now have { $number }: “{ $title }”. Get in touch with { $bearer } by { $date }.
decline-done = That is noted. { $coach } will be told.
assign-done = { $coach } has been given { $number }.
absent-done = You are away { $first } to { $last }. New ideas go to others in the meantime.
back-done = Welcome back! You will get new ideas again.
explore-done = Thank you! The answers about { $number } are saved on the card.
found-home-done = { $bearer } has been asked about { $actor }. The status changes when the answer is yes.
benefit-done = { $bearer } has been asked about the benefit. The status changes when the answer is yes.
language-done = I will write in { $language } from now on.
objection-upheld-done = { $bearer } has been told that the decision stands.
reopen-done = { $number } is open again with { $coach }. { $bearer } has been told.

# Lines below the idea’s card, in the channel.
line-claimed = { $coach } took { $number }.
line-released = { $coach } released { $number }. The reason: { $why }.
line-status = { $number }: { $label }. { CAPITAL($why) }.
line-asked = { $coach } has asked { $bearer }.
line-answered = { $bearer } has written.
line-promise = New date: { $new_date }. The reason: { $why }.
line-closed = Closed by { $coach }. The reason: { $why }.
line-handed = { $coach } took over after { $former }.
line-given = { $lead } gave { $number } to { $coach }, after { $former }.
line-assigned = { $coach } was given { $number }.
line-withdrawn = { $bearer } withdrew the idea.
line-edited = { $bearer } changed the text.
line-merged = Merged with { $into }. The reason: { $why }.
line-objection = { $bearer } does not agree that the idea was closed.
line-reopened = Opened again. The reason: { $why }.
joined = Others see the same need as you: { $other } has been joined with your idea { $number }. Everything about it is told here, as before.
absent-done-day = You are away { $first }. New ideas go to others in the meantime.
absent-due = { $count ->
    [one] One of your ideas is promised an answer by then. It goes back to the queue { $first }. Do you want to keep it? Choose a new date or hand it over first.
   *[other] { $count } of your ideas are promised an answer by then. They go back to the queue { $first }. Do you want to keep any? Choose a new date or hand them over first.
}
coach-wrote = I have not passed this on. Do you want to write to { $bearer } about { $number }? Choose Answer. Is it a need of your own? Choose Something new.
channel-gone = I can no longer write in the channel { $channel }. For now I write in { $instead }. Ask whoever looks after me to invite me again or choose another channel.
channel-lost = I can no longer write in the channel { $channel }, and no other channel is chosen. Write “overview” to see what waits. Ask whoever looks after me to invite me again.
