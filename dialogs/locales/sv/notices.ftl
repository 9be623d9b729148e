# Besked: vad som hände, varför, vad som händer sedan och när.

receipt = Tack! Din idé har nummer { $number }. { CAPITAL(-coach(form: "plural-def")) } i { $body } svarar här senast { $date }. Du kan ändra idén eller ta tillbaka den.
consent-question = Får vi berätta om det i { -digest(form: "def") }, utan ditt namn?
consent-yes = Tack! Då kan andra känna igen sig. Ditt namn står inte med.
consent-no = Det är noterat. Vi berättar inte om { $number } i { -digest(form: "def") }.

claimed = { $coach } är din { -coach } för { $number }. Du får höra av { $coach } här senast { $date }.
question-asked = { $coach } frågar om { $number }: ”{ $text }” Svara här när du hinner.
told = { $coach } skriver om { $number }: ”{ $text }” Du kan svara här. { $coach } hör av sig igen senast { $date }.
told-after = { $coach } skriver om { $number }: ”{ $text }” Du kan svara här.
reply-sent = Tack! { $coach } har fått det du skrev om { $number }.
reply-sent-queue = Tack! Det du skrev om { $number } finns hos { -coach(form: "plural-def") }.
promise-moved = Vi hinner inte svara om { $number } till { $date }, och det beklagar vi. Skälet: { $why }. Du får svar senast { $new_date }.
promise-late = Vi hann inte svara om { $number } till { $date }, och det beklagar vi. Skälet: { $why }. Du får svar senast { $new_date }.
promise-sooner = Du får svar om { $number } redan { $new_date }, i stället för { $date }. Skälet: { $why }.
pause-moved = Pausen för { $number } varar nu till { $new_date }. Skälet: { $why }. Sedan hör du av oss igen.
promise-broken = Vi lovade att svara om { $number } senast i dag. Det har vi inte gjort, och det beklagar vi. { CAPITAL(-process-leader(form: "def")) } har fått besked, så att du får ett nytt datum.
released = { $coach } kan inte gå vidare med { $number } just nu. Skälet: { $why }. Någon annan tar vid, och du hör av oss senast { $date }.
handed = { $coach } är nu din { -coach } för { $number } efter { $former }. Du får höra av { $coach } här senast { $date }.
status-told-exploring = Nu undersöker vi behovet i { $number }. Skälet: { $why }. { $next }
status-told-shaping = Nu tar vi fram en lösning för { $number }. Skälet: { $why }. { $next }
status-told-testing = Nu testas { $number }: { $test }. Skälet: { $why }. Testet pågår till { $until }, sedan berättar { $coach } vad det visade.
status-told-deciding = { $number } ligger nu hos { $receiver } för beslut. Skälet: { $why }. { $next }
status-told-handed_over = { CAPITAL($receiver) } tar över { $number }. Skälet: { $why }. { $next }
status-told-implementing = { $number } införs nu. Skälet: { $why }. { $next }
status-told-implemented = Det du såg har lett till en ändring: { $change }. Vi arbetar så från { $from }. Vi följer upp { $until } och berättar här.
status-told-benefit_confirmed = Nyttan av { $number } är bekräftad: { $gain }. Tack för att du berättade!
status-told-dormant = { $number } pausas till { $until }. Skälet: { $why }. Då tar { $coach } upp den igen och berättar här.
status-told-found_home = { $actor } arbetar vidare med { $number }, som du har godkänt. Kontakt: { $contact }. { $coach } berättar hur det går senast { $until }.
status-told-resumed = Pausen för { $number } är slut. Skälet: { $why }. { $next }
next-default = { $coach } berättar mer här senast { $date }.
found-home-ask = { $actor } vill arbeta vidare med { $number }. Kontakt: { $contact }. Är det okej för dig?
found-home-agreed = { $bearer } tycker att det är bra att { $actor } tar { $number }.
found-home-not-agreed = { $bearer } vill inte att { $actor } tar { $number }. Idén är kvar hos dig.
agree-thanks = Tack för ditt svar. { $coach } har fått det.
benefit-ask = { $coach } skriver att { $number } har gett nytta: ”{ $gain }” Stämmer det?
benefit-agreed = { $bearer } håller med om nyttan av { $number }.
benefit-not-agreed = { $bearer } håller inte med om nyttan av { $number }. Hör gärna av dig till { $bearer }.

