import type { en } from "./en.ts";

/** What `en.ts` says, in German. */
export const de: Readonly<Record<keyof typeof en, string>> = {
  sentBy: "Gesendet von {host}",
  unsubscribe: "Abbestellen",

  "signInCode.subject": "Ihr Anmeldecode",
  "signInCode.enter": "Geben Sie diesen Code dort ein, wo Sie sich anmelden:",

  "code.life": "Er gilt einmal, zehn Minuten lang. Niemand, der hier arbeitet, wird Sie je danach fragen.",

  "signInCode.ignore":
    "Sie haben ihn nicht angefordert? Dann ignorieren Sie diese Mail: Ohne den Code meldet sich niemand an.",

  "emailCode.subject": "Bestätigen Sie Ihre neue E-Mail-Adresse",
  "emailCode.enter": "Geben Sie diesen Code dort ein, wo Sie die Adresse Ihres Kontos auf diese ändern:",
  "emailCode.ignore": "Sie ändern keine Adresse? Dann ignorieren Sie diese Mail: Ohne den Code ändert sich nichts.",

  "invitation.subject": "Einladung zu {organization}",
  "invitation.by": "{inviter} lädt Sie in eine Organisation ein.",
  "invitation.byOperator": "Der Betreiber dieses Servers lädt Sie in eine Organisation ein.",
  "invitation.role": "Ihre Rolle",
  "invitation.until": "Offen bis",
  "invitation.accept": "Einladung annehmen",
  "invitation.once": "Der Link gilt einmal. Wenn Sie nicht wissen, wer Sie einlädt, ignorieren Sie diese Mail.",

  "role.owner": "Inhaber",
  "role.admin": "Administrator",
  "role.member": "Mitglied",
  "role.viewer": "Betrachter",
  organization: "Organisation",

  "addressChanged.subject": "Die Auszahlungsadresse von {organization} ändert sich",
  "addressChanged.intro": "Neue Zahlungen gehen an eine andere Adresse.",
  "addressChanged.chain": "Chain",
  "addressChanged.everyChain": "jede Chain ohne eigene Adresse",
  "addressChanged.before": "Adresse bis dahin",
  "addressChanged.after": "Neue Adresse",
  "addressChanged.default": "die Standardadresse der Organisation",
  "addressChanged.from": "Gültig ab",
  "addressChanged.by": "Geändert von",
  "addressChanged.existing": "Zahlungen, die es bis dahin gibt, behalten die Adresse, mit der sie erstellt wurden.",
  "addressChanged.unexpected":
    "Sie haben das nicht erwartet? Nehmen Sie die Änderung in den Einstellungen Ihrer Organisation zurück, bevor sie gilt, und widerrufen Sie den Zugang, mit dem sie gemacht wurde.",

  "accountChanged.passkey_added": "Ihrem Konto wurde ein Passkey hinzugefügt",
  "accountChanged.passkey_removed": "Aus Ihrem Konto wurde ein Passkey entfernt",
  "accountChanged.app_added": "Ihrem Konto wurde eine Authenticator-App hinzugefügt",
  "accountChanged.app_removed": "Aus Ihrem Konto wurde die Authenticator-App entfernt",
  "accountChanged.recovery_codes_replaced": "Die Wiederherstellungscodes Ihres Kontos wurden ersetzt",
  "accountChanged.recovery_code_used": "Mit einem Wiederherstellungscode hat sich jemand in Ihrem Konto angemeldet",
  "accountChanged.email_changed": "Die E-Mail-Adresse Ihres Kontos wurde geändert",
  "accountChanged.mailbox_proven": "Passkeys und App von vor Ihrem ersten Code per Mail wurden entfernt",
  "accountChanged.detail.passkey": "Passkey",
  "accountChanged.detail.recoveryCodes": "Wiederherstellungscodes",
  "accountChanged.detail.newAddress": "Neue Adresse",
  "accountChanged.detail.removed": "Entfernt",
  "accountChanged.detail.other": "Einzelheit",
  "accountChanged.from": "Von",
  "accountChanged.at": "Zeitpunkt",
  "accountChanged.yours": "Waren Sie das? Dann ist nichts zu tun.",
  "accountChanged.notYoursAddress":
    "Waren Sie es nicht? Dann bitten Sie sofort einen Inhaber Ihrer Organisation oder den Betreiber dieses Servers, das Konto zu sperren: Codes gehen an die neue Adresse.",
  "accountChanged.notYours":
    "Waren Sie es nicht? Dann beenden Sie Ihre anderen Sitzungen, prüfen Sie Ihre Passkeys und Ihre App, und bitten Sie einen Inhaber Ihrer Organisation, das Konto zu sperren, bis es wieder Ihres ist.",

  "invoice.subject": "Rechnung {number} von {organization}",
  "invoice.from": "Von",
  "invoice.number": "Nummer",
  "invoice.amountDue": "Offener Betrag",
  "invoice.youChoose": "Sie bestimmen ihn",
  "invoice.due": "Fällig",
  "invoice.open": "Rechnung ansehen und bezahlen",
  "invoice.unknown":
    "Wenn Sie den Absender nicht kennen, ignorieren Sie diese Mail: Es wird nichts von selbst bezahlt.",
  "invoice.reminderSubject": "Erinnerung: Rechnung {number} von {organization}",
  "invoice.before": "Wir erinnern Sie an eine Rechnung, die bald fällig ist.",
  "invoice.on": "Wir erinnern Sie an eine Rechnung, die heute fällig ist.",
  "invoice.after": "Wir erinnern Sie an eine Rechnung, die überfällig ist.",
  "invoice.none": "Wir erinnern Sie an eine offene Rechnung.",
  "invoice.crossed":
    "Haben Sie schon bezahlt? Dann hat sich diese Mail mit Ihrer Zahlung gekreuzt: Es ist nichts zu tun.",
  "invoice.receiptSubject": "Beleg zu Rechnung {number} von {organization}",
  "invoice.paid": "Bezahlt",
  "invoice.paidAt": "Am",
  "invoice.receipt": "Beleg ansehen",

  "subscription.subject": "Ihr Abonnement bei {organization}",
  "subscription.intro":
    "Hier sehen Sie die Rechnungen Ihres Abonnements und wann die nächste kommt, und können es pausieren oder kündigen.",
  "subscription.title": "Abonnement",
  "subscription.price": "Preis je Zeitraum",
  "subscription.open": "Abonnement ansehen und ändern",
  "subscription.secret":
    "Wer diesen Link hat, kann Ihr Abonnement pausieren oder kündigen: Geben Sie ihn nicht weiter. Er gilt sieben Tage; einen neuen schickt die Seite, auf der Sie abonniert haben.",
};
