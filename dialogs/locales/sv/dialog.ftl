# Samtalet med den som har något att berätta.

welcome = Hej! Berätta om något på jobbet som borde fungera bättre. { CAPITAL(-coach(form: "plural-def")) } i { $body } läser det, och din chef får inget besked härifrån. Skriv inte om enskilda personer.
welcome-channel = Hej! Här kan alla i { $body } berätta om något på jobbet som borde fungera bättre. Nämn mig med @ och skriv, så fortsätter vi i en egen chatt.
started = Tack för att du berättar! Det är sparat som ett utkast som bara du ser. Du kan sluta när du vill. Skriv inte om enskilda personer.
who-reads = { CAPITAL(-coach(form: "plural-def")) } i { $body } kan läsa, och { -process-leader(form: "def") } vid behov. Någon kan också begära ut texten. Då prövar { $body } först om något är hemligt.
urgent = Är någon i fara nu? Ring 112. Jag kan inte rapportera åt dig, men hit kan du vända dig:
urgent-more = Gäller det hur ni arbetar, så att det inte händer igen? Berätta gärna för mig också.

step = Fråga { $step } av { $of }

need = Vad är det som inte fungerar? Berätta gärna om senaste gången.
need_behind = Tack! Det låter som en lösning. Jag parkerar den, det vill säga sparar den till senare. Vad är svårt i dag utan den?
effect = Vad skulle bli bättre om det löstes?
target_group = För vem skulle det bli bättre? Välj en eller flera.
target_group-residents = Invånare
target_group-users = Brukare, patienter
target_group-children = Barn, elever, vårdnadshavare
target_group-relatives = Anhöriga
target_group-companies = Företag, föreningar
target_group-visitors = Besökare
target_group-colleagues = Kollegor
target_group-other = Annat
colleagues_meet = Vilka möter kollegorna i sitt arbete?
know = Tror du eller vet du? Båda svaren är bra.
know-seen = Jag har sett det själv
know-told = De som berörs har sagt det
know-colleagues_say = Kollegor säger samma sak
know-figures = Det finns siffror eller klagomål
know-believe = Jag tror det
solution = Har du en lösning i tankarna? Skriv kort, så sparar jag den till senare.
ambition = Hur vill du vara med?
ambition-drive = Driva idén
ambition-help = Hjälpa till
ambition-talk = Prata med en { -coach } först
ambition-tip = Bara tipsa
unit = Var arbetar du?
topic = Vad handlar det mest om?
title = Vad ska idén heta?
ring = Vem ska se det?

when_where = När, var och hur ofta händer det?
find_out = Vilket är det enklaste sättet att ta reda på mer?
measure = Hur skulle vi märka att det blev bättre?
outside = Kan det användas eller säljas utanför kommunen?
similar = Finns det liknande behov på andra ställen?

# Korta namn på frågorna, i sammanfattningar och formulär.
label-title = Rubrik
label-need = Behov
label-need_behind = Svårt i dag
label-effect = Blir bättre
label-target_group = För vem
label-colleagues_meet = Kollegorna möter
label-know = Tror eller vet
label-solution = Lösning, parkerad
label-ambition = Vill vara med
label-unit = Arbetsplats
label-topic = Ämne
label-ring = Vem ser det
label-when_where = När, var, hur ofta
label-find_out = Ta reda på mer
label-measure = Så märks det
label-outside = Utanför kommunen
label-similar = Liknande behov

gap-unknown = vet inte än

review = Så här har jag förstått dig. Stämmer det?
change-what = Vad vill du ändra?
changed = Det är ändrat.
ring-warning = Då lämnas texten till andra myndigheter. Det går inte att ångra. Vill du dela med alla?

paused = Det är sparat som utkast. Skriv ”fortsätt” när du vill gå vidare, eller ”ny” för att börja om.
nothing-open = Här finns inget att avbryta. Skriv vad som inte fungerar, så börjar vi.
nothing-to-continue = Du har inget utkast. Skriv vad som inte fungerar, så börjar vi.
no-way-back = Det här är första frågan. Du kan skriva om svaret, eller skriva ”avbryt”.
which-draft = Du har ett utkast från { $date }: ”{ $title }”. Vill du fortsätta med det, eller är det här något nytt?
which-idea = Gäller det en idé som du redan har lämnat, eller något nytt?
which-idea-one = Gäller det { $number } eller något nytt?
draft-reminder = Du har ett utkast som väntar: ”{ $title }”. Vill du fortsätta? Jag påminner bara den här gången.
greeting-again = Hej igen! Berätta om något som borde fungera bättre, eller välj här.
greeting-coach = Hej! Här ser du det som väntar. Ser du själv något som borde fungera bättre? Berätta.
you-are-welcome = Varsågod! Skriv när du ser något mer, eller välj här.
new-started = Då börjar vi på något nytt.
draft-kept = Det du redan har skrivit ligger kvar som utkast.
old-press = Den frågan är redan besvarad. Här är vi nu:
old-press-done = Den knappen hör till något som redan är klart. Inget har ändrats.

