# Beskeder: hvad der skete, hvorfor, hvad der sker derefter og hvornår.

receipt = Tak! Din idé har nummer { $number }. { CAPITAL(-coach(form: "plural-def")) } i { $body } svarer her senest { $date }. Du kan rette idéen eller trække den tilbage.
consent-question = Må vi fortælle om det i { -digest(form: "def") } uden dit navn?
consent-yes = Tak! Så kan andre genkende det. Dit navn står der ikke.
consent-no = Det er noteret. Vi fortæller ikke om { $number } i { -digest(form: "def") }.

claimed = { $coach } er din { -coach } for { $number }. Du hører fra { $coach } her senest { $date }.
question-asked = { $coach } spørger om { $number }: ”{ $text }” Svar her, når du har tid.
told = { $coach } skriver om { $number }: ”{ $text }” Du kan svare her. { $coach } vender tilbage senest { $date }.
told-after = { $coach } skriver om { $number }: ”{ $text }” Du kan svare her.
reply-sent = Tak! { $coach } har fået det, du skrev om { $number }.
reply-sent-queue = Tak! Det, du skrev om { $number }, er hos { -coach(form: "plural-def") }.
promise-moved = Vi når ikke at svare om { $number } til { $date }, og det beklager vi. Begrundelsen: { $why }. Du får svar senest { $new_date }.
promise-late = Vi nåede ikke at svare om { $number } til { $date }, og det beklager vi. Begrundelsen: { $why }. Du får svar senest { $new_date }.
promise-sooner = Du får svar om { $number } allerede { $new_date } i stedet for { $date }. Begrundelsen: { $why }.
pause-moved = Pausen for { $number } varer nu til { $new_date }. Begrundelsen: { $why }. Derefter hører du fra os igen.
promise-broken = Vi lovede svar om { $number } til i dag, og det har vi ikke nået. Det beklager vi. { CAPITAL(-process-leader(form: "def")) } har fået besked, så du får en ny dato.
released = { $coach } kan ikke gå videre med { $number } lige nu. Begrundelsen: { $why }. En anden tager over, og du hører fra os senest { $date }.
handed = { $coach } er nu din { -coach } for { $number } efter { $former }. Du hører fra { $coach } her senest { $date }.
status-told-exploring = Nu undersøger vi behovet i { $number }. Begrundelsen: { $why }. { $next }
status-told-shaping = Nu udvikler vi en løsning til { $number }. Begrundelsen: { $why }. { $next }
status-told-testing = Nu afprøves { $number }: { $test }. Begrundelsen: { $why }. Afprøvningen varer til { $until }, og så fortæller { $coach }, hvad den viste.
status-told-deciding = { $number } ligger nu hos { $receiver } til beslutning. Begrundelsen: { $why }. { $next }
status-told-handed_over = { CAPITAL($receiver) } overtager { $number }. Begrundelsen: { $why }. { $next }
status-told-implementing = { $number } implementeres nu. Begrundelsen: { $why }. { $next }
status-told-implemented = Det, du så, har ført til en ændring: { $change }. Sådan arbejder vi fra { $from }. Vi følger op { $until } og fortæller her.
status-told-benefit_confirmed = Gevinsten ved { $number } er bekræftet: { $gain }. Tak, fordi du fortalte det!
status-told-dormant = { $number } sættes på pause til { $until }. Begrundelsen: { $why }. Så tager { $coach } den op igen og fortæller her.
status-told-found_home = { $actor } arbejder videre med { $number }, som du har sagt ja til. Kontakt: { $contact }. { $coach } fortæller, hvordan det går, senest { $until }.
status-told-resumed = Pausen for { $number } er slut. Begrundelsen: { $why }. { $next }
next-default = { $coach } fortæller mere her senest { $date }.
found-home-ask = { $actor } vil arbejde videre med { $number }. Kontakt: { $contact }. Er det i orden for dig?
found-home-agreed = { $bearer } synes, det er fint, at { $actor } tager { $number }.
found-home-not-agreed = { $bearer } ønsker ikke, at { $actor } tager { $number }. Idéen bliver hos dig.
agree-thanks = Tak for dit svar. { $coach } har fået det.
benefit-ask = { $coach } skriver, at { $number } har givet gevinst: ”{ $gain }” Passer det?
benefit-agreed = { $bearer } er enig om gevinsten ved { $number }.
benefit-not-agreed = { $bearer } er ikke enig om gevinsten ved { $number }. Tag gerne kontakt.

