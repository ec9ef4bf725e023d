import type { Translation } from "../../../shared/messages/catalog.ts";
import type { reports as english } from "../en/reports.ts";

/** The ledger, and what is taken from it. */
export const reports: Translation<typeof english> = {
  "ledger.title": "Kontobuch",
  "ledger.intro": "Alles, was die Verträge mit Ihrem Geld getan haben, das Neueste zuerst.",
  "ledger.export": "Export bezahlter Zahlungen",
  "ledger.exportText":
    "Eine Zeile je Zahlung, die in dem Monat bezahlt wurde, mit Gebühr, Netto, Token, Kurs und Transaktion.",
  "ledger.month": "Monat",
  "ledger.csv": "CSV",
  "ledger.json": "JSON",
  "ledger.exported": "Der Export ist gespeichert",
  "ledger.type": "Was",
  "ledger.type.PAYMENT": "Zahlung",
  "ledger.type.OVERPAID": "Überzahlt",
  "ledger.type.LATE": "Zu spät",
  "ledger.type.UNKNOWN": "Ohne Angebot",
  "ledger.type.RECLAIMED": "Zurückgeholt",
  "ledger.type.REFUND": "Erstattung",
  "ledger.type.DEPOSIT": "Einzahlung",
  "ledger.type.SWEPT": "Einzahlungen ausgezahlt",
  "ledger.type.CHARGED": "Einzüge durch Mandate",
  "ledger.type.REVERSED": "Rückgängig",
  "ledger.amount": "Betrag",
  "ledger.fee": "Gebühr",
  "ledger.net": "Netto",
  "ledger.chain": "Netzwerk",
  "ledger.transaction": "Transaktion",
  "ledger.when": "Wann",
  "ledger.final": "Endgültig",
  "ledger.notFinal": "Noch nicht endgültig",
  "ledger.any": "Alle",
  "ledger.none": "Noch hat sich nichts bewegt",
  "ledger.noneText": "Die erste bezahlte Zahlung erscheint hier.",
};
