# Det som Slack visar om appen. Längderna har Slack bestämt: tests/adapters/slack håller dem.

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
