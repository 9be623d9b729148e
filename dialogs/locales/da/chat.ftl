# Det, en chatplatform selv viser, hvor ingen besked kan vises.

chat-waiting = Et øjeblik …
chat-close = Luk
chat-not-saved = Det blev ikke gemt. Jeg har skrevet hvorfor i vores samtale. Det, du skrev, står her stadig.
chat-busy = Jeg når det ikke lige nu, og intet er gemt. Prøv igen om lidt.
chat-outsider = Idéslussen er for dem, der arbejder i organisationen, som ejer denne chat. Derfor kan jeg ikke tage imod det her.
chat-done = Færdig.
chat-too-much = Det her er mere, end formularen kan rumme. Gør gerne teksten lidt kortere.
chat-told-home = Jeg har svaret dig i vores egen chat.
chat-cannot-reach = Jeg kan ikke skrive til dig alene endnu. Find Idéslussen under Apps, og vælg Tilføj. Så kan du skrive til mig der.
chat-cannot-ask = Jeg kender ikke den, der skrev det, så jeg kan ikke spørge. Bed gerne personen om at skrive til mig.
