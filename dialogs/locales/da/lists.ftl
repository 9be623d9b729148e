# Kort og lister.

card-why-text = { $coach } står først for, fordi { $rules }.
card-why-none = Ingen { -coach } kan tage den lige nu, så { -process-leader(form: "def") } har fået besked.
card-status = Status
card-coach = { CAPITAL(-coach) }
card-promise = Svar senest

mine-title = Dine idéer
mine-none = Du har ikke sendt nogen idé endnu. Fortæl om noget, der burde fungere bedre!
mine-coach-title = Hos dig som { -coach }
mine-line = { $number } { $title }: { $label }
mine-draft = Kladde: { $title }
mine-promise = { $line }, svar senest { $date }
queue-title = Køen i { $body }
queue-none = Køen er tom. Godt gået!
queue-line = { $number } { $title }, svar senest { $date }
more = Og { $count } til.
show-more = Vis flere
overview-title = Oversigt over { $body }
overview-none = Ingen åbne idéer lige nu.
overview-counts = { $waiting } venter på { -coach }, { $working } har { -coach }, { $late ->
    [one] { $late } er forsinket
   *[other] { $late } er forsinkede
}.
overview-line = { $number } { $title }: { $label }{ $coach ->
    [none] { "" }
   *[other] , hos { $coach }
}, { $days ->
    [0] fra i dag
    [one] { $days } dag gammel
   *[other] { $days } dage gammel
}
overview-late = { $line }, forsinket
overview-ended = Afsluttet i år: { $count }.

show-history = Hvad der er sket
fact-submitted = blev sendt ind
fact-claimed = { $actor } tog den
fact-assigned = { $actor } fik den
fact-released = blev sluppet
fact-status = { $label }
fact-asked = { $actor } spurgte
fact-answered = { $actor } svarede
fact-told = { $actor } skrev
fact-promise = ny dato
fact-edited = teksten blev rettet
fact-closed = blev afsluttet
fact-merged = blev lagt sammen
fact-joined = blev lagt sammen med en anden idé
fact-withdrawn = blev trukket tilbage
fact-offered = blev tilbudt en anden { -coach }
fact-declined = tilbuddet gik tilbage
fact-handed = blev givet videre
fact-consent = { $actor } svarede om { -digest(form: "def") }
fact-explored = { -coach(form: "def") } svarede på spørgsmål om behovet
fact-objected = en indvending kom
fact-upheld = beslutningen stod ved magt
fact-reopened = blev åbnet igen
fact-proposed = et forslag blev sendt
fact-broken = { -promise(form: "def") } blev ikke holdt
fact-words = ”{ $text }”
fact-resumed = pausen sluttede

help-title = Det her kan du sige
help-all =
    ny: begynd på noget nyt
    mine: dine idéer, og hvordan det går
    vis 142: idéen og alt, der er sket
    ret 142: ret det, du skrev
    træk tilbage 142: træk idéen tilbage
    sprog en: skift sprog
    mine oplysninger: det, jeg har om dig
    afbryd · fortsæt · tilbage · spring over: mens jeg spørger
help-coach =
    kø: det, ingen har taget
    tag 142 · slip 142 årsag: tag en idé, eller giv den tilbage
    spørg 142 tekst · skriv 142 tekst: til den, der sendte idéen
    status 142 afprøves tekst: en ny status
    svarfrist 142 fredag årsag: en ny dag for svaret
    giv videre 142 @navn · overtag 142: en anden tager over
    afslut 142: sig nej, med en begrundelse
    fravær 1/12–14/12: når du er væk
help-lead =
    oversigt: det, der venter, og det, der er forsinket
    tildel 142 @navn: giv en idé til nogen
    læg sammen 142 97: to idéer om samme behov
    ugens overblik vis · ugens overblik nu: se det, eller send det
    ugens overblik mandag 09:00 · ugens overblik fra: hvornår det kommer i kanalen