closed = Tak for det, du fortalte, men { $number } bliver ikke til noget nu. Begrundelsen: { $fact }. Næste skridt: { $step }. Vi lærte: { $learning }.
closed-under-way = Det, du så i { $number }, er allerede i gang. { $fact }. Næste skridt: { $step }. Vi lærte: { $learning }.
closed-bearer-stops = { $number } afsluttes, som du ønskede. { $fact }. Næste skridt: { $step }. Vi lærte: { $learning }.
merged = { $number } hører sammen med { $into } og går videre der. Begrundelsen: { $why }. Du er også med som { -bearer } der.
objection-sent = Tak, fordi du siger fra. { CAPITAL(-process-leader(form: "def")) } læser det, du skrev om { $number }, og svarer her senest { $date }.
objection = { $bearer } er ikke enig i, at { $number } blev afsluttet: ”{ $text }” Der er lovet svar senest { $date }.
reopened = { $number } er åben igen. Begrundelsen: { $why }. Du hører fra { $coach } her senest { $date }.
upheld = Beslutningen om { $number } står ved magt. Begrundelsen: { $why }. Tak, fordi du sagde, hvad du mener.
withdrawn = Du har trukket { $number } tilbage. { CAPITAL(-coach(form: "plural-def")) } læser den ikke længere i køen. Du kan sende en ny idé, når du vil.
withdraw-ask = Vil du trække { $number } tilbage: ”{ $title }”? Den kan ikke sendes ind igen med samme nummer.
withdraw-kept = Så bliver { $number }, som den er.
draft-removed = Kladden er fjernet.
edited = Rettelsen i { $number } er gemt. { CAPITAL(-coach(form: "plural-def")) } ser den nye tekst.
edited-nothing = Der er ikke rettet noget i { $number }. Teksten er, som den var.

# Til den, der tager sig af idéen.
answered = { $bearer } svarer om { $number } ”{ $title }”: ”{ $text }”
bearer-wrote = { $bearer } skriver om { $number } ”{ $title }”: ”{ $text }”
wrote-unclaimed = { $bearer } skriver om { $number } ”{ $title }”: ”{ $text }” Ingen har taget idéen endnu.
bearer-edited = { $bearer } har rettet { $number }. Kortet viser den nye tekst.
bearer-withdrew = { $bearer } har trukket { $number } tilbage. Du behøver ikke gøre mere.
assigned = Du fik { $number }, fordi { $rules }. Kontakt { $bearer } senest { $date }. Kan du ikke? Vælg Giv videre.
assigned-auto = Du fik { $number }, fordi { $rules }, og ingen havde taget den. Kontakt { $bearer } senest { $date }. Kan du ikke? Vælg Giv videre.
assigned-away = { $lead } har givet { $number } til { $coach }. Den er altså ikke længere din.
given-back = { $number } gik tilbage i køen, for der var lovet svar, mens du er væk: ”{ $title }”.
reopened-coach = { $lead } har åbnet { $number } igen: ”{ $title }”. Begrundelsen: { $why }. Kontakt { $bearer } senest { $date }.
offered = { $coach } vil give { $number } videre til dig: ”{ $title }”. Begrundelsen: { $why }. Vil du tage den?
take-over-asked = { $coach } vil overtage { $number }: ”{ $title }”. Er det i orden?
offer-accepted = { $coach } har overtaget { $number }. Du behøver ikke gøre mere.
offer-declined = { $coach } kan ikke tage { $number } nu. Idéen bliver hos dig.
take-over-declined = { $coach } beholder selv { $number }.
nudge = { $number } har ventet en arbejdsdag: ”{ $title }”. Vi har lovet svar senest { $date }. Hvem kan tage den?
nudge-lead = { $number } har ventet to arbejdsdage, og ingen har taget den: ”{ $title }”. Vi har lovet svar senest { $date }. Hvem kan tage den?
nobody-to-assign = { $number } har ventet tre arbejdsdage: ”{ $title }”. Jeg finder ingen { -coach }, der kan tage den. Hvem kan du spørge?
promise-broken-lead = { $number } skulle have haft svar i dag: ”{ $title }”. { CAPITAL(-bearer(form: "def")) } har fået at vide, at det trækker ud.
promise-broken-coach = Der var lovet svar om { $number } til i dag: ”{ $title }”. { CAPITAL(-bearer(form: "def")) } har fået at vide, at det trækker ud. Vælg Ny dato, og sig hvornår.
pause-ended = Pausen for { $number } er slut: ”{ $title }”. Vil du tage den op igen?
no-coach-lead = { $number } har brug for dig: ”{ $title }”. Ingen { -coach } kan tage den, fordi { $why }. Der er lovet svar senest { $date }.
no-coach-own = den, der har sendt den, selv er { -coach }
no-coach-left = ingen { -coach } er til stede

