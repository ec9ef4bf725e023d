import type { Translation } from "../../../shared/messages/catalog.ts";
import type { refunds as english } from "../en/refunds.ts";

/** What goes back to payers, and what is kept though it did not pay. */
export const refunds: Translation<typeof english> = {
  "refunds.title": "Erstattungen",
  "refunds.intro":
    "Das Geld geht aus einer Ihrer Wallets zurück: Dieser Server hat keinen Schlüssel dazu. Sie unterschreiben, gefunden wird es auf der Chain von selbst.",
  "refunds.refund": "Erstatten",
  "refunds.refunded": "Erstattet",
  "refunds.amount": "Betrag in {token}",
  "refunds.amountHint": "Leer: alles, was ankam und noch nicht zurückging.",
  "refunds.to": "Geht an",
  "refunds.toHint":
    "Eine Adresse, die Ihr Kunde genannt hat. Leer: Sie erhalten eine Seite, auf der der Kunde eine angibt.",
  "refunds.reason": "Grund",
  "refunds.reasonHint": "Für Sie und Ihren Kunden.",
  "refunds.create": "Erstattung erstellen",
  "refunds.created": "Die Erstattung ist erstellt: Unterschreiben Sie sie unten",
  "refunds.linkTitle": "Fragen Sie Ihren Kunden, wohin sie geht",
  "refunds.linkText":
    "Geben Sie diese Seite nur Ihrem Kunden: Dort wird eine Adresse angegeben. Sie wird nur dieses eine Mal angezeigt.",
  "refunds.link": "Seite für den Kunden",
  "refunds.status.PENDING": "Offen",
  "refunds.status.SUCCEEDED": "Gesendet",
  "refunds.status.FAILED": "Fehlgeschlagen",
  "refunds.status.CANCELLED": "Storniert",
  "refunds.waitsForAddress": "Wartet, bis der Kunde eine Adresse angegeben hat.",
  "refunds.waitsForChain": "Gesendet: Es wartet auf das Netzwerk.",
  "refunds.cancel": "Erstattung stornieren",
  "refunds.cancelTitle": "Diese Erstattung stornieren?",
  "refunds.cancelText": "Davon ist noch nichts auf der Chain. Unterschreiben Sie sie nicht mehr.",
  "refunds.cancelled": "Die Erstattung ist storniert",
  "refunds.name": "Transaktion",
  "refunds.nameHint": "Wenn sie aus einer anderen Wallet oder früher gesendet wurde.",
  "refunds.nameIt": "Mit dieser Transaktion gesendet",
  "refunds.named": "Die Transaktion wird geprüft",

  "accept.keep": "Behalten",
  "accept.title": "Geld behalten, das nicht als Zahlung galt",
  "accept.text":
    "Was die Verträge erlauben und niemanden braucht, geschieht sofort. Was Ihnen zu tun bleibt, steht unten.",
  "accept.run": "Behalten, was möglich ist",
  "accept.nothing": "Zurzeit gibt es nichts zu behalten.",
  "accept.unread": "Einige Netzwerke konnten gerade nicht gelesen werden. Versuchen Sie es später noch einmal.",

  "sign.by": "Unterschrieben von {address}",
  "sign.anybody": "Jeder darf sie unterschreiben",
  "sign.contract": "An",
  "sign.data": "Daten",
  "sign.details": "Für eine andere Wallet oder eine Safe",
  "sign.with": "Mit {wallet} unterschreiben",
  "sign.none": "In diesem Browser ist keine Wallet: Unterschreiben Sie mit einer anderen, wie unten angegeben.",
  "sign.wrongAccount": "Die Wallet ist bei {address}. Wählen Sie dort das Konto {wanted}.",
  "sign.sent": "Gesendet: Sie wird auf der Chain von selbst gefunden",
};
