import type { en } from "./en.ts";

/** What `en.ts` says, in Spanish. */
export const es: Readonly<Record<keyof typeof en, string>> = {
  sentBy: "Enviado por {host}",
  unsubscribe: "Cancelar la suscripción",

  "signInCode.subject": "Su código de inicio de sesión",
  "signInCode.enter": "Introduzca este código donde está iniciando sesión:",

  "code.life": "Funciona una vez, durante 10 minutos. Nadie que trabaje aquí se lo pedirá nunca.",

  "signInCode.ignore": "¿No lo ha pedido? Entonces ignore este correo: nadie inicia sesión sin el código.",

  "emailCode.subject": "Confirme su nueva dirección de correo",
  "emailCode.enter": "Introduzca este código donde está cambiando la dirección de su cuenta por esta:",
  "emailCode.ignore":
    "¿No está cambiando ninguna dirección? Entonces ignore este correo: sin el código no cambia nada.",

  "invitation.subject": "Invitación a {organization}",
  "invitation.by": "{inviter} le invita a unirse a una organización.",
  "invitation.byOperator": "El operador de este servidor le invita a unirse a una organización.",
  "invitation.role": "Su rol",
  "invitation.until": "Abierta hasta",
  "invitation.accept": "Aceptar la invitación",
  "invitation.once": "El enlace funciona una vez. Si no conoce a quien le invita, ignore este correo.",

  "role.owner": "propietario",
  "role.admin": "administrador",
  "role.member": "miembro",
  "role.viewer": "observador",
  organization: "Organización",

  "addressChanged.subject": "La dirección de cobro de {organization} cambia",
  "addressChanged.intro": "Los pagos nuevos se cobrarán en otra dirección.",
  "addressChanged.chain": "Cadena",
  "addressChanged.everyChain": "todas las cadenas sin dirección propia",
  "addressChanged.before": "Dirección hasta entonces",
  "addressChanged.after": "Dirección nueva",
  "addressChanged.default": "la predeterminada de la organización",
  "addressChanged.from": "En vigor desde",
  "addressChanged.by": "Cambiada por",
  "addressChanged.existing": "Los pagos que existan para entonces conservan la dirección con la que se crearon.",
  "addressChanged.unexpected":
    "¿No lo esperaba? Anule el cambio antes de que entre en vigor, en los ajustes de su organización, y revoque el acceso con el que se hizo.",

  "accountChanged.passkey_added": "Se añadió una llave de acceso a su cuenta",
  "accountChanged.passkey_removed": "Se quitó una llave de acceso de su cuenta",
  "accountChanged.app_added": "Se añadió una aplicación de autenticación a su cuenta",
  "accountChanged.app_removed": "Se quitó la aplicación de autenticación de su cuenta",
  "accountChanged.recovery_codes_replaced": "Se reemplazaron los códigos de recuperación de su cuenta",
  "accountChanged.recovery_code_used": "Se inició sesión en su cuenta con un código de recuperación",
  "accountChanged.email_changed": "Se cambió la dirección de correo de su cuenta",
  "accountChanged.mailbox_proven":
    "Se quitaron las llaves de acceso y la aplicación anteriores a su primer código por correo",
  "accountChanged.detail.passkey": "Llave de acceso",
  "accountChanged.detail.recoveryCodes": "Códigos de recuperación",
  "accountChanged.detail.newAddress": "Dirección nueva",
  "accountChanged.detail.removed": "Quitado",
  "accountChanged.detail.other": "Detalle",
  "accountChanged.from": "Desde",
  "accountChanged.at": "Fecha",
  "accountChanged.yours": "¿Lo hizo usted? Entonces no hay nada que hacer.",
  "accountChanged.notYoursAddress":
    "¿No fue usted? Entonces pida ahora mismo a un propietario de su organización, o al operador de este servidor, que excluya la cuenta: los códigos van a la dirección nueva.",
  "accountChanged.notYours":
    "¿No fue usted? Entonces finalice sus otras sesiones, revise sus llaves de acceso y su aplicación, y pida a un propietario de su organización que excluya la cuenta hasta que vuelva a ser suya.",

  "invoice.subject": "Factura {number} de {organization}",
  "invoice.from": "De",
  "invoice.number": "Número",
  "invoice.amountDue": "Importe pendiente",
  "invoice.youChoose": "lo elige usted",
  "invoice.due": "Vencimiento",
  "invoice.open": "Ver y pagar la factura",
  "invoice.unknown": "Si no conoce al remitente, ignore este correo: nada se paga por sí solo.",
  "invoice.reminderSubject": "Recordatorio: factura {number} de {organization}",
  "invoice.before": "Le recordamos una factura que vence pronto.",
  "invoice.on": "Le recordamos una factura que vence hoy.",
  "invoice.after": "Le recordamos una factura vencida.",
  "invoice.none": "Le recordamos una factura pendiente.",
  "invoice.crossed": "¿Ya la ha pagado? Entonces este correo se ha cruzado con su pago: no hay nada que hacer.",
  "invoice.receiptSubject": "Recibo de la factura {number} de {organization}",
  "invoice.paid": "Pagado",
  "invoice.paidAt": "Fecha",
  "invoice.receipt": "Ver el recibo",

  "subscription.subject": "Su suscripción a {organization}",
  "subscription.intro":
    "Aquí ve las facturas de su suscripción y cuándo llega la próxima, y puede pausarla o cancelarla.",
  "subscription.title": "Suscripción",
  "subscription.price": "Precio por período",
  "subscription.open": "Ver y cambiar la suscripción",
  "subscription.secret":
    "Quien tenga este enlace puede pausar o cancelar su suscripción: no lo comparta. Vale siete días; la página donde se suscribió le envía otro.",
};
