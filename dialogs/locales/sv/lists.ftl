# Kort och listor.

card-why-text = { $coach } står först i tur, för att { $rules }.
card-why-none = Ingen { -coach } kan ta den just nu, så { -process-leader(form: "def") } har fått besked.
card-status = Läge
card-coach = { CAPITAL(-coach) }
card-promise = Svar senast

mine-title = Dina idéer
mine-none = Du har inte lämnat någon idé än. Berätta om något som borde fungera bättre!
mine-coach-title = Idéer där du är { -coach }
mine-line = { $number } { $title }: { $label }
mine-draft = Utkast: { $title }
mine-promise = { $line }, svar senast { $date }
queue-title = Kön i { $body }
queue-none = Kön är tom. Bra jobbat!
queue-line = { $number } { $title }, svar senast { $date }
more = Och { $count } till.
show-more = Visa fler
overview-title = Översikt för { $body }
overview-none = Inga öppna idéer just nu.
overview-counts = { $waiting } väntar på { -coach }, { $working } har { -coach }, { $late ->
    [one] { $late } försenad
   *[other] { $late } försenade
}.
overview-line = { $number } { $title }: { $label }{ $coach ->
    [none] { "" }
   *[other] , hos { $coach }
}, { $days ->
    [0] från i dag
    [one] { $days } dag gammal
   *[other] { $days } dagar gammal
}
overview-late = { $line }, försenad
overview-ended = Avslutade i år: { $count }.

show-history = Vad som har hänt
fact-submitted = lämnades in
fact-claimed = { $actor } tog den
fact-assigned = { $actor } fick den
fact-released = släpptes
fact-status = { $label }
fact-asked = { $actor } frågade
fact-answered = { $actor } svarade
fact-told = { $actor } skrev
fact-promise = nytt datum
fact-edited = texten ändrades
fact-closed = avslutades
fact-merged = slogs ihop
fact-joined = slogs ihop med en annan idé
fact-withdrawn = togs tillbaka
fact-offered = erbjöds till en annan { -coach }
fact-declined = erbjudandet gick tillbaka
fact-handed = lämnades över
fact-consent = { $actor } svarade om { -digest(form: "def") }
fact-explored = { -coach(form: "def") } svarade på frågor om behovet
fact-objected = en invändning kom
fact-upheld = beslutet stod fast
fact-reopened = öppnades igen
fact-proposed = ett förslag skickades
fact-broken = { -promise(form: "def") } höll inte
fact-words = ”{ $text }”
fact-resumed = pausen tog slut

help-title = Det här kan du säga
help-all =
    ny: börja på något nytt
    mina: dina idéer och hur det går
    visa 142: idén och allt som har hänt
    ändra 142: ändra det du skrev
    ta tillbaka 142: ta tillbaka idén
    språk en: byt språk
    mina uppgifter: det jag har om dig
    avbryt · fortsätt · tillbaka · hoppa över: medan jag frågar
help-coach =
    kö: det som ingen har tagit
    ta 142 · släpp 142 skäl: ta en idé, eller lämna tillbaka den
    fråga 142 text · skriv 142 text: till den som lämnade idén
    status 142 testas text: ett nytt läge
    löfte 142 fredag skäl: en ny dag för svaret
    lämna över 142 @namn · ta över 142: byt { -coach }
    avsluta 142: säg nej, med ett skäl
    borta 1/12–14/12: när du är borta
help-lead =
    översikt: det som väntar och det som är sent
    tilldela 142 @namn: ge en idé till någon
    slå ihop 142 97: två idéer om samma behov
    veckobrev visa · veckobrev nu: se det, eller skicka det
    veckobrev måndag 09:00 · veckobrev av: när det kommer i kanalen
help-intro = Skriv vad som inte fungerar, så hjälper jag dig vidare. Du kan också säga:
help-as-coach = Som { -coach }:
help-as-lead = Som { -process-leader }:

my-data-title = Det här har jag om dig
my-data-name = Namn
my-data-body = Organisation
my-data-unit = Arbetsplats
my-data-language = Språk
my-data-roles = Roll
my-data-ideas = Idéer
my-data-drafts = Utkast
my-data-acts = Det du har gjort i idéernas historik
my-data-erase = Jag kan radera dina utkast. För inlämnade idéer gäller: { $rule }
my-data-rule-unlink = ditt namn tas bort från dem, men texten är kvar som allmän handling.
my-data-rule-keep = de sparas enligt kommunens regler, med ditt namn.
erased = Dina utkast är raderade. { $rule }
erased-unlink = Ditt namn är borttaget från inlämnade idéer. Texten är kvar som allmän handling.
erased-keep = Inlämnade idéer är kvar: { $rule }
someone = en medarbetare

monday-title = Din lista { $date }: { $count ->
    [one] { $count } idé
   *[other] { $count } idéer
}
monday-late = Försenat
monday-late-line = { $number } { $title }, skulle ha fått svar { $date }
monday-week = Svara i veckan
monday-week-line = { $number } { $title }, { $date }
monday-waiting = Väntar på andra
monday-waiting-bearer = { $number } { $title }, { -bearer(form: "def") }, { $days ->
    [0] sedan i dag
    [one] { $days } dag
   *[other] { $days } dagar
}
monday-waiting-receiver = { $number } { $title }, { $receiver ->
    [none] { -receiver(form: "def") }
   *[other] { $receiver }
}, { $days ->
    [0] sedan i dag
    [one] { $days } dag
   *[other] { $days } dagar
}
monday-pauses = Pausen slutar
monday-line = { $number } { $title }
monday-quiet = Inget nytt på 30 dagar
monday-quiet-count = { $count ->
    [one] { $count } idé
   *[other] { $count } idéer
}

digest-rest = Resten av veckan:
digest-title = Idéslussen i { $body }, vecka { $week }
digest-new = Nytt: { $number } { $title }. Känner du igen det?
digest-onward = Går vidare: { $number } { $title }.
digest-stopped = Blir inte av: { $number } { $title }. { $fact }. { $step }.
digest-testing = Testas till { $until }: { $number } { $title }. Vill du hjälpa till? Fråga { $coach }.
digest-used = Används nu: { $number }. Du såg: { $title }. Vi gjorde: { $change }.
digest-gain = Det gav: { $gain }.
digest-answers = Svar i tid: { $kept } av { $all }.
digest-preview = Så här blir { -digest(form: "def") } för { $channel }. Det skickas { $date }. Vill du ändra något? Annars behöver du inte göra något.
digest-edited = Den nya texten är sparad och skickas { $date }.
digest-stop-done = { CAPITAL(-digest(form: "def")) } skickas inte den här veckan.
digest-set = { CAPITAL(-digest(form: "def")) } kommer hit varje { $day } klockan { $time }.
digest-off = { CAPITAL(-digest(form: "def")) } är avstängt i den här kanalen.
digest-sent = { CAPITAL(-digest(form: "def")) } är skickat till { $channel }.
digest-silent = Det finns inget att berätta den här veckan, så inget skickas.
digest-once = { CAPITAL(-digest(form: "def")) } för vecka { $week } har redan gått ut i { $channel }.

spoken-date = { $date }
plain-number = { $number }
claim-number = Ta { $number }
show-earlier = { $count } tidigare rader visas inte.
help-as-communicator = Som { -communicator }:
help-communicator =
    veckobrev visa: se det innan det går ut
card-source = Meddelandet som idén kom från
home-title = Idéslussen i { $body }
home-intro = Har du sett något på jobbet som borde fungera bättre? Berätta här eller skriv till mig i Meddelanden.
