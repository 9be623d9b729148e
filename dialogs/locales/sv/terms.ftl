# Rollernas och sakernas namn. En samverkan kan byta dem i sin preset.

-coach = { $form ->
    [def] idécoachen
    [plural] idécoacher
    [plural-def] idécoacherna
   *[indef] idécoach
}
-bearer = { $form ->
    [def] idébäraren
    [plural] idébärare
    [plural-def] idébärarna
   *[indef] idébärare
}
-process-leader = { $form ->
    [def] processledaren
    [plural] processledare
    [plural-def] processledarna
   *[indef] processledare
}
-receiver = { $form ->
    [def] den mottagande chefen
    [plural] mottagande chefer
    [plural-def] de mottagande cheferna
   *[indef] mottagande chef
}
-communicator = { $form ->
    [def] kommunikatören
    [plural] kommunikatörer
    [plural-def] kommunikatörerna
   *[indef] kommunikatör
}
-promise = { $form ->
    [def] löftet
    [plural] löften
    [plural-def] löftena
   *[indef] löfte
}
-digest = { $form ->
    [def] veckobrevet
    [plural] veckobrev
    [plural-def] veckobreven
   *[indef] veckobrev
}

role-employee = medarbetare
role-coach = { -coach }
role-process_leader = { -process-leader }
role-communicator = { -communicator }

# Lägen, som den som har lämnat idén läser dem.
status-draft = utkast
status-submitted = väntar på { -coach }
status-claimed = har { -coach }
status-exploring = behovet undersöks
status-shaping = lösningen tas fram
status-testing = testas
status-deciding = { $receiver ->
    [none] väntar på beslut
   *[other] väntar på beslut av { $receiver }
}
status-handed_over = verksamheten tar vid
status-implementing = införs nu
status-implemented = används nu
status-benefit_confirmed = nytta bekräftad
status-dormant = { $wake ->
    [none] pausad
   *[other] pausad till { $wake }
}
status-found_home = { $actor ->
    [none] vidare till en annan aktör
   *[other] vidare till { $actor }
}
status-closed = { $reason ->
    [none] avslutad
   *[other] avslutad: { $reason }
}
status-merged = { $into ->
    [none] ihopslagen med en annan idé
   *[other] ihopslagen med { $into }
}
status-withdrawn = tagen tillbaka

reason-already_under_way = redan på gång
reason-rule_prevents = en regel hindrar
reason-too_little_benefit = för liten nytta
reason-no_receiver = ingen kan ta emot den
reason-need_not_confirmed = behovet gick inte att bekräfta
reason-no_funding = pengar saknas
reason-duplicate = samma som en annan idé
reason-outside_mission = utanför uppdraget
reason-security_or_privacy = säkerhet eller integritet
reason-bearer_stops = { -bearer(form: "def") } vill sluta

ring-coaches = Bara { -coach(form: "plural-def") }
ring-unit = Min enhet
ring-body = Hela { $body }
ring-everyone = Alla kommuner i samarbetet

rule-body = idén kommer från { $fact }
rule-challenge = { $fact } äger utmaningen
rule-pool = den gäller { $fact }
rule-topic = den handlar om { $fact }
rule-language = den är skriven på { $fact }
rule-conflict = den som lämnade idén inte räknas
rule-absence = den som är borta inte räknas
rule-load = ingen annan har mindre att göra just nu
rule-longest_since = ingen annan har väntat längre på en ny idé

language-sv = svenska
language-en = engelska
language-da = danska

actor-bearer = { -bearer(form: "def") }
actor-coach = { -coach(form: "def") }
actor-receiver = { -receiver(form: "def") }
actor-process_leader = { -process-leader(form: "def") }
actor-system = jag själv