# Kvitteringer til den, der gjorde noget.
claim-done = Du har nu { $number }: ”{ $title }”. Kontakt { $bearer } senest { $date }.
release-done = { $number } er tilbage i køen. { $bearer } får at vide hvorfor.
status-done = { $number } har ny status: { $label }. { $bearer } har fået besked. Næste svarfrist: { $promised }.
status-done-last = { $number } har ny status: { $label }. { $bearer } har fået besked.
ask-done = Spørgsmålet om { $number } er sendt til { $bearer }. Svaret kommer her.
tell-done = { $bearer } har fået din besked om { $number }. Næste svarfrist: { $promised }.
tell-done-after = { $bearer } har fået din besked om { $number }.
promise-done = { $number } har ny dato: { $new_date }. { $bearer } har fået besked.
close-done = { $number } er afsluttet. { $bearer } har fået begrundelsen, næste skridt og det, vi lærte.
merge-done = { $number } er nu en del af { $into }. { $bearer } har fået besked.
offer-done = { $coach } er blevet spurgt om at overtage { $number }. Du har den, indtil { $coach } svarer.
take-over-done = { $coach } er blevet spurgt, om du kan overtage { $number }.
accept-done = Du har nu { $number }: ”{ $title }”. Kontakt { $bearer } senest { $date }.
decline-done = Det er noteret. { $coach } får det at vide.
assign-done = { $coach } har fået { $number }.
absent-done = Du er væk { $first } til { $last }. Nye idéer går til andre imens.
back-done = Velkommen tilbage! Du får nye idéer igen.
explore-done = Tak! Svarene om { $number } er gemt på kortet.
found-home-done = { $bearer } er blevet spurgt om { $actor }. Status ændres, når svaret er ja.
benefit-done = { $bearer } er blevet spurgt om gevinsten. Status ændres, når svaret er ja.
language-done = Nu skriver jeg på { $language }.
objection-upheld-done = { $bearer } har fået at vide, at beslutningen står ved magt.
reopen-done = { $number } er åben igen hos { $coach }. { $bearer } har fået besked.

# Linjer under idéens kort, i kanalen.
line-claimed = { $coach } tog { $number }.
line-released = { $coach } slap { $number }. Begrundelsen: { $why }.
line-status = { $number }: { $label }. { CAPITAL($why) }.
line-asked = { $coach } har spurgt { $bearer }.
line-answered = { $bearer } har skrevet.
line-promise = Ny dato: { $new_date }. Begrundelsen: { $why }.
line-closed = Afsluttet af { $coach }. Begrundelsen: { $why }.
line-handed = { $coach } tog over efter { $former }.
line-given = { $lead } gav { $number } til { $coach } efter { $former }.
line-assigned = { $coach } fik { $number }.
line-withdrawn = { $bearer } trak idéen tilbage.
line-edited = { $bearer } rettede teksten.
line-merged = Lagt sammen med { $into }. Begrundelsen: { $why }.
line-objection = { $bearer } er ikke enig i, at idéen blev afsluttet.
line-reopened = Åbnet igen. Begrundelsen: { $why }.
joined = Flere ser samme behov som dig: { $other } er lagt sammen med din idé { $number }. Alt om den fortælles her som før.
absent-done-day = Du er væk { $first }. Nye idéer går til andre imens.
absent-due = { $count ->
    [one] I en af dine idéer er der lovet svar inden da. Den går tilbage i køen { $first }. Vil du beholde den? Vælg en ny dato, eller giv den videre først.
   *[other] I { $count } af dine idéer er der lovet svar inden da. De går tilbage i køen { $first }. Vil du beholde nogen? Vælg en ny dato, eller giv dem videre først.
}
coach-wrote = Det her har jeg ikke sendt videre. Vil du skrive til { $bearer } om { $number }? Vælg Svar. Er det et behov, du selv har? Vælg Noget nyt.
channel-gone = Jeg kan ikke længere skrive i kanalen { $channel }. Så længe skriver jeg i { $instead }. Bed den, der passer mig hos jer, om at invitere mig igen eller vælge en anden kanal.
channel-lost = Jeg kan ikke længere skrive i kanalen { $channel }, og ingen anden kanal er valgt. Skriv ”oversigt”, så ser du, hvad der venter. Bed den, der passer mig hos jer, om at invitere mig igen.
