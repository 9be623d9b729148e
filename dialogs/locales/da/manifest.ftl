# Det, Slack og Teams viser om appen. Længderne har de bestemt: tests/adapters/slack og tests/adapters/teams holder dem.

manifest-name = Idéslussen
manifest-description = Fortæl om noget, der ikke fungerer. Du får et nummer, en dato og besked om, hvordan det går.
manifest-long-description =
    Skriv til mig som til en kollega, når noget ikke fungerer. Jeg spørger først om behovet, hvad der ville blive bedre, og for hvem. Efter få minutter har idéen et nummer og en dato, hvor du hører fra os. Den går til den rigtige { -coach }, og det, der sker bagefter, fortælles dér, hvor du sendte den. Skriv ikke om enkelte personers liv eller helbred.
manifest-command = Send en idé, se dine idéer, eller tag dig af en
manifest-command-hint = ny · mine · vis 142 · kø · tag 142 · hjælp
manifest-tell = Send en idé
manifest-tell-about = Fortæl om et behov, med eller uden løsning
manifest-make-idea = Gør til idé
manifest-make-idea-about = Begynd en idé med det, der står i beskeden

# Kortere end i Slack, for Teams tager 80 tegn.
manifest-short = Fortæl om noget, der ikke fungerer. Du får et nummer, en dato og besked.

# Ord, som Teams foreslår, med det, de gør. Det, der står efter kolon, kan skrives, som det står.
manifest-say-new = Begynd en ny idé
manifest-say-mine = Dine idéer og hvordan det går dem
manifest-say-show = Læs en idé: vis 142
manifest-say-edit = Skriv noget om i en idé: ret 142
manifest-say-withdraw = Tag en idé tilbage: træk tilbage 142
manifest-say-language = Skift sprog: sprog en
manifest-say-my-data = Det, jeg har gemt om dig
manifest-say-help = Alt, du kan sige til mig
manifest-say-queue = Idéer, der venter på { -coach }
manifest-say-claim = Tag dig af en idé: tag 142
manifest-say-status = Fortæl, hvordan det går med en idé: status 142 afprøves
manifest-say-ask = Spørg den, der sendte idéen: spørg 142 Hvor ofte sker det?
manifest-say-promise = Flyt dagen for svar: svarfrist 142 fredag
manifest-say-hand-over = Lad en anden tage over: giv videre 142 @eva
manifest-say-overview = Hvordan det står til med alle idéer
manifest-say-digest = Hvornår kanalen får { -digest(form: "def") }: ugens overblik mandag 09:00
