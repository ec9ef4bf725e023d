import type { Translation } from "../../../shared/messages/catalog.ts";
import type { account as english } from "../en/account.ts";

/** The person. */
export const account: Translation<typeof english> = {
  "account.title": "Ihr Konto",
  "account.you": "Sie",
  "account.name": "Name",
  "account.email": "E-Mail-Adresse",

  "passkeys.title": "Passkeys",
  "passkeys.intro":
    "Melden Sie sich mit Finger, Gesicht oder Sicherheitsschlüssel an: nichts zu merken, nichts zu erschleichen.",
  "passkeys.add": "Passkey hinzufügen",
  "passkeys.name": "Name",
  "passkeys.nameHint": "Auf welchem Gerät er ist.",
  "passkeys.added": "Der Passkey ist hinzugefügt",
  "passkeys.used": "Zuletzt verwendet",
  "passkeys.never": "Nie",
  "passkeys.remove": "Entfernen",
  "passkeys.removeTitle": "Diesen Passkey entfernen?",
  "passkeys.removeText": "Mit {name} kann man sich dann nicht mehr anmelden.",
  "passkeys.removed": "Der Passkey ist entfernt",
  "passkeys.unable":
    "Dieser Browser kann hier keine Passkeys anlegen. Nötig sind ein neuerer Browser und ein Server, der über einen Namen erreicht wird.",

  "totp.title": "Codes einer App",
  "totp.intro": "Eine App auf Ihrem Telefon erzeugt sechs Ziffern, die nach dem Code aus der Mail verlangt werden.",
  "totp.on": "Eingeschaltet",
  "totp.off": "Ausgeschaltet",
  "totp.left.one": "Noch {count} Wiederherstellungscode.",
  "totp.left.other": "Noch {count} Wiederherstellungscodes.",
  "totp.begin": "App einrichten",
  "totp.scan":
    "Scannen Sie dies mit der App, oder geben Sie das Geheimnis dort ein. Geben Sie dann den ersten Code ein, den sie zeigt.",
  "totp.qr": "QR-Code mit dem Geheimnis für die App",
  "totp.secret": "Geheimnis",
  "totp.code": "Code der App",
  "totp.confirm": "Einschalten",
  "totp.codes": "Wiederherstellungscodes",
  "totp.codesText":
    "Jeder ersetzt die App einmal bei der Anmeldung. Bewahren Sie sie getrennt von Ihrem Telefon auf: Sie werden nur dieses eine Mal angezeigt.",
  "totp.replace": "Neue Wiederherstellungscodes",
  "totp.replaceTitle": "Neue Wiederherstellungscodes erstellen?",
  "totp.replaceText": "Ihre bisherigen funktionieren dann nicht mehr.",
  "totp.remove": "Ausschalten",
  "totp.removeTitle": "Codes der App ausschalten?",
  "totp.removeText": "Dann öffnet Ihr Postfach oder ein Passkey allein das Konto.",
  "totp.removed": "Es ist ausgeschaltet",

  "sessions.title": "Sitzungen",
  "sessions.intro": "Wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen.",
  "sessions.where": "Wo",
  "sessions.seen": "Zuletzt gesehen",
  "sessions.current": "Diese",
  "sessions.end": "Beenden",
  "sessions.endTitle": "Diese Sitzung beenden?",
  "sessions.endText": "Sie wird sofort abgemeldet.",
  "sessions.ended": "Die Sitzung ist beendet",
  "sessions.unknown": "Unbekannter Browser",
};