closed = Tack för det du berättade, men { $number } blir inte av nu. Skälet: { $fact }. Nästa steg: { $step }. Vi lärde oss: { $learning }.
closed-under-way = Det du såg i { $number } är redan på gång. { $fact }. Nästa steg: { $step }. Vi lärde oss: { $learning }.
closed-bearer-stops = { $number } avslutas, som du ville. { $fact }. Nästa steg: { $step }. Vi lärde oss: { $learning }.
merged = { $number } hör ihop med { $into } och går vidare där. Skälet: { $why }. Du är med som { -bearer } även där.
objection-sent = Tack för att du säger vad du tycker. { CAPITAL(-process-leader(form: "def")) } läser det du skrev om { $number } och svarar här senast { $date }.
objection = { $bearer } håller inte med om att { $number } avslutades: ”{ $text }” Svar är lovat senast { $date }.
reopened = { $number } är öppen igen. Skälet: { $why }. { $coach } hör av sig här senast { $date }.
upheld = Beslutet om { $number } står fast. Skälet: { $why }. Tack för att du sa vad du tycker.
withdrawn = Du har tagit tillbaka { $number }. { CAPITAL(-coach(form: "plural-def")) } ser den inte längre i sin kö. Du kan lämna en ny idé när du vill.
withdraw-ask = Vill du ta tillbaka { $number }: ”{ $title }”? Den kan inte lämnas in igen med samma nummer.
withdraw-kept = Då är { $number } kvar, som förut.
draft-removed = Utkastet är borttaget.
edited = Ändringen i { $number } är sparad. { CAPITAL(-coach(form: "plural-def")) } ser den nya texten.
edited-nothing = Inget i { $number } är ändrat. Texten står kvar som den var.

# Till den som har hand om idén.
answered = { $bearer } svarar om { $number } ”{ $title }”: ”{ $text }”
bearer-wrote = { $bearer } skriver om { $number } ”{ $title }”: ”{ $text }”
wrote-unclaimed = { $bearer } skriver om { $number } ”{ $title }”: ”{ $text }” Ingen har tagit idén än.
bearer-edited = { $bearer } har ändrat { $number }. Kortet visar den nya texten.
bearer-withdrew = { $bearer } har tagit tillbaka { $number }. Du behöver inte göra något mer.
assigned = Du fick { $number }, därför att { $rules }. Hör av dig till { $bearer } senast { $date }. Kan du inte? Välj Lämna över.
assigned-auto = Du fick { $number }, därför att { $rules } och ingen hade tagit den. Hör av dig till { $bearer } senast { $date }. Kan du inte? Välj Lämna över.
assigned-away = { $lead } har gett { $number } till { $coach }. Den är alltså inte längre din.
given-back = { $number } gick tillbaka till kön, för svar var lovat medan du är borta: ”{ $title }”.
reopened-coach = { $lead } har öppnat { $number } igen: ”{ $title }”. Skälet: { $why }. Hör av dig till { $bearer } senast { $date }.
offered = { $coach } vill lämna över { $number } till dig: ”{ $title }”. Skälet: { $why }. Vill du ta den?
take-over-asked = { $coach } vill ta över { $number }: ”{ $title }”. Får { $coach } det?
offer-accepted = { $coach } har tagit över { $number }. Du behöver inte göra något mer.
offer-declined = { $coach } kan inte ta { $number } nu. Idén är kvar hos dig.
take-over-declined = { $coach } behåller { $number } själv.
nudge = { $number } har väntat en arbetsdag: ”{ $title }”. Vi har lovat svar senast { $date }. Vem kan ta den?
nudge-lead = { $number } har väntat två arbetsdagar och ingen har tagit den: ”{ $title }”. Vi har lovat svar senast { $date }. Vem kan ta den?
nobody-to-assign = { $number } har väntat tre arbetsdagar: ”{ $title }”. Jag hittar ingen { -coach } som kan ta den. Vem kan du fråga?
promise-broken-lead = { $number } skulle ha fått svar i dag: ”{ $title }”. { CAPITAL(-bearer(form: "def")) } har fått veta att det dröjer.
promise-broken-coach = Svar om { $number } var lovat till i dag: ”{ $title }”. { CAPITAL(-bearer(form: "def")) } har fått veta att det dröjer. Välj Nytt datum, så vet { -bearer(form: "def") } vad som gäller.
pause-ended = Pausen för { $number } är slut: ”{ $title }”. Vill du ta upp den igen?
no-coach-lead = { $number } behöver dig: ”{ $title }”. Ingen { -coach } kan ta den, eftersom { $why }. Svar är lovat senast { $date }.
no-coach-own = den som lämnade den är { -coach } själv
no-coach-left = ingen { -coach } är på plats

