# Det en chattplattform visar själv, där inget besked kan visas.

chat-waiting = Ett ögonblick …
chat-close = Stäng
chat-not-saved = Det blev inte sparat. Jag har skrivit varför i vårt samtal. Det du skrev står kvar här.
chat-busy = Jag hinner inte just nu, och inget är sparat. Försök igen om en liten stund.
chat-outsider = Idéslussen är för dem som arbetar i organisationen som äger den här chatten. Därför kan jag inte ta emot det här.
chat-done = Klart.
chat-too-much = Det här är mer än formuläret rymmer. Korta gärna texten lite.
chat-told-home = Jag har svarat dig i vår egen chatt.
chat-cannot-reach = Jag kan inte skriva till dig enskilt än. Sök upp Idéslussen under Appar och välj Lägg till. Sedan kan du skriva till mig där.
chat-cannot-ask = Jag känner inte den som skrev det, så jag kan inte fråga. Be gärna personen att skriva till mig.
