# Siderne, når Idéslussen installeres i en chatplatform, og svaret, hvor den ikke er installeret.

install-title = Idéslussen i Slack
install-done = Idéslussen er på plads
install-done-next = Inviter Idéslussen til kanalen for { -coach(form: "plural-def") } og til kanalerne for { -digest(form: "def") }. Skriv derefter hej til Idéslussen i Slack, så svarer den.
install-open = Åbn Slack
install-denied = Intet er installeret
install-denied-next = Du afbrød i Slack, og det er helt i orden. Begynd forfra, når du vil.
install-start = Begynd forfra
install-stale = Installationen blev ikke færdig
install-stale-next = Den kan have taget mere end ti minutter eller være fortsat i en anden browser. Intet er installeret. Begynd forfra her.
install-stranger = Dette arbejdsområde er ikke med
install-stranger-next = Idéslussen svarer kun de organisationer, den er sat op til. Send linjen nedenfor til den, der passer Idéslussen, så kan arbejdsområdet komme med.
install-whole = Vælg et arbejdsområde
install-whole-next = Idéslussen installeres i ét arbejdsområde ad gangen, ikke i hele organisationen på én gang. Begynd forfra, og vælg arbejdsområdet øverst på Slacks side.
install-trouble = Det lykkedes ikke denne gang
install-trouble-next = Idéslussen og Slack forstod ikke hinanden. Prøv igen om lidt. Den, der passer Idéslussen, kan læse i loggen, hvad der skete.
install-missing = Idéslussen er ikke installeret her lige nu. Bed den, der passer Slack hos jer, om at installere den igen.
