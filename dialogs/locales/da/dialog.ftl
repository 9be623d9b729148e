# Samtalen med den, der har noget at fortælle.

welcome = Hej! Fortæl om noget på arbejdet, som burde fungere bedre. { CAPITAL(-coach(form: "plural-def")) } i { $body } læser det, og din leder får ikke besked herfra. Skriv ikke om enkeltpersoner.
welcome-channel = Hej! Her kan alle i { $body } fortælle om noget på arbejdet, der burde fungere bedre. Nævn mig med @ og skriv, så fortsætter vi i en chat for os selv.
started = Tak, fordi du fortæller! Det er gemt som en kladde, som kun du kan se. Du kan stoppe, når du vil. Skriv ikke om enkeltpersoner.
who-reads = { CAPITAL(-coach(form: "plural-def")) } i { $body } kan læse det, og { -process-leader(form: "def") } ved behov. Andre kan også søge aktindsigt i teksten. Så vurderer { $body } først, om noget er fortroligt.
urgent = Er nogen i fare nu? Ring 112. Jeg kan ikke anmelde det for dig, men her kan du henvende dig:
urgent-more = Handler det om, hvordan I arbejder, så det ikke sker igen? Fortæl det gerne til mig også.

step = Spørgsmål { $step } af { $of }

need = Hvad er det, der ikke fungerer? Fortæl gerne om sidste gang.
need_behind = Tak! Det lyder som en løsning. Jeg parkerer den, det vil sige gemmer den til senere. Hvad er svært i dag uden den?
effect = Hvad ville blive bedre, hvis det blev løst?
target_group = For hvem ville det blive bedre? Vælg en eller flere.
target_group-residents = Borgere
target_group-users = Brugere, patienter
target_group-children = Børn, elever, forældre
target_group-relatives = Pårørende
target_group-companies = Virksomheder, foreninger
target_group-visitors = Besøgende
target_group-colleagues = Kolleger
target_group-other = Andre
colleagues_meet = Hvem møder kollegerne i deres arbejde?
know = Tror du det, eller ved du det? Begge svar er gode.
know-seen = Jeg har selv set det
know-told = De berørte har sagt det
know-colleagues_say = Kolleger siger det samme
know-figures = Der er tal eller klager
know-believe = Jeg tror det
solution = Har du en løsning i tankerne? Skriv kort, så gemmer jeg den til senere.
ambition = Hvordan vil du være med?
ambition-drive = Drive idéen
ambition-help = Hjælpe til
ambition-talk = Tale med en { -coach } først
ambition-tip = Bare give et tip
unit = Hvor arbejder du?
topic = Hvad handler det mest om?
title = Hvad skal idéen hedde?
ring = Hvem skal se det?

when_where = Hvornår, hvor og hvor tit sker det?
find_out = Hvad er den nemmeste måde at finde ud af mere på?
measure = Hvordan ville vi mærke, at det blev bedre?
outside = Kan det bruges eller sælges uden for kommunen?
similar = Er der lignende behov andre steder?

# Korte navne på spørgsmålene, i opsummeringer og formularer.
label-title = Overskrift
label-need = Behov
label-need_behind = Svært i dag
label-effect = Bliver bedre
label-target_group = For hvem
label-colleagues_meet = Kollegerne møder
label-know = Tror eller ved
label-solution = Løsning, parkeret
label-ambition = Vil være med
label-unit = Arbejdsplads
label-topic = Emne
label-ring = Hvem ser det
label-when_where = Hvornår, hvor, hvor tit
label-find_out = Find ud af mere
label-measure = Sådan mærkes det
label-outside = Uden for kommunen
label-similar = Lignende behov

gap-unknown = ved ikke endnu

review = Sådan har jeg forstået dig. Passer det?
change-what = Hvad vil du rette?
changed = Det er rettet.
ring-warning = Så gives teksten til andre myndigheder. Det kan ikke fortrydes. Vil du dele med alle?

paused = Det er gemt som kladde. Skriv ”fortsæt”, når du vil videre, eller ”ny” for at begynde forfra.
nothing-open = Her er ikke noget at afbryde. Skriv, hvad der ikke fungerer, så begynder vi.
nothing-to-continue = Du har ingen kladde. Skriv, hvad der ikke fungerer, så begynder vi.
no-way-back = Det her er det første spørgsmål. Du kan skrive svaret om eller skrive ”afbryd”.
which-draft = Du har en kladde fra { $date }: ”{ $title }”. Vil du fortsætte med den, eller er det her noget nyt?
which-idea = Handler det om en idé, du allerede har sendt, eller noget nyt?
which-idea-one = Handler det om { $number } eller noget nyt?
draft-reminder = Du har en kladde, der venter: ”{ $title }”. Vil du fortsætte? Jeg minder dig kun om det denne ene gang.
greeting-again = Hej igen! Fortæl om noget, der burde fungere bedre, eller vælg her.
greeting-coach = Hej! Her ser du det, der venter. Ser du selv noget, der burde fungere bedre? Fortæl.
you-are-welcome = Selv tak! Skriv, når du ser noget mere, eller vælg her.
new-started = Så begynder vi på noget nyt.
draft-kept = Det, du allerede har skrevet, er gemt som kladde.
old-press = Det spørgsmål er allerede besvaret. Her er vi nu:
old-press-done = Den knap hører til noget, der allerede er færdigt. Intet er ændret.

