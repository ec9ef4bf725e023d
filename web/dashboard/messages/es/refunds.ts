import type { Translation } from "../../../shared/messages/catalog.ts";
import type { refunds as english } from "../en/refunds.ts";

/** What goes back to payers, and what is kept though it did not pay. */
export const refunds: Translation<typeof english> = {
  "refunds.title": "Reembolsos",
  "refunds.intro":
    "El dinero se devuelve desde una billetera suya: este servidor no tiene su clave. Usted firma; se encuentra en la cadena por sí solo.",
  "refunds.refund": "Reembolsar",
  "refunds.refunded": "Reembolsado",
  "refunds.amount": "Importe en {token}",
  "refunds.amountHint": "Vacío: todo lo que llegó y aún no se ha devuelto.",
  "refunds.to": "Va a",
  "refunds.toHint": "Una dirección que le indicó su cliente. Vacío: obtiene una página en la que el cliente la indica.",
  "refunds.reason": "Motivo",
  "refunds.reasonHint": "Para usted y su cliente.",
  "refunds.create": "Crear reembolso",
  "refunds.created": "El reembolso está creado: fírmelo abajo",
  "refunds.linkTitle": "Pregunte a su cliente adónde va",
  "refunds.linkText":
    "Entregue esta página solo a su cliente: en ella se indica una dirección. Solo se muestra esta vez.",
  "refunds.link": "Página para el cliente",
  "refunds.status.PENDING": "Abierto",
  "refunds.status.SUCCEEDED": "Enviado",
  "refunds.status.FAILED": "Fallido",
  "refunds.status.CANCELLED": "Cancelado",
  "refunds.waitsForAddress": "Espera a que el cliente indique una dirección.",
  "refunds.waitsForChain": "Enviado: espera a la red.",
  "refunds.cancel": "Cancelar reembolso",
  "refunds.cancelTitle": "¿Cancelar este reembolso?",
  "refunds.cancelText": "Nada de él está aún en la cadena. No lo firme ya.",
  "refunds.cancelled": "Se canceló el reembolso",
  "refunds.name": "Transacción",
  "refunds.nameHint": "Si se envió desde otra billetera o antes.",
  "refunds.nameIt": "Se envió con esta transacción",
  "refunds.named": "Se está comprobando la transacción",

  "accept.keep": "Quedárselo",
  "accept.title": "Quedarse con el dinero que no sirvió como pago",
  "accept.text":
    "Lo que permiten los contratos y no necesita a nadie se hace de inmediato. Lo que le queda a usted aparece abajo.",
  "accept.run": "Quedarse con lo posible",
  "accept.nothing": "Ahora no hay nada con lo que quedarse.",
  "accept.unread": "Algunas redes no se pudieron leer ahora. Inténtelo más tarde.",

  "sign.by": "Firmada por {address}",
  "sign.anybody": "Cualquiera puede firmarla",
  "sign.contract": "A",
  "sign.data": "Datos",
  "sign.details": "Para otra billetera o una Safe",
  "sign.with": "Firmar con {wallet}",
  "sign.none": "No hay ninguna billetera en este navegador: fírmela con otra, según lo que aparece abajo.",
  "sign.wrongAccount": "La billetera está en {address}. Elija en ella la cuenta {wanted}.",
  "sign.sent": "Enviada: se encuentra en la cadena por sí sola",
};
