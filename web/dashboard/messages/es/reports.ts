import type { Translation } from "../../../shared/messages/catalog.ts";
import type { reports as english } from "../en/reports.ts";

/** The ledger, and what is taken from it. */
export const reports: Translation<typeof english> = {
  "ledger.title": "Libro de movimientos",
  "ledger.intro": "Todo lo que los contratos hicieron con su dinero, lo más reciente primero.",
  "ledger.export": "Exportación de pagos cobrados",
  "ledger.exportText":
    "Una fila por cada pago cobrado en el mes, con su comisión, neto, token, tipo de cambio y transacción.",
  "ledger.month": "Mes",
  "ledger.csv": "CSV",
  "ledger.json": "JSON",
  "ledger.exported": "Se guardó la exportación",
  "ledger.type": "Qué",
  "ledger.type.PAYMENT": "Pago",
  "ledger.type.OVERPAID": "Pagado de más",
  "ledger.type.LATE": "Tarde",
  "ledger.type.UNKNOWN": "Sin cotización",
  "ledger.type.RECLAIMED": "Recuperado",
  "ledger.type.REFUND": "Reembolso",
  "ledger.type.DEPOSIT": "Depósito",
  "ledger.type.SWEPT": "Depósitos repartidos",
  "ledger.type.CHARGED": "Cobros por mandatos",
  "ledger.type.REVERSED": "Revertido",
  "ledger.amount": "Importe",
  "ledger.fee": "Comisión",
  "ledger.net": "Neto",
  "ledger.chain": "Red",
  "ledger.transaction": "Transacción",
  "ledger.when": "Cuándo",
  "ledger.final": "Definitivo",
  "ledger.notFinal": "Aún no definitivo",
  "ledger.any": "Cualquiera",
  "ledger.none": "Aún no se ha movido nada",
  "ledger.noneText": "Aquí aparece el primer pago que se cobre.",
};
