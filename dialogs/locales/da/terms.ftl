# Hvad roller og ting hedder. Et samarbejde kan give dem andre navne i sin preset.

-coach = { $form ->
    [def] idékonsulenten
    [plural] idékonsulenter
    [plural-def] idékonsulenterne
   *[indef] idékonsulent
}
-bearer = { $form ->
    [def] idéhaveren
    [plural] idéhavere
    [plural-def] idéhaverne
   *[indef] idéhaver
}
-process-leader = { $form ->
    [def] programlederen
    [plural] programledere
    [plural-def] programlederne
   *[indef] programleder
}
-receiver = { $form ->
    [def] den modtagende leder
    [plural] modtagende ledere
    [plural-def] de modtagende ledere
   *[indef] modtagende leder
}
-communicator = { $form ->
    [def] kommunikationskonsulenten
    [plural] kommunikationskonsulenter
    [plural-def] kommunikationskonsulenterne
   *[indef] kommunikationskonsulent
}
-promise = { $form ->
    [def] svarfristen
    [plural] svarfrister
    [plural-def] svarfristerne
   *[indef] svarfrist
}
-digest = { $form ->
    [def] ugens overblik
    [plural] ugentlige overblik
    [plural-def] de ugentlige overblik
   *[indef] ugens overblik
}

role-employee = medarbejder
role-coach = { -coach }
role-process_leader = { -process-leader }
role-communicator = { -communicator }

# Hvor en idé er, sådan som den, der har sendt den, læser det.
status-draft = kladde
status-submitted = sendt ind
status-claimed = har { -coach }
status-exploring = undersøges
status-shaping = udvikles
status-testing = afprøves
status-deciding = { $receiver ->
    [none] afventer beslutning
   *[other] afventer beslutning hos { $receiver }
}
status-handed_over = overdraget til driften
status-implementing = implementeres
status-implemented = i drift
status-benefit_confirmed = gevinst bekræftet
status-dormant = { $wake ->
    [none] på pause
   *[other] på pause til { $wake }
}
status-found_home = { $actor ->
    [none] videre til en anden aktør
   *[other] videre til { $actor }
}
status-closed = { $reason ->
    [none] afsluttet
   *[other] afsluttet: { $reason }
}
status-merged = { $into ->
    [none] lagt sammen med en anden idé
   *[other] lagt sammen med { $into }
}
status-withdrawn = trukket tilbage

reason-already_under_way = allerede i gang
reason-rule_prevents = en regel står i vejen
reason-too_little_benefit = for lille gevinst
reason-no_receiver = ingen, der kan tage imod den
reason-need_not_confirmed = behovet kunne ikke bekræftes
reason-no_funding = der mangler penge
reason-duplicate = det samme som en anden idé
reason-outside_mission = uden for vores opgave
reason-security_or_privacy = sikkerhed eller privatliv
reason-bearer_stops = { -bearer(form: "def") } vil stoppe

ring-coaches = Kun { -coach(form: "plural-def") }
ring-unit = Min enhed
ring-body = Hele { $body }
ring-everyone = Alle kommuner i samarbejdet

rule-body = idéen kommer fra { $fact }
rule-challenge = { $fact } ejer udfordringen
rule-pool = den gælder { $fact }
rule-topic = den handler om { $fact }
rule-language = den er skrevet på { $fact }
rule-conflict = den, der har sendt idéen, ikke tæller med
rule-absence = den, der er væk, ikke tæller med
rule-load = ingen anden har mindre at lave lige nu
rule-longest_since = ingen anden har ventet længere på en ny idé

language-sv = svensk
language-en = engelsk
language-da = dansk

actor-bearer = { -bearer(form: "def") }
actor-coach = { -coach(form: "def") }
actor-receiver = { -receiver(form: "def") }
actor-process_leader = { -process-leader(form: "def") }
actor-system = kun jeg
