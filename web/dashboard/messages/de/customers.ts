import type { Translation } from "../../../shared/messages/catalog.ts";
import type { customers as english } from "../en/customers.ts";

/** Customers, their addresses for ever, and what came there. */
export const customers: Translation<typeof english> = {
  "customers.title": "Kunden",
  "customers.new": "Neuer Kunde",
  "customers.create": "Kunden anlegen",
  "customers.made": "Der Kunde ist angelegt: Geben Sie ihm eine Adresse",
  "customers.search": "Ihre eigene Kennung eines Kunden",
  "customers.name": "Name",
  "customers.nameHint": "Nur für Sie: Er steht in keiner Adresse und auf keiner Chain.",
  "customers.externalIdHint": "Zum Beispiel eine Kontonummer. Keine zwei Kunden haben dieselbe.",
  "customers.none": "Noch keine Kunden",
  "customers.noneText":
    "Ein Kunde, der immer wieder einzahlt, bekommt eine Adresse für immer: Was dort ankommt, wird gutgeschrieben.",
  "customers.noneFound": "Kein Kunde hat diese Kennung",
  "customers.noneFoundText": "Gesucht wird genau das, was Sie schreiben.",
  "customers.missing": "Diesen Kunden gibt es hier nicht",
  "references.title": "Einzahlungsadressen",
  "references.new": "Neue Adresse",
  "references.again": "Neu binden",
  "references.bind": "Adresse binden",
  "references.made": "Die Adresse ist gebunden: Zeigen Sie sie Ihrem Kunden",
  "references.intro":
    "Eine Adresse für immer, deren Guthaben an Ihre jetzige Aufteilung gehen kann und sonst nirgendwohin. Ändert sich die Aufteilung, binden Sie sie neu.",
  "references.reference": "Referenz",
  "references.referenceHint": "Ihr Wort dafür, wofür eingezahlt wird: ein Konto, ein Vertrag, ein Zweck.",
  "references.sellersText":
    "Bis zu fünf Empfänger bekommen ihren Teil von allem, was kommt, für immer. Der Rest gehört Ihnen.",
  "references.percent": "Prozent des Empfängers {number}",
  "references.search": "Nach Referenz suchen",
  "references.none": "Noch keine Einzahlungsadressen",
  "references.noneFound": "Keine Adresse hat diese Referenz",
  "references.noneText": "Binden Sie eine Adresse an eine Referenz: Sie bleibt dieselbe, wie oft auch etwas kommt.",
  "references.missing": "Diese Referenz gibt es hier nicht",
  "references.addresses": "Adresse",
  "references.others": "{chain}; weitere: {count}",
  "references.bound": "Gebunden",
  "references.unbound": "Gelöst",
  "references.unboundAt": "Gelöst am",
  "references.unbind": "Lösen",
  "references.unbindTitle": "Diese Referenz lösen?",
  "references.unbindText":
    "Endgültig: Neu gebunden bekommt sie andere Adressen. Was an diese kommt, wird trotzdem gutgeschrieben und geht an Ihre Aufteilung.",
  "references.unbindDone": "Die Referenz ist gelöst",
  "references.noReturn":
    "Nichts, was an diese Adressen geht, kann an den Absender zurück. Sagen Sie das überall, wo Sie eine zeigen.",
  "references.toCustomer": "Zum Kunden",
  "references.address": "Adresse",
  "references.earlier": "Frühere Aufteilung: nicht mehr herausgeben",
  "references.qr": "QR-Code dieser Adresse",
  "references.part": "{percent} % gehen an",
  "references.terms": "Bedingungen, um sie ohne diesen Server zu leeren",
  "deposits.title": "Einzahlungen",
  "deposits.none": "Noch ist nichts angekommen",
  "deposits.noneText":
    "Was Kunden an ihre Adressen senden, steht hier: zuerst wie es kommt, dann wenn es endgültig ist.",
  "deposits.status.PENDING": "Ausstehend",
  "deposits.status.CONFIRMED": "Bestätigt",
  "deposits.status.REVERSED": "Zurückgenommen",
  "deposits.sender": "Gesendet von",
  "deposits.at": "Am",
};