help-intro = Skriv, hvad der ikke fungerer, så hjælper jeg dig videre. Du kan også sige:
help-as-coach = Som { -coach }:
help-as-lead = Som { -process-leader }:

my-data-title = Det her har jeg om dig
my-data-name = Navn
my-data-body = Organisation
my-data-unit = Arbejdsplads
my-data-language = Sprog
my-data-roles = Rolle
my-data-ideas = Idéer
my-data-drafts = Kladder
my-data-acts = Linjer i historikken
my-data-erase = Jeg kan slette dine kladder. For idéer, du har sendt ind, gælder: { $rule }
my-data-rule-unlink = dit navn fjernes fra dem, men teksten bliver og er omfattet af aktindsigt.
my-data-rule-keep = de gemmes efter kommunens regler, med dit navn.
erased = Dine kladder er slettet. { $rule }
erased-unlink = Dit navn er fjernet fra de idéer, du har sendt ind. Teksten bliver og er omfattet af aktindsigt.
erased-keep = De idéer, du har sendt ind, bliver: { $rule }
someone = en medarbejder

monday-title = Din liste { $date }: { $count ->
    [one] { $count } idé
   *[other] { $count } idéer
}
monday-late = Forsinket
monday-late-line = { $number } { $title }, skulle have haft svar { $date }
monday-week = Svar i denne uge
monday-week-line = { $number } { $title }, { $date }
monday-waiting = Venter på andre
monday-waiting-bearer = { $number } { $title }, { -bearer(form: "def") }, { $days ->
    [0] siden i dag
    [one] { $days } dag
   *[other] { $days } dage
}
monday-waiting-receiver = { $number } { $title }, { $receiver ->
    [none] { -receiver(form: "def") }
   *[other] { $receiver }
}, { $days ->
    [0] siden i dag
    [one] { $days } dag
   *[other] { $days } dage
}
monday-pauses = Pausen slutter
monday-line = { $number } { $title }
monday-quiet = Intet nyt i 30 dage
monday-quiet-count = { $count ->
    [one] { $count } idé
   *[other] { $count } idéer
}

digest-rest = Resten af ugen:
digest-title = Idéslussen i { $body }, uge { $week }
digest-new = Nyt: { $number } { $title }. Kan du genkende det?
digest-onward = Går videre: { $number } { $title }.
digest-stopped = Bliver ikke til noget: { $number } { $title }. { $fact }. { $step }.
digest-testing = Afprøves til { $until }: { $number } { $title }. Vil du hjælpe til? Spørg { $coach }.
digest-used = I drift nu: { $number }. Du så: { $title }. Vi gjorde: { $change }.
digest-gain = Det gav: { $gain }.
digest-answers = Svar til tiden: { $kept } af { $all }.
digest-preview = Sådan bliver { -digest(form: "def") } til { $channel }. Det sendes { $date }. Vil du rette noget? Ellers behøver du ikke gøre noget.
digest-edited = Den nye tekst er gemt og sendes { $date }.
digest-stop-done = { CAPITAL(-digest(form: "def")) } sendes ikke i denne uge.
digest-set = { CAPITAL(-digest(form: "def")) } kommer her hver { $day } klokken { $time }.
digest-off = { CAPITAL(-digest(form: "def")) } er slået fra i denne kanal.
digest-sent = { CAPITAL(-digest(form: "def")) } er sendt til { $channel }.
digest-silent = Der er ikke noget at fortælle i denne uge, så intet sendes.
digest-once = { CAPITAL(-digest(form: "def")) } for uge { $week } er allerede sendt i { $channel }.

spoken-date = { $date }
plain-number = { $number }
claim-number = Tag { $number }
show-earlier = { $count } tidligere linjer vises ikke.
help-as-communicator = Som { -communicator }:
help-communicator =
    ugens overblik vis: se det, før det sendes
card-source = Beskeden, som idéen kom fra
home-title = Idéslussen i { $body }
home-intro = Har du set noget på arbejdet, der burde fungere bedre? Fortæl om det her, eller skriv til mig under Beskeder.
