# What roles and things are called. A federation can rename them in its preset.
# No sentence puts "a" or "an" before a term, so that any name fits.

-coach = { $form ->
    [def] the idea coach
    [plural] idea coaches
    [plural-def] the idea coaches
   *[indef] idea coach
}
-bearer = { $form ->
    [def] the idea owner
    [plural] idea owners
    [plural-def] the idea owners
   *[indef] idea owner
}
-process-leader = { $form ->
    [def] the process leader
    [plural] process leaders
    [plural-def] the process leaders
   *[indef] process leader
}
-receiver = { $form ->
    [def] the receiving manager
    [plural] receiving managers
    [plural-def] the receiving managers
   *[indef] receiving manager
}
-communicator = { $form ->
    [def] the communicator
    [plural] communicators
    [plural-def] the communicators
   *[indef] communicator
}
-promise = { $form ->
    [def] the promise
    [plural] promises
    [plural-def] the promises
   *[indef] promise
}
-digest = { $form ->
    [def] the weekly digest
    [plural] weekly digests
    [plural-def] the weekly digests
   *[indef] weekly digest
}

role-employee = employee
role-coach = { -coach }
role-process_leader = { -process-leader }
role-communicator = { -communicator }

# Where an idea is, as the person who handed it in reads it.
status-draft = draft
status-submitted = waiting for { -coach(form: "plural-def") }
status-claimed = with { -coach(form: "def") }
status-exploring = the need is being explored
status-shaping = a solution is taking shape
status-testing = being tested
status-deciding = { $receiver ->
    [none] waiting for a decision
   *[other] waiting for a decision by { $receiver }
}
status-handed_over = handed over to the service
status-implementing = being introduced
status-implemented = in use now
status-benefit_confirmed = benefit confirmed
status-dormant = { $wake ->
    [none] paused
   *[other] paused until { $wake }
}
status-found_home = { $actor ->
    [none] moved on to someone else
   *[other] moved on to { $actor }
}
status-closed = { $reason ->
    [none] closed
   *[other] closed: { $reason }
}
status-merged = { $into ->
    [none] merged with another idea
   *[other] merged with { $into }
}
status-withdrawn = withdrawn

reason-already_under_way = already under way
reason-rule_prevents = a rule prevents it
reason-too_little_benefit = too little benefit
reason-no_receiver = no one to take it on
reason-need_not_confirmed = the need could not be confirmed
reason-no_funding = no money for it
reason-duplicate = the same as another idea
reason-outside_mission = outside what we are here to do
reason-security_or_privacy = security or privacy
reason-bearer_stops = { -bearer(form: "def") } wants to stop

ring-coaches = Only { -coach(form: "plural-def") }
ring-unit = My unit
ring-body = All of { $body }
ring-everyone = All cooperating municipalities

rule-body = the idea comes from { $fact }
rule-challenge = { $fact } owns the challenge
rule-pool = it concerns { $fact }
rule-topic = it is about { $fact }
rule-language = it is written in { $fact }
rule-conflict = nobody coaches their own idea
rule-absence = anyone who is away is left out
rule-load = nobody else has less to do right now
rule-longest_since = nobody else has waited longer for a new idea

language-sv = Swedish
language-en = English
language-da = Danish

actor-bearer = { -bearer(form: "def") }
actor-coach = { -coach(form: "def") }
actor-receiver = { -receiver(form: "def") }
actor-process_leader = { -process-leader(form: "def") }
actor-system = I alone
