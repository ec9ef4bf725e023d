import type { Translation } from "../../../shared/messages/catalog.ts";
import type { customers as english } from "../en/customers.ts";

/** Customers, their addresses for ever, and what came there. */
export const customers: Translation<typeof english> = {
  "customers.title": "Clientes",
  "customers.new": "Nuevo cliente",
  "customers.create": "Crear cliente",
  "customers.made": "El cliente está creado: dele una dirección",
  "customers.search": "Su propio identificador de un cliente",
  "customers.name": "Nombre",
  "customers.nameHint": "Solo para usted: no figura en ninguna dirección ni en ninguna cadena.",
  "customers.externalIdHint": "Por ejemplo, un número de cuenta. No hay dos clientes con el mismo.",
  "customers.none": "Aún no hay clientes",
  "customers.noneText":
    "Un cliente que paga una y otra vez recibe una dirección para siempre: lo que llega allí se le acredita.",
  "customers.noneFound": "Ningún cliente tiene ese identificador",
  "customers.noneFoundText": "Se busca exactamente lo que escribe.",
  "customers.missing": "Ese cliente no existe aquí",
  "references.title": "Direcciones de depósito",
  "references.new": "Nueva dirección",
  "references.again": "Vincular de nuevo",
  "references.bind": "Vincular dirección",
  "references.made": "La dirección está vinculada: muéstrela a su cliente",
  "references.intro":
    "Una dirección para siempre, cuyo saldo solo puede ir a su reparto tal como es ahora. Si el reparto cambia, vincúlela de nuevo.",
  "references.reference": "Referencia",
  "references.referenceHint": "Su palabra para lo que se paga: una cuenta, un contrato, un fin.",
  "references.sellersText":
    "Hasta cinco destinatarios reciben su parte de todo lo que llega, para siempre. El resto es suyo.",
  "references.percent": "Porcentaje del destinatario {number}",
  "references.search": "Buscar por referencia",
  "references.none": "Aún no hay direcciones de depósito",
  "references.noneFound": "Ninguna dirección tiene esa referencia",
  "references.noneText": "Vincule una dirección a una referencia suya: es siempre la misma, llegue lo que llegue.",
  "references.missing": "Esa referencia no existe aquí",
  "references.addresses": "Dirección",
  "references.others": "{chain}; otras: {count}",
  "references.bound": "Vinculada",
  "references.unbound": "Desvinculada",
  "references.unboundAt": "Desvinculada el",
  "references.unbind": "Desvincular",
  "references.unbindTitle": "¿Desvincular esta referencia?",
  "references.unbindText":
    "Es definitivo: vinculada de nuevo recibe otras direcciones. Lo que llegue a estas se acredita y va a su reparto igualmente.",
  "references.unbindDone": "La referencia está desvinculada",
  "references.noReturn":
    "Nada de lo que se envíe a estas direcciones puede volver a quien lo envió. Dígalo dondequiera que muestre una.",
  "references.toCustomer": "Ver el cliente",
  "references.address": "Dirección",
  "references.earlier": "Reparto anterior: no la dé más",
  "references.qr": "Código QR de esta dirección",
  "references.part": "El {percent} % va a",
  "references.terms": "Condiciones, para vaciarla sin este servidor",
  "deposits.title": "Depósitos",
  "deposits.none": "Aún no ha llegado nada",
  "deposits.noneText":
    "Lo que los clientes envían a sus direcciones aparece aquí: primero al llegar y después cuando es definitivo.",
  "deposits.status.PENDING": "Pendiente",
  "deposits.status.CONFIRMED": "Confirmado",
  "deposits.status.REVERSED": "Revertido",
  "deposits.sender": "Enviado por",
  "deposits.at": "El",
};