# Kvitton till den som gjorde något.
claim-done = Du har nu { $number }: ”{ $title }”. Hör av dig till { $bearer } senast { $date }.
release-done = { $number } är tillbaka i kön. { $bearer } får veta varför.
status-done = { $number } har nytt läge: { $label }. { $bearer } har fått besked. Nästa löfte: { $promised }.
status-done-last = { $number } har nytt läge: { $label }. { $bearer } har fått besked.
ask-done = Frågan om { $number } är skickad till { $bearer }. Svaret kommer hit.
tell-done = { $bearer } har fått ditt meddelande om { $number }. Nästa löfte: { $promised }.
tell-done-after = { $bearer } har fått ditt meddelande om { $number }.
promise-done = { $number } har nytt datum: { $new_date }. { $bearer } har fått besked.
close-done = { $number } är avslutad. { $bearer } har fått skälet, nästa steg och det vi lärde oss.
merge-done = { $number } är nu en del av { $into }. { $bearer } har fått besked.
offer-done = { $coach } har fått frågan om att ta över { $number }. Du har kvar den tills { $coach } svarar.
take-over-done = { $coach } har fått frågan om du kan ta över { $number }.
accept-done = Du har nu { $number }: ”{ $title }”. Hör av dig till { $bearer } senast { $date }.
decline-done = Det är noterat. { $coach } får veta det.
assign-done = { $coach } har fått { $number }.
absent-done = Du är borta { $first } till { $last }. Nya idéer går till andra under tiden.
back-done = Välkommen tillbaka! Du får nya idéer igen.
explore-done = Tack! Svaren om { $number } är sparade på kortet.
found-home-done = { $bearer } har fått frågan om { $actor }. Läget ändras när svaret är ja.
benefit-done = { $bearer } har fått frågan om nyttan. Läget ändras när svaret är ja.
language-done = Nu skriver jag på { $language }.
objection-upheld-done = { $bearer } har fått veta att beslutet står fast.
reopen-done = { $number } är öppen igen hos { $coach }. { $bearer } har fått besked.

# Rader under idéns kort, i kanalen.
line-claimed = { $coach } tog { $number }.
line-released = { $coach } släppte { $number }. Skälet: { $why }.
line-status = { $number }: { $label }. { CAPITAL($why) }.
line-asked = { $coach } har frågat { $bearer }.
line-answered = { $bearer } har skrivit.
line-promise = Nytt datum: { $new_date }. Skälet: { $why }.
line-closed = Avslutad av { $coach }. Skälet: { $why }.
line-handed = { $coach } tog över efter { $former }.
line-given = { $lead } gav { $number } till { $coach }, efter { $former }.
line-assigned = { $coach } fick { $number }.
line-withdrawn = { $bearer } tog tillbaka idén.
line-edited = { $bearer } ändrade texten.
line-merged = Ihopslagen med { $into }. Skälet: { $why }.
line-objection = { $bearer } håller inte med om att idén avslutades.
line-reopened = Öppnad igen. Skälet: { $why }.
joined = Fler ser samma behov som du: { $other } har slagits ihop med din idé { $number }. Allt om den berättas här, som förut.
absent-done-day = Du är borta { $first }. Nya idéer går till andra under tiden.
absent-due = { $count ->
    [one] Svar är lovat i en av dina idéer till dess. Den går tillbaka till kön { $first }. Vill du behålla den? Välj nytt datum eller lämna över innan.
   *[other] Svar är lovat i { $count } av dina idéer till dess. De går tillbaka till kön { $first }. Vill du behålla någon? Välj nytt datum eller lämna över innan.
}
coach-wrote = Det här har jag inte skickat vidare. Vill du skriva till { $bearer } om { $number }? Välj Svara. Är det ett eget behov? Välj Något nytt.
channel-gone = Jag kan inte längre skriva i kanalen { $channel }. Så länge skriver jag i { $instead }. Be den som sköter mig hos er att bjuda in mig igen eller välja en annan kanal.
channel-lost = Jag kan inte längre skriva i kanalen { $channel }, och ingen annan kanal är vald. Skriv ”översikt”, så ser du vad som väntar. Be den som sköter mig hos er att bjuda in mig igen.
