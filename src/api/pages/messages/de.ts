import type { Messages } from "./index.ts";

/** All that the server's own pages and documents say, in German. */
export const de: Messages = {
  "invoice.heading": "Rechnung {number}",
  "invoice.status.OPEN": "Zu bezahlen",
  "invoice.status.PROCESSING": "Zahlung unterwegs",
  "invoice.status.PARTIALLY_PAID": "Teils bezahlt",
  "invoice.status.PAID": "Bezahlt",
  "invoice.status.CREDITED": "Gutgeschrieben",
  "invoice.status.EXPIRED": "Abgelaufen",
  "invoice.status.VOID": "Storniert",
  "invoice.overdue": "Überfällig",
  "invoice.test": "Dies ist ein Test: Es geht um kein Geld.",
  "invoice.from": "Von",
  "invoice.to": "An",
  "invoice.issued": "Ausgestellt",
  "invoice.due": "Fällig",
  "invoice.openUntil": "Offen bis",
  "invoice.paid": "Bezahlt",
  "invoice.reference": "Referenz",
  "invoice.description": "Beschreibung",
  "invoice.quantity": "Menge",
  "invoice.unitPrice": "Einzelpreis",
  "invoice.amount": "Betrag",
  "invoice.subtotal": "Zwischensumme",
  "invoice.tax": "{name} {rate} %",
  "invoice.taxOn": "{name} {rate} % auf {base}",
  "invoice.total": "Gesamt",
  "invoice.credited": "Gutgeschrieben",
  "invoice.waived": "Erlassen",
  "invoice.amountDue": "Zu zahlen",
  "invoice.youChoose": "Sie wählen den Betrag",
  "invoice.creditNote": "Gutschrift {number} vom {day}: {amount}, {reason}",
  "invoice.creditNotes": "Gutschriften",
  "invoice.receipt": "Quittung",
  "invoice.paidLine": "{amount} am {time}, mit {method}",
  "invoice.onChain": "{amount} auf {chain}",
  "invoice.underWay": "Eine Zahlung ist unterwegs",
  "invoice.collecting":
    "Sie wird von der Wallet abgebucht, die dafür unterschrieben hat: Von Hand ist nichts zu zahlen.",
  "invoice.byMandate": "Ihrem unterschriebenen Mandat",
  "invoice.notFinal": "Sie ist auf der Chain, aber noch nicht endgültig.",
  "invoice.seePayment": "Zur Zahlung",
  "invoice.howMuch": "Wie viel möchten Sie zahlen?",
  "invoice.payTitle": "Mit Stablecoins bezahlen",
  "invoice.pay": "{amount} bezahlen",
  "invoice.choice": "Netzwerk und Token wählen Sie auf der nächsten Seite.",
  "invoice.payPart": "Einen Teil davon bezahlen",
  "invoice.amountIn": "Betrag in {currency}",
  "invoice.continue": "Weiter zur Zahlung",
  "invoice.pdf": "Als PDF herunterladen",
  "invoice.qr": "QR-Code der Adresse dieser Seite",
  "invoice.seeAt": "Ansehen und bezahlen unter",
  "invoice.broken": "Sie kann so nicht mehr bezahlt werden. Fragen Sie, wer sie Ihnen geschickt hat.",
  "invoice.closed": "Diese Rechnung nimmt keine Zahlungen mehr an.",
  "invoice.wrongAmount":
    "Dieser Betrag kann nicht bezahlt werden: Sehen Sie nach, was offen ist, und schreiben Sie ihn als 12.50.",

  "link.untitled": "Zahlungslink",
  "link.pay": "{amount} bezahlen",
  "link.continue": "Weiter zur Zahlung",
  "link.next": "Wie Sie zahlen, wählen Sie auf der nächsten Seite.",
  "link.howMuch": "Wie viel möchten Sie zahlen?",
  "link.amountIn": "Betrag in {currency}",
  "link.orMore": "{amount} oder mehr",
  "link.range": "{from} bis {to}",
  "link.notNow": "Das kann jetzt nicht bezahlt werden",
  "link.nothingPaid": "Durch das Öffnen dieser Seite wurde nichts bezahlt.",
  "link.missing": "Diesen Zahlungslink gibt es nicht. Sehen Sie sich seine Adresse noch einmal an.",
  "link.broken": "Seine Bedingungen gelten nicht mehr. Fragen Sie, wer ihn Ihnen gegeben hat.",
  "link.closed": "Er nimmt zurzeit keine Zahlungen an. Fragen Sie, wer ihn Ihnen gegeben hat.",
  "link.wrongAmount":
    "Dieser Betrag kann nicht bezahlt werden: Sehen Sie nach, was möglich ist, und schreiben Sie ihn als 12.50.",

  "unsubscribe.title": "Abbestellen",
  "unsubscribe.ask": "Möchten Sie keine Mails dieser Art mehr von diesem Server?",
  "unsubscribe.nothing": "Nichts abzubestellen",
  "unsubscribe.notWhole": "Dieser Link ist nicht vollständig: Kopieren Sie ihn ganz aus der Mail.",
  "unsubscribe.done": "Abbestellt",
  "unsubscribe.doneText": "Sie bekommen keine {kind} mehr von diesem Server.",
  "unsubscribe.kind.invitations": "Einladungen in Organisationen",
  "unsubscribe.kind.invoices": "Rechnungen und Erinnerungen daran",
  "unsubscribe.kind.other": "Mails dieser Art",

  "signIn.title": "Anmelden",
  "signIn.email": "Ihre Mailadresse",
  "signIn.send": "Code zusenden",
  "signIn.noMail":
    "Dieser Server verschickt keine Mails. Melden Sie sich mit einem Passkey an, oder bitten Sie seinen Betreiber um eine Einladung.",
  "signIn.codeTitle": "Ihr Code",
  "signIn.sent": "Wenn {email} ein Konto hat, sind sechs Ziffern unterwegs. Sie gelten zehn Minuten.",
  "signIn.digits": "Die sechs Ziffern",
  "signIn.nothing": "Nichts angekommen?",
  "signIn.again": "Noch einmal beginnen",
  "signIn.second": "Ihr zweiter Faktor",
  "signIn.app": "Der Code Ihrer App oder ein Wiederherstellungscode",
  "signIn.passkey": "Mit einem Passkey anmelden",
  "signIn.passkeyFailed":
    "Das hat Sie nicht angemeldet. Versuchen Sie es noch einmal, oder lassen Sie sich einen Code senden.",

  "page.failed": "Das hat nicht geklappt",

  "people.name": "Ihr Name",
  "people.begin": "Loslegen",
  "people.join": "Beitreten",

  "setup.title": "Der erste Inhaber",
  "setup.organization": "Wie Ihre Organisation heißt",
  "setup.settlementAddress": "Wohin ihr Geld geht",
  "setup.addressHint":
    "Eine eigene Adresse, auf jeder Chain: 0x und 40 Buchstaben und Ziffern, wie Ihre Wallet sie zeigt",
  "setup.problem.email": "hier gehört eine Mailadresse hin, wie name@example.com",
  "setup.problem.name": "1 bis 100 Zeichen",
  "setup.problem.organization": "1 bis 100 Zeichen",
  "setup.problem.settlementAddress":
    "hier gehört eine Adresse mit ihrer Prüfsumme (EIP-55) hin, in großen und kleinen Buchstaben: Kopieren Sie sie aus Ihrer Wallet",
  "setup.lost":
    "An {address} gesendetes Geld wäre verloren: Das ist ein Vertrag, eine Adresse dieses Servers oder niemandes. Nennen Sie eine Adresse, deren Schlüssel Ihnen gehört.",

  "invitation.title": "{organization} beitreten",
  "invitation.text": "{email} ist eingeladen. Rolle: {role}.",
  "invitation.hasAccount": "Diese Adresse hat ein Konto: Melden Sie sich zuerst damit an, falls Sie es nicht sind.",

  "role.owner": "Inhaber",
  "role.admin": "Administrator",
  "role.member": "Mitglied",
  "role.viewer": "Betrachter",

  "refund.ask": "{merchant} erstattet Ihnen {amount}",
  "refund.where": "Wohin soll es gehen? Nennen Sie eine Adresse einer eigenen Wallet auf {chain}.",
  "refund.notTheSender": "Wir nehmen nicht die Adresse, von der Sie bezahlt haben, denn sie kann einer Börse gehören:",
  "refund.lostAtExchange": "Was an die eigene Adresse einer Börse geht, ist höchstwahrscheinlich verloren.",
  "refund.fromExchange":
    "Wenn Sie von einer Börse bezahlt haben, kopieren Sie nicht den Absender Ihrer Zahlung; nehmen Sie die Adresse, unter der Ihr Konto dort {token} auf {chain} empfängt, oder eine Ihrer eigenen Wallet.",
  "refund.address": "Ihre Adresse auf {chain}",
  "refund.continue": "Weiter",
  "refund.notAnAddress":
    "Das ist keine Adresse: Sie beginnt mit 0x und hat danach 40 Ziffern und Buchstaben. Kopieren Sie sie noch einmal aus Ihrer Wallet.",
  "refund.refused.lost":
    "An {address} gesendetes Geld wäre verloren: Das ist ein Vertrag, eine Adresse des Shops oder des Servers oder niemandes. Nennen Sie eine Adresse Ihrer eigenen Wallet.",
  "refund.refused.sender": "Von {address} kommt die Erstattung: Nennen Sie eine eigene Adresse.",
  "refund.refused.denied":
    "Der Herausgeber von {token} auf {chain} hat {address} gesperrt: Dorthin kann nichts gesendet werden.",
  "refund.confirm": "Ist das Ihre Adresse auf {chain}?",
  "refund.compare":
    "Vergleichen Sie sie mit Ihrer Wallet, jedes Zeichen. {amount} wird auf {chain} dorthin gesendet, und niemand kann es zurückholen.",
  "refund.atExchange":
    "Bei einer Börse muss es eine Adresse Ihres Kontos sein, die {token} auf {chain} empfängt; auf einem anderen Netzwerk wäre das Geld verloren.",
  "refund.yes": "Ja, dorthin senden",
  "refund.no": "Nein, eine andere Adresse",
  "refund.title": "Ihre Erstattung von {amount}",
  "refund.goesTo": "Auf {chain} geht sie an",
  "refund.state.PENDING": "{merchant} sendet sie von einer eigenen Wallet.",
  "refund.state.SENT": "Sie ist gesendet, aber noch nicht endgültig.",
  "refund.state.SUCCEEDED": "Sie ist gesendet und endgültig.",
  "refund.state.FAILED": "Sie ist nicht durchgegangen. Fragen Sie {merchant}.",
  "refund.state.CANCELLED": "{merchant} hat sie storniert.",
  "refund.transaction": "Transaktion",
  "refund.fixed": "Die Adresse lässt sich hier nicht mehr ändern. Wenn sie falsch ist, sagen Sie es {merchant} sofort.",

  "failed.ADDRESS_LINK_INVALID":
    "Dieser Link ist nicht vollständig, abgelaufen oder durch einen neueren ersetzt. Bitten Sie den Shop um einen anderen.",
  "failed.INVITATION_NOT_FOUND":
    "Eine solche offene Einladung gibt es nicht: Sie wurde benutzt, zurückgenommen oder ist älter als sieben Tage. Bitten Sie um eine andere.",
  "failed.SETUP_CLOSED":
    "Dieser Server hat schon einen ersten Inhaber, oder der Link ist nicht der, den er ausgegeben hat.",
  "failed.SIGN_IN_FIRST":
    "Die eingeladene Adresse hat ein Konto. Melden Sie sich damit an, und öffnen Sie die Einladung noch einmal.",
  "failed.SIGN_IN_FAILED":
    "Das hat Sie nicht angemeldet: Es ist falsch, schon benutzt, älter als zehn Minuten oder zu oft versucht worden. Beginnen Sie noch einmal.",
  "failed.SIGNED_OUT": "Sie sind nicht oder nicht mehr angemeldet. Melden Sie sich noch einmal an.",
};
