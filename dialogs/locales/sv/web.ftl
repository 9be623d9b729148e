# Provsidans egna ord.

page-title = Idéslussen
page-trial = Provsida.
page-about = Personerna är påhittade.
page-about-real = Skriv inget om verkliga människor.
page-skip = Hoppa till att skriva
page-language = Språk
page-body = Organisation
page-body-go = Byt

page-guide = Prova steg för steg
page-step-need = Berätta
page-step-number = Få ett nummer
page-step-claim = Ta idén
page-step-ask = Fråga
page-step-answer = Svara
page-step-status = Nytt läge
page-step-digest = Veckobrev
page-step-done = klart
page-step-of = av
page-hint-need = Berätta som medarbetare om något som inte fungerar. Ta gärna ett färdigt exempel.
page-hint-number = Svara på frågorna i samtalet. Välj Skicka på slutet, så får idén ett nummer.
page-hint-claim = Idén väntar i kanalen för { -coach(form: "plural") }. Välj Ta på kortet där.
page-hint-ask = Välj Fråga på kortet och ställ en fråga till den som lämnade idén.
page-hint-answer = Frågan har kommit fram i samtalet. Svara som den som lämnade idén.
page-hint-status = Välj Nytt läge på kortet och berätta vad som händer nu.
page-hint-digest = Säg gärna ja till att berätta i { -digest(form: "def") }. Skicka det sedan direkt.
page-hint-all = Nu har du provat hela vägen. Fortsätt gärna på egen hand.
page-become = Bli
page-look = Visa var

page-people = Välj vem du är
page-add = Lägg till person
page-add-name = Namn
page-add-unit = Arbetsplats
page-add-role = Roll
page-add-save = Lägg till
page-add-cancel = Avbryt

page-panels = Visa
page-tab-chat = Samtal
page-tab-coach = Kanal
page-tab-digest = Veckobrev
page-chat = Samtal med Idéslussen
page-chat-private = Syns bara för
page-chat-empty = Vad borde fungera bättre på jobbet? Skriv här nedanför, eller ta ett exempel.
page-coaches = Kanal för { -coach(form: "plural") }
page-coaches-empty = Här visas nya idéer när någon har skickat in dem.
page-digests = Kanal för { -digest(form: "def") }
page-digests-empty = Här visas { -digest(form: "def") } varje vecka. Du kan också skicka det direkt.
page-digest-now = Skicka nu
page-digest-as = Du skickar som
page-digest-command = veckobrev nu
page-digest-set = Ställ in
page-digest-when = När ska det komma?
page-digest-example = veckobrev måndag 09:00
page-digest-off = eller veckobrev av
page-pressing-as = Du trycker som

page-examples = Prova ett exempel
page-example-1 = Vi får veta för sent att någon har en demenssjukdom. Senast i höstas fick en familj vänta åtta månader på utredning, och då hade mycket redan hunnit bli svårt hemma.
page-example-2 = I hemtjänsten hämtar vi nycklar på kontoret varje morgon och lämnar dem på kvällen. I går gick 25 minuter åt till det, och en brukare fick vänta på frukosten.
page-example-3 = Vi borde ha kameror för tillsyn på natten. I dag öppnar vi dörren tre gånger per natt, och många vaknar av det.
page-example-4 = En app för vikarier, där man ser rutinerna på varje avdelning.
page-write = Skriv till Idéslussen
page-write-as = Du skriver som
page-send = Skicka

page-bot = Idéslussen
page-you = Du
page-note = Bara du ser det här
page-close = Stäng
page-new-in = Nytt:
page-new-one = ny
page-new-messages = nya
page-live-back = Kontakten är tillbaka.

page-error-network = Kontakten är bruten. Det du skrev finns kvar. Sidan försöker igen.
page-error-server = Det gick inte att spara. Det du skrev finns kvar. Försök igen om en stund.
page-error-busy = Just nu är det många samtidigt. Det du skrev finns kvar. Försök igen om en stund.
page-error-too-long = Texten är för lång. Korta den och försök igen.
page-error-gone = Det här finns inte längre. Ladda om sidan och försök igen.
page-error-name = Skriv ett namn.
page-error-same-name = Någon heter redan så. Lägg till något i namnet, till exempel arbetsplatsen.
