import type { Translation } from "../../../shared/messages/catalog.ts";
import type { account as english } from "../en/account.ts";

/** The person. */
export const account: Translation<typeof english> = {
  "account.title": "Su cuenta",
  "account.you": "Usted",
  "account.name": "Nombre",
  "account.email": "Dirección de correo",

  "passkeys.title": "Llaves de acceso",
  "passkeys.intro":
    "Inicie sesión con el dedo, el rostro o una llave de seguridad: nada que recordar, nada que robar con engaños.",
  "passkeys.add": "Añadir una llave de acceso",
  "passkeys.name": "Nombre",
  "passkeys.nameHint": "En qué dispositivo está.",
  "passkeys.added": "Se añadió la llave de acceso",
  "passkeys.used": "Último uso",
  "passkeys.never": "Nunca",
  "passkeys.remove": "Quitar",
  "passkeys.removeTitle": "¿Quitar esta llave de acceso?",
  "passkeys.removeText": "{name} ya no permitirá iniciar sesión.",
  "passkeys.removed": "Se quitó la llave de acceso",
  "passkeys.unable":
    "Este navegador no puede crear llaves de acceso aquí. Se necesita un navegador más nuevo y un servidor al que se llegue por un nombre.",

  "totp.title": "Códigos de una aplicación",
  "totp.intro": "Una aplicación en su teléfono genera seis dígitos que se piden después del código por correo.",
  "totp.on": "Activado",
  "totp.off": "Desactivado",
  "totp.left.one": "Queda {count} código de recuperación.",
  "totp.left.other": "Quedan {count} códigos de recuperación.",
  "totp.begin": "Configurar una aplicación",
  "totp.scan":
    "Escanee esto con la aplicación o escriba en ella el secreto. Después, introduzca el primer código que muestre.",
  "totp.qr": "Código QR con el secreto para la aplicación",
  "totp.secret": "Secreto",
  "totp.code": "Código de la aplicación",
  "totp.confirm": "Activarlo",
  "totp.codes": "Códigos de recuperación",
  "totp.codesText":
    "Cada uno permite iniciar sesión una vez en lugar de la aplicación. Guárdelos donde no esté su teléfono: solo se muestran esta vez.",
  "totp.replace": "Códigos de recuperación nuevos",
  "totp.replaceTitle": "¿Crear códigos de recuperación nuevos?",
  "totp.replaceText": "Los que tiene dejarán de funcionar.",
  "totp.remove": "Desactivarlo",
  "totp.removeTitle": "¿Desactivar los códigos de la aplicación?",
  "totp.removeText": "Entonces, su buzón o una llave de acceso por sí solos abrirán la cuenta.",
  "totp.removed": "Está desactivado",

  "sessions.title": "Sesiones",
  "sessions.intro": "Dónde tiene la sesión iniciada. Finalice lo que no reconozca.",
  "sessions.where": "Dónde",
  "sessions.seen": "Última actividad",
  "sessions.current": "Esta",
  "sessions.end": "Finalizar",
  "sessions.endTitle": "¿Finalizar esta sesión?",
  "sessions.endText": "Se cierra de inmediato.",
  "sessions.ended": "Se finalizó la sesión",
  "sessions.unknown": "Navegador desconocido",
};
