# Sidorna när Idéslussen installeras i en chattplattform, och svaret där den inte är installerad.

install-title = Idéslussen i Slack
install-done = Idéslussen är på plats
install-done-next = Bjud in Idéslussen i kanalen för { -coach(form: "plural-def") } och i kanalerna för { -digest(form: "def") }. Skriv sedan hej till Idéslussen i Slack, så svarar den.
install-open = Öppna Slack
install-denied = Inget är installerat
install-denied-next = Du avbröt i Slack, och det går bra. Börja om när du vill.
install-start = Börja om
install-stale = Installationen blev inte klar
install-stale-next = Den kan ha tagit mer än tio minuter, eller fortsatt i en annan webbläsare. Inget är installerat. Börja om här.
install-stranger = Den här arbetsytan är inte med
install-stranger-next = Idéslussen svarar bara de organisationer som den är uppsatt för. Skicka raden nedanför till den som sköter Idéslussen, så kan arbetsytan läggas till.
install-whole = Välj en arbetsyta
install-whole-next = Idéslussen installeras i en arbetsyta i taget, inte i hela organisationen på en gång. Börja om och välj arbetsytan högst upp i Slacks ruta.
install-trouble = Det gick inte den här gången
install-trouble-next = Idéslussen och Slack förstod inte varandra. Försök igen om en stund. Den som sköter Idéslussen kan läsa i loggen vad som hände.
install-missing = Idéslussen är inte installerad här just nu. Be den som sköter Slack hos er att installera den igen.
