# Det som Slack och Teams visar om appen. Längderna har de bestämt: tests/adapters/slack och tests/adapters/teams håller dem.

manifest-name = Idéslussen
manifest-description = Berätta om något som inte fungerar på jobbet. Du får ett nummer, ett datum och besked om hur det går.
manifest-long-description =
    Skriv till mig som till en kollega när något inte fungerar. Jag frågar efter behovet först, vad som skulle bli bättre och för vem. Efter några minuter har idén ett nummer och ett datum då du hör av oss. Den går till rätt { -coach }, och allt som händer sedan berättas där du lämnade den. Skriv inget om enskilda personers liv eller hälsa.
manifest-command = Lämna en idé, se dina idéer eller ta hand om en
manifest-command-hint = ny · mina · visa 142 · kö · ta 142 · hjälp
manifest-tell = Lämna en idé
manifest-tell-about = Berätta om ett behov, med eller utan lösning
manifest-make-idea = Gör till idé
manifest-make-idea-about = Börja en idé av det som står i meddelandet

# Kortare än i Slack, för Teams tar 80 tecken.
manifest-short = Berätta om något som inte fungerar. Du får ett nummer, ett datum och besked.

# Ord som Teams föreslår, med vad de gör. Det som står efter kolon går att skriva som det står.
manifest-say-new = Börja en ny idé
manifest-say-mine = Dina idéer och hur det går för dem
manifest-say-show = Läs en idé: visa 142
manifest-say-edit = Skriv om något i en idé: ändra 142
manifest-say-withdraw = Dra tillbaka en idé: ta tillbaka 142
manifest-say-language = Byt språk: språk en
manifest-say-my-data = Det jag har sparat om dig
manifest-say-help = Allt du kan säga till mig
manifest-say-queue = Idéer som väntar på { -coach }
manifest-say-claim = Ta hand om en idé: ta 142
manifest-say-status = Berätta hur det går för en idé: status 142 testas
manifest-say-ask = Fråga den som lämnade idén: fråga 142 Hur ofta händer det?
manifest-say-promise = Flytta dagen för svar: löfte 142 fredag
manifest-say-hand-over = Låt någon annan ta vid: lämna över 142 @eva
manifest-say-overview = Hur det står till med alla idéer
manifest-say-digest = När kanalen får { -digest(form: "def") }: veckobrev måndag 09:00
