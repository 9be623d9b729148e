# Det, Slack viser om appen. Længderne har Slack bestemt: tests/adapters/slack holder dem.

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