stopped-personal-number = Det ser ut som ett personnummer, så jag har inte sparat texten. Skriv gärna igen utan det, till exempel ”en boende”. Ta också bort ditt meddelande här, för det kan inte jag göra.
stopped-personal-number-form = Det ser ut som ett personnummer, så jag har inte sparat texten. Skriv gärna igen utan det, till exempel ”en boende”.
stopped-wrong-channel = Det här kan gälla en skada, ett övergrepp eller något olagligt. Jag kan inte rapportera det åt dig, men jag visar vart du kan vända dig. Texten är inte sparad. Är någon i fara nu? Ring 112.
rewrite = Skriv gärna på nytt, så läser jag igen.
stop-ended = Då slutar vi här. Texten är inte sparad.

trouble-empty = Jag fick inget att läsa. Skriv några ord, så går vi vidare.
trouble-too-long = Texten är för lång: { $length } tecken. Högst { $limit } får plats. Korta den gärna och skicka igen.
trouble-only-signs = Jag kan bara läsa ord. Skriv gärna några, så förstår { -coach(form: "def") } också.
trouble-required = Den här frågan behöver ett svar. Några få ord räcker.
trouble-required-choice = Välj minst ett av alternativen, så går vi vidare.
trouble-pick-one = Jag kunde inte se vilket du menar. Välj ett av alternativen, eller skriv dess nummer.
trouble-pick-many = Jag kunde inte se vilka du menar. Välj bland alternativen, eller skriv deras nummer med komma emellan.
trouble-date = Jag förstår inte datumet ”{ $typed }”. Skriv till exempel fredag, 1 december eller om två veckor.
trouble-past-date = { $date } har redan varit. Välj en dag framåt.
trouble-missing = Fyll i det här också.
trouble-changed = Det här ändrades på annat håll medan formuläret var öppet. Skicka igen om ditt svar här ska gälla.
trouble-changed-to = Det här ändrades på annat håll medan formuläret var öppet. Nu står det: ”{ $stored }”. Skicka igen om din text ska gälla.

submit-first = Strax klart. Den här frågan är kvar:
review-words = Jag har alla svar. Läs igenom och skicka, eller välj Ändra.
status-choice = Läget för { $number } är ”{ $label }”. Vilket läge ska den få?
absence-reason = borta från jobbet en tid
rule-lead = { $fact } gav dig den

form-intake = Berätta om ett behov
form-edit = Ändra { $number }
form-release = Släpp { $number }
form-status = Nytt läge för { $number }
form-ask = Fråga om { $number }
form-tell = Skriv om { $number }
form-reply = Skriv om { $number }
form-object = Ditt svar på beslutet om { $number }
form-promise = Nytt datum för { $number }
form-hand_over = Lämna över { $number }
form-assign = Tilldela { $number }
form-merge = Slå ihop { $number } med en annan idé
form-close = Avsluta { $number }
form-reopen = Öppna { $number } igen
form-uphold = Låt beslutet om { $number } stå
form-wake = Ta upp { $number } igen
form-absent = När är du borta?
form-digest_edit = Ändra texten
form-explore = Frågor om behovet i { $number }
written-before = Du skrev: ”{ $text }”
status-unknown = Jag känner inte igen läget ”{ $typed }”.
goes-on = Jag har skrivit till dig i ett eget meddelande. Där fortsätter vi.
goes-on-later = Det du skrev är sparat som ett utkast som bara du ser. Sök upp Idéslussen under Appar och välj Lägg till, så fortsätter vi där.
reworded = Jag har kvar det du skrev först. Vill du ändra svaret? Skriv ”ångra”, så får du frågan igen, eller välj Ändra i sammanställningen.
suggested = { $who } tycker att det du skrev kan bli en idé: ”{ $text }”. Vill du lämna in det? Inget är sparat som idé än.
suggest-sent = Jag har frågat { $who }. Det blir en idé bara om { $who } själv vill.
form-goes-on = Här är ditt utkast från { $date }. Vill du hellre börja på något nytt? Skriv ”ny” till mig.
