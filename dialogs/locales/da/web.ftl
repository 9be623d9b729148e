# Prøvesidens egne ord.

page-title = Idéslussen
page-trial = Prøveside.
page-about = Personerne er opdigtede.
page-about-real = Skriv ikke om virkelige mennesker.
page-skip = Spring til at skrive
page-language = Sprog
page-body = Organisation
page-body-go = Skift

page-guide = Prøv trin for trin
page-step-need = Fortæl
page-step-number = Få et nummer
page-step-claim = Tag idéen
page-step-ask = Spørg
page-step-answer = Svar
page-step-status = Ny status
page-step-digest = Overblik
page-step-done = færdig
page-step-of = af
page-hint-need = Fortæl som medarbejder om noget, der ikke virker. Tag gerne et færdigt eksempel.
page-hint-number = Svar på spørgsmålene i samtalen. Vælg Send til sidst, så får idéen et nummer.
page-hint-claim = Idéen venter i kanalen for { -coach(form: "plural") }. Vælg Tag på kortet dér.
page-hint-ask = Vælg Spørg på kortet, og stil et spørgsmål til den, der har idéen.
page-hint-answer = Spørgsmålet er kommet frem i samtalen. Svar som den, der har idéen.
page-hint-status = Vælg Ny status på kortet, og fortæl, hvad der sker nu.
page-hint-digest = Sig gerne ja til at blive nævnt i { -digest(form: "def") }. Send det derefter med det samme.
page-hint-all = Nu har du prøvet hele vejen. Fortsæt gerne på egen hånd.
page-become = Bliv
page-look = Vis hvor

page-people = Vælg, hvem du er
page-add = Tilføj en person
page-add-name = Navn
page-add-unit = Arbejdssted
page-add-role = Rolle
page-add-save = Tilføj
page-add-cancel = Annuller

page-panels = Vis
page-tab-chat = Samtale
page-tab-coach = Kanal
page-tab-digest = Overblik
page-chat = Samtale med Idéslussen
page-chat-private = Vises kun for
page-chat-empty = Hvad burde virke bedre på arbejdet? Skriv her nedenfor, eller tag et eksempel.
page-coaches = Kanal for { -coach(form: "plural") }
page-coaches-empty = Her vises nye idéer, når nogen har sendt dem.
page-digests = Kanal for { -digest(form: "def") }
page-digests-empty = Her vises { -digest(form: "def") }. Du kan også sende det med det samme.
page-digest-now = Send nu
page-digest-as = Du sender som
page-digest-command = ugens overblik nu
page-digest-set = Indstil
page-digest-when = Hvornår skal det komme?
page-digest-example = ugens overblik mandag 09:00
page-digest-off = eller ugens overblik fra
page-pressing-as = Du trykker som

page-examples = Prøv et eksempel
page-example-1 = Vi får for sent at vide, at nogen har en demenssygdom. I efteråret ventede en familie otte måneder på udredning, og da var meget allerede blevet svært derhjemme.
page-example-2 = I hjemmeplejen henter vi nøgler på kontoret hver morgen og afleverer dem om aftenen. I går gik der 25 minutter, og en borger måtte vente på sin morgenmad.
page-example-3 = Vi burde have kameraer til tilsyn om natten. I dag åbner vi døren tre gange hver nat, og mange vågner af det.
page-example-4 = En app til vikarer, hvor man ser rutinerne på hver afdeling.
page-write = Skriv til Idéslussen
page-write-as = Du skriver som
page-send = Send

page-bot = Idéslussen
page-you = Du
page-note = Kun du ser det her
page-close = Luk
page-new-in = Nyt:
page-new-one = ny
page-new-messages = nye
page-live-back = Forbindelsen er tilbage.

page-error-network = Forbindelsen er afbrudt. Det, du skrev, er her stadig. Siden prøver igen.
page-error-server = Det kunne ikke gemmes. Det, du skrev, er her stadig. Prøv igen om lidt.
page-error-busy = Der er mange lige nu. Det, du skrev, er her stadig. Prøv igen om lidt.
page-error-too-long = Teksten er for lang. Gør den kortere, og prøv igen.
page-error-gone = Det her findes ikke længere. Genindlæs siden, og prøv igen.
page-error-name = Skriv et navn.
page-error-same-name = Nogen hedder allerede sådan. Føj noget til navnet, for eksempel arbejdsstedet.
