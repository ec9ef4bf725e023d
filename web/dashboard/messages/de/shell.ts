import type { Translation } from "../../../shared/messages/catalog.ts";
import type { shell as english } from "../en/shell.ts";

/** What stands around all pages. */
export const shell: Translation<typeof english> = {
  "shell.title": "{page} · Railsplit",
  "shell.product": "Railsplit",
  "shell.skip": "Zum Inhalt springen",
  "shell.navigation": "Hauptmenü",
  "shell.menu": "Menü",
  "shell.test": "Testmodus",
  "shell.testNote": "Nichts hier ist echtes Geld. Zahlungen laufen über Testnetzwerke.",
  "shell.organization": "Organisation",
  "shell.mode": "Modus",
  "shell.mode.test": "Test",
  "shell.mode.live": "Live",
  "shell.signOut": "Abmelden",
  "shell.nowhere": "Sie arbeiten in keiner Organisation",
  "shell.nowhereText":
    "Bitten Sie einen Inhaber, Sie erneut einzuladen, oder melden Sie sich mit einer anderen Adresse an.",
  "shell.missing": "Diese Seite gibt es nicht",
  "shell.missingText": "Die Adresse ist vielleicht unvollständig, oder die Seite ist umgezogen.",
  "shell.missingHome": "Zur Startseite",
  "shell.broken": "Diese Seite konnte nicht geladen werden",
  "shell.brokenText":
    "Vielleicht gibt es eine neuere Version des Dashboards, oder keine Verbindung. Laden Sie die Seite neu.",
  "shell.reload": "Neu laden",
  "shell.offline": "Keine Verbindung: Was Sie sehen, kann veraltet sein. Es geht von selbst weiter.",
  "palette.open": "Suchen oder gehen zu …",
  "palette.keys": "Strg K",
  "palette.title": "Gehe zu",
  "palette.label": "Seite, Aktion oder Zahlung",
  "palette.options": "Ergebnisse",
  "palette.found.one": "{count} Ergebnis",
  "palette.found.other": "{count} Ergebnisse",
  "palette.search": "Zahlungen suchen: {text}",
  "palette.to.test": "In den Testmodus wechseln",
  "palette.to.live": "In den Live-Modus wechseln",

  "nav.home": "Start",
  "nav.payments": "Zahlungen",
  "nav.links": "Zahlungslinks",
  "nav.ledger": "Kontobuch",
  "nav.developers": "Entwickler",
  "nav.settings": "Einstellungen",
  "nav.account": "Ihr Konto",

  loading: "Wird geladen …",
  "failure.connection":
    "Der Server war nicht erreichbar. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.",
  "failure.server": "Der Server konnte das gerade nicht ausführen. Versuchen Sie es gleich noch einmal.",
  "failure.fields": "Etwas stimmt noch nicht: siehe unten.",
  "failure.unexpected": "Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu.",
  "failure.request": "Anfrage {id}",
  "failure.retry": "Erneut versuchen",
  "form.sending": "Einen Moment …",
  "form.save": "Speichern",
  "form.saved": "Gespeichert",
  "pager.label": "Seiten",
  "pager.previous": "Zurück",
  "pager.next": "Weiter",
  "dialog.close": "Schließen",
  "confirm.of": "{label}: {what}",
  "confirm.keep": "So lassen",

  "signIn.title": "Erneut anmelden",
  "signIn.over":
    "Ihre Sitzung ist abgelaufen. Melden Sie sich an, und machen Sie hier weiter: Was Sie eingegeben haben, bleibt erhalten.",
  "signIn.fresh": "Dafür muss Ihre Anmeldung höchstens zehn Minuten alt sein. Sie machen genau hier weiter.",
  "signIn.strong":
    "Dafür ist eine Anmeldung mit Passkey oder mit dem Code Ihrer App nötig. Richten Sie zuerst eines davon in Ihrem Konto ein, wenn Sie keines haben.",
  "signIn.passkey": "Passkey verwenden",
  "signIn.mail": "Code an {email} senden",
  "signIn.code": "Sechs Ziffern aus der Mail",
  "signIn.codeHint":
    "Zehn Minuten gültig. Wenn keine Mail kommt, versendet dieser Server vielleicht keine: Verwenden Sie einen Passkey.",
  "signIn.app": "Code Ihrer App oder ein Wiederherstellungscode",
  "signIn.go": "Anmelden",
};