stopped-personal-number = Det ligner et CPR-nummer, så jeg har ikke gemt teksten. Skriv gerne igen uden det, for eksempel ”en beboer”. Slet også din besked her, for det kan jeg ikke gøre.
stopped-personal-number-form = Det ligner et CPR-nummer, så jeg har ikke gemt teksten. Skriv gerne igen uden det, for eksempel ”en beboer”.
stopped-wrong-channel = Det her kan handle om en skade, et overgreb eller noget ulovligt. Jeg kan ikke anmelde det for dig, men jeg viser, hvor du kan henvende dig. Teksten er ikke gemt. Er nogen i fare nu? Ring 112.
rewrite = Skriv gerne igen, så læser jeg på ny.
stop-ended = Så stopper vi her. Teksten er ikke gemt.

trouble-empty = Der var ikke noget for mig at læse. Skriv nogle få ord, så går vi videre.
trouble-too-long = Teksten er for lang: { $length } tegn. Der er plads til { $limit }. Forkort den gerne, og send igen.
trouble-only-signs = Jeg læser kun ord. Skriv gerne nogle få, så { -coach(form: "def") } også forstår.
trouble-required = Det her spørgsmål har brug for et svar. Nogle få ord er nok.
trouble-required-choice = Vælg mindst én, så går vi videre.
trouble-pick-one = Jeg kunne ikke se, hvilken du mener. Vælg en af mulighederne, eller skriv dens nummer.
trouble-pick-many = Jeg kunne ikke se, hvilke du mener. Vælg blandt mulighederne, eller skriv deres numre med komma imellem.
trouble-date = Jeg forstår ikke datoen ”{ $typed }”. Skriv for eksempel fredag, 1. december eller om to uger.
trouble-past-date = { $date } har allerede været. Vælg en dag, der kommer.
trouble-missing = Udfyld gerne det her også.
trouble-changed = Det her blev rettet et andet sted, mens formularen var åben. Send igen, hvis dit svar her skal gælde.
trouble-changed-to = Det her blev rettet et andet sted, mens formularen var åben. Nu står der: ”{ $stored }”. Send igen, hvis din tekst skal gælde.

submit-first = Næsten færdig. Det her spørgsmål er tilbage:
review-words = Jeg har alle svar. Læs det igennem, og send, eller vælg Ret.
status-choice = Status for { $number } er ”{ $label }”. Hvilken status skal den have?
absence-reason = væk fra arbejdet i en periode
rule-lead = { $fact } gav dig den

form-intake = Fortæl om et behov
form-edit = Ret { $number }
form-release = Slip { $number }
form-status = Ny status for { $number }
form-ask = Spørg om { $number }
form-tell = Skriv om { $number }
form-reply = Skriv om { $number }
form-object = Dit svar på beslutningen om { $number }
form-promise = Ny dato for { $number }
form-hand_over = Giv { $number } videre
form-assign = Tildel { $number }
form-merge = Læg { $number } sammen med en anden idé
form-close = Afslut { $number }
form-reopen = Åbn { $number } igen
form-uphold = Lad beslutningen om { $number } stå
form-wake = Tag { $number } op igen
form-absent = Hvornår er du væk?
form-digest_edit = Ret teksten
form-explore = Spørgsmål om behovet i { $number }
written-before = Du skrev: ”{ $text }”
status-unknown = Jeg kender ikke status ”{ $typed }”.
goes-on = Jeg har skrevet til dig i en besked for sig. Der fortsætter vi.
goes-on-later = Det, du skrev, er gemt som en kladde, som kun du ser. Find Idéslussen under Apps, og vælg Tilføj, så fortsætter vi dér.
reworded = Jeg har stadig det, du skrev først. Vil du ændre svaret? Skriv ”fortryd”, så får du spørgsmålet igen, eller vælg Ret i oversigten.
suggested = { $who } synes, at det, du skrev, kan blive en idé: ”{ $text }”. Vil du sende det ind? Intet er gemt som idé endnu.
suggest-sent = Jeg har spurgt { $who }. Det bliver kun en idé, hvis { $who } selv vil.
form-goes-on = Her er din kladde fra { $date }. Vil du hellere begynde på noget nyt? Skriv ”ny” til mig.
