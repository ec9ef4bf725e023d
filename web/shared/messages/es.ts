import type { Translation } from "./catalog.ts";
import type { en } from "./en.ts";

/** What `en.ts` says, in Spanish. */
export const messages: Translation<typeof en> = {
  "page.title": "Pagar {amount} a {merchant}",
  "page.titlePlain": "Pago",
  "page.loading": "Cargando su pago …",
  "page.earlierDeposit":
    "Se recibieron {received} en una dirección anterior de este pago. No cuentan para otro importe: pídaselos a {merchant}.",
  "page.offline": "Sin conexión en este momento. Esta página continúa por sí sola en cuanto vuelva.",

  "embedded.close": "Cerrar",

  "language.label": "Idioma",

  "summary.timeLeft": "Pague en",
  "summary.split": "Quién recibe qué",
  "summary.seller": "Vendedor {number}",
  "summary.splitNote": "Importes antes de comisiones. Se pagan todos en una sola transacción, o ninguno.",
  "summary.cancel": "Cancelar y volver",
  "summary.support": "¿Preguntas? Consulte a",
  "summary.footer": "El dinero va de usted a los destinatarios. Nadie lo retiene por el camino.",

  "time.spoken.minutes.one": "Queda {count} minuto",
  "time.spoken.minutes.other": "Quedan {count} minutos",
  "time.spoken.seconds.one": "Queda {count} segundo",
  "time.spoken.seconds.other": "Quedan {count} segundos",

  "choose.heading": "Elija cómo pagar",
  "choose.intro": "Elija un token que tenga y su red. La red más barata aparece primero.",
  "choose.legend": "Red y token",
  "choose.option": "{token} en {chain}",
  "choose.continue": "Continuar",
  "choose.asking": "Obteniendo el importe …",
  "choose.unavailable.CHAIN_BEHIND": "Esta red no responde a tiempo en este momento",
  "choose.unavailable.RATE_UNAVAILABLE": "No hay tipo de cambio en este momento",
  "choose.ownFee": "Aquí su billetera paga la comisión de red en este momento: {fee}",
  "choose.mostPay": "Aquí la mayoría de las billeteras pagan la comisión de red: {fee}",
  "choose.unknownFee": "no se conoce ahora",
  "choose.held": "Usted tiene {balance}",
  "choose.none": "En este momento no se puede pagar con nada. Esta página vuelve a comprobarlo por sí sola.",

  "quote.cost": "Comisión de red",
  "quote.costOwn": "La paga usted a la red",
  "quote.heldFor": "Importe reservado durante",
  "quote.change": "Cambiar de red o de token",
  "quote.method": "Cómo pagar",
  "quote.methodWallet": "Billetera",
  "quote.methodAddress": "Transferencia",
  "quote.failed": "No se pudo obtener el importe. Inténtelo de nuevo en un momento.",
  "quote.rateUnavailable": "No hay tipo de cambio en este momento. Inténtelo de nuevo en un minuto o elija otro token.",
  "quote.tooMany": "Demasiadas solicitudes desde su red. Espere un minuto e inténtelo de nuevo.",
  "quote.mismatch":
    "Lo que ofreció el servidor no corresponde a este pago, así que no se muestra nada que pagar. No se ha pagado nada. Avise a {merchant}.",

  "mandate.pageTitle": "Pagos a {merchant}",
  "mandate.loading": "Cargando las condiciones …",
  "mandate.unknown": "No hay nada en esta dirección. Pida otro enlace a la tienda.",
  "mandate.heading": "{title}: {amount} cada vez",
  "mandate.headingUpTo": "{title}: hasta {amount} cada vez",
  "mandate.status.PENDING":
    "Usted firma una vez y {merchant} cobra cada vez de su billetera. No se toma nada que no esté abajo.",
  "mandate.status.ACTIVE":
    "Usted ha firmado esto. {merchant} cobra de su billetera hasta el último cobro o hasta que usted lo termine.",
  "mandate.status.COMPLETED": "El último cobro ha pasado: no se toma nada más.",
  "mandate.status.CANCELLED": "{merchant} ya no le cobra.",
  "mandate.status.EXPIRED": "No se firmó a tiempo. Pida otro a {merchant}.",
  "mandate.amount": "Cada vez",
  "mandate.most": "Como máximo, cada vez",
  "mandate.period": "Con qué frecuencia",
  "mandate.months.one": "Cada mes",
  "mandate.months.other": "Cada {count} meses",
  "mandate.days.one": "Cada día",
  "mandate.days.other": "Cada {count} días",
  "mandate.first": "Primer cobro",
  "mandate.last": "Último cobro",
  "mandate.whenSigned": "Cuando firme",
  "mandate.charges.one": "El único",
  "mandate.charges.other": "Después de {count} cobros",
  "mandate.total": "En total, como máximo",
  "mandate.network": "Red",
  "mandate.payer": "De su cuenta",
  "mandate.noWallet":
    "No se encontró ninguna billetera en este navegador. Abra esta página en el navegador de su billetera.",
  "mandate.allowance.NONE": "Su billetera ya permite al contrato tomar lo suficiente.",
  "mandate.allowance.PERMIT":
    "Firme que el contrato puede tomar {amount}: lo que esto y sus otros pagos de este tipo necesitan en total, y nada más. No le cuesta nada.",
  "mandate.allowance.APPROVE":
    "Envíe una transacción que permite al contrato tomar {amount}: lo que esto y sus otros pagos de este tipo necesitan en total, y nada más. Usted paga la comisión de red.",
  "mandate.signTerms": "Firme estas condiciones para {merchant}.",
  "mandate.sign": "Aceptar y firmar",
  "mandate.waiting": "Continúe en su billetera.",
  "mandate.mismatch":
    "Lo que el servidor le haría firmar no es lo que dice esta página, así que no se le pide nada. No se firmó nada.",
  "mandate.payerRefused":
    "De esta cuenta no se podría cobrar nada: aún no está en uso en esta red, la ha bloqueado el emisor del token o cobra ella misma según estas condiciones. Use otra.",
  "mandate.otherAccount": "Estas condiciones son de otra cuenta: {address}.",
  "mandate.reverted": "La transacción falló: nada ha cambiado.",
  "mandate.end": "Terminar",
  "mandate.endNote": "Cuando esté en la red, nadie podrá cobrar nada más. No se puede deshacer.",
  "mandate.endBySignature": "Terminar con una firma, gratis",
  "mandate.endByTransaction": "Terminar con una transacción propia",
  "mandate.endingNow": "Va camino de la red y termina en unos minutos.",
  "mandate.lowerHeading": "Reduzca también el permiso",
  "mandate.lowerNote":
    "Sus otros pagos de este tipo aún necesitan {amount}. Su billetera envía una transacción que permite al contrato tomar eso, y nada más.",
  "mandate.lower": "Reducir el permiso",
  "mandate.lowered": "El permiso está reducido.",
  "mandate.splitNote":
    "De cada cobro, antes de la comisión del {percent} %. Está en lo que usted firma: nadie puede cambiarlo.",
  "mandate.chargesHeading": "Cobros",
  "mandate.charge.SCHEDULED": "Previsto",
  "mandate.charge.PROCESSING": "En camino",
  "mandate.charge.SUCCEEDED": "Pagado",
  "mandate.charge.MISSED": "No cobrado",
  "mandate.charge.CANCELLED": "Retirado",
  "mandate.charge.REVERSED": "Deshecho por la red",
  "mandate.rules": "Qué firma",
  "mandate.rulesText":
    "Cada periodo se puede cobrar una vez, en sus primeros días, y nunca más que esto. Lo que no se cobró no se recupera. {merchant} no puede cambiar el importe, las fechas ni quién cobra.",
  "mandate.howToEnd":
    "Puede terminarlo cuando quiera en esta página, o llamando usted a cancel o cancelAll del contrato, aunque esta página ya no exista. Guarde su dirección.",

  "wallet.heading": "Pagar con una billetera",
  "wallet.intro": "Elija su billetera. Verá lo que acepta antes de que se le pida nada.",
  "wallet.none":
    "No se encontró ninguna billetera en este navegador. Puede pagar por transferencia desde cualquier billetera o plataforma de intercambio.",
  "wallet.connecting": "Abra {wallet} y acepte la conexión.",
  "wallet.scan": "Escanee este código con la billetera de su teléfono o copie en ella el enlace.",
  "wallet.scanLabel": "Código QR que conecta su billetera",
  "wallet.scanLink": "enlace de conexión",
  "wallet.openHere": "Abrir una billetera en este dispositivo",
  "wallet.alternatives": "Otras formas con esta billetera",
  "elsewhere.enough": "Esta billetera tiene suficiente aquí:",
  "elsewhere.nowhere":
    "Esta billetera no tiene suficiente en ninguna red aceptada. Use otra billetera o pague por transferencia.",
  "elsewhere.noOther":
    "Esta billetera no tiene suficiente en ninguna otra red aceptada. Añada con qué pagar la comisión de red, use otra billetera o pague por transferencia.",
  "elsewhere.option": "Pagar con {balance} en {chain}",
  "wallet.connected": "{wallet}, {address}",
  "wallet.disconnect": "Usar otra billetera",
  "wallet.review": "Lo que le pedirá su billetera",
  "wallet.pay": "Pagar {amount}",
  "wallet.paying": "Continúe en {wallet}",
  "wallet.waiting": "Esperando a que esté en {network}",
  "wallet.waitingNote":
    "Suele tardar menos de un minuto. Si su billetera indica que ha terminado o que se perdió, compruebe de nuevo: lo que ya está no se vuelve a pedir.",
  "wallet.waitingSigners": "Esperando a que confirmen suficientes propietarios en {wallet}",
  "wallet.signersNote":
    "Los demás propietarios pueden confirmar hasta: {time}. Si cierra esta página y la abre de nuevo, continúa con lo que ya está hecho.",
  "wallet.checkAgain": "Comprobar de nuevo",
  "wallet.cancel": "Cancelar",
  "wallet.failed": "La billetera no pudo hacerlo. No se ha pagado nada. Inténtelo de nuevo o pague por transferencia.",
  "wallet.stepDone": "Hecho",

  "step.signAuthorization":
    "Firme que se pueden tomar {amount} una sola vez, solo para este pago. Firmar no cuesta nada.",
  "step.signPermit2":
    "Firme que se pueden tomar {amount} una sola vez, solo para este pago. Su billetera muestra a cada destinatario. Firmar no cuesta nada.",
  "step.signPayment": "Firme el pago de {amount}. Su billetera muestra a cada destinatario. Firmar no cuesta nada.",
  "step.confirmBatch":
    "Confirme un lote que permite exactamente {amount} y paga con ello. La comisión de red se paga por usted. Es posible que su billetera le pida antes actualizar su cuenta.",
  "step.sendBatch":
    "Confirme un lote que permite exactamente {amount} y paga con ello. La red cobra como máximo unos {cost}.",
  "step.upgradeAndBatch":
    "Confirme un lote que permite exactamente {amount} y paga con ello. Su billetera le pedirá antes actualizar su cuenta. La red cobra como máximo unos {cost}.",
  "step.accountBatch":
    "Confirme un lote que permite exactamente {amount} y paga con ello. Su cuenta paga la comisión de red.",
  "step.signOperation": "Firme el pago de {amount} desde su cuenta inteligente {account}. Firmar no cuesta nada.",
  "step.signPermit": "Firme que se pueden tomar exactamente {amount} para este pago. Firmar no cuesta nada.",
  "step.takeBackAllowance": "Confirme una transacción que retira un permiso anterior para {token}.",
  "step.approve": "Confirme una transacción que permite tomar exactamente {amount}, y nada más.",
  "step.sendPayment": "Confirme la transacción que paga {amount}. En total, la red cobra como máximo unos {cost}.",
  "step.wait": "Espere a que {network} la tenga.",

  "method.paymentSignature": "Firmar el pago",
  "method.authorization": "Firmar para el token",
  "method.permit2": "Firmar con Permit2",
  "method.sponsoredBatch": "Confirmar un lote, con la comisión de red pagada por usted",
  "method.smartAccount": "Pagar desde su cuenta inteligente",
  "method.permit": "Firmar un permiso y enviar una transacción",
  "method.batch": "Confirmar un lote propio",
  "method.approval": "Enviar transacciones propias",

  "problem.walletRejected":
    "Usted lo rechazó en la billetera y no se ha pagado nada. Inténtelo de nuevo o elija otra forma.",
  "problem.walletNetworkRefused":
    "Su billetera está en otra red. Permita que cambie a {chain} e inténtelo de nuevo, o elija otra red.",
  "problem.walletNetworkUnknown":
    "Su billetera no pudo cambiar a {chain}. Cámbiela a mano e inténtelo de nuevo, o elija otra red.",
  "problem.walletNetworkDifferent":
    "Lo que su billetera llama {chain} es una red distinta de la nuestra, así que no se le pidió nada. Revise su configuración de red o use otra billetera.",
  "problem.walletAccountChanged": "Su billetera muestra ahora otra cuenta. Conéctela de nuevo para pagar desde esa.",
  "problem.walletNoAccount":
    "{wallet} no comparte ninguna cuenta con esta página. Desbloquéela, permita una cuenta para esta página y conéctela de nuevo.",
  "problem.walletBusy": "Su billetera tiene una solicitud abierta. Abra la billetera, respóndala e inténtelo de nuevo.",
  "problem.walletCannot": "Su billetera no pudo hacer esto y no se ha pagado nada. Elija otra forma u otra billetera.",
  "problem.walletUnavailable":
    "No se puede contactar con {wallet}. Inténtelo de nuevo en un momento o elija otra billetera.",
  "problem.notEnoughTokens":
    "Se necesitan {needed} en {network} y su billetera tiene {held}. Añada el resto, elija otra red o token, o pague por transferencia.",
  "problem.notEnoughNativeToken":
    "Su billetera tiene los {token}, pero muy poco {nativeToken} para la comisión de red en {network}. Añada más, elija otra red o token, o pague por transferencia.",
  "problem.paymentWouldFail":
    "El pago fallaría, así que no se le pidió nada a su billetera: {reason}. Elija otra red o token, u otra billetera.",
  "problem.paymentSettled": "Esto ya está pagado. La página lo muestra en un momento.",
  "problem.paymentInOtherTab": "Este pago está en curso en otra pestaña. Continúe allí o ciérrela primero.",
  "problem.paymentClosed":
    "Este pago ha terminado o está en curso en otro lugar. La página muestra su estado en un momento.",
  "problem.quoteExpired":
    "Se acabó el tiempo para pagar este importe y no se ha pagado nada. Obtenga un importe nuevo y páguelo.",
  "problem.submissionRefused":
    "El pago no fue aceptado ({code}) y no se ha pagado nada. Inténtelo de nuevo o elija otra forma.",
  "problem.signatureRefused":
    "Lo que firmó su billetera no paga esto y no se ha pagado nada. Inténtelo de nuevo o elija otra forma.",
  "problem.gaslessBusy":
    "El servicio que paga la comisión de red no responde y no se ha pagado nada. Inténtelo de nuevo en un momento o elija otra forma.",
  "problem.tooManyRequests": "Demasiadas solicitudes. Espere un minuto e inténtelo de nuevo.",
  "problem.submissionUnknown":
    "El servidor no respondió, así que puede que tenga su firma o no. Si esta página no avanza en un minuto, inténtelo de nuevo: el mismo pago nunca se cobra dos veces.",
  "problem.signersMissing":
    "No confirmaron suficientes propietarios a tiempo y no se ha pagado nada. Rechace la propuesta en su billetera: ya no puede pagar.",
  "problem.transactionNotSeen":
    "Su transacción no se ha visto en {network}. Si su billetera indica que está hecha, continúe: lo que ya está no se vuelve a pedir. Si no, inténtelo de nuevo.",
  "problem.allowanceMissing":
    "Se permitió menos de {amount}, así que no se ha pagado nada. Inténtelo de nuevo y deje el importe como está.",
  "problem.methodRefused":
    "Su billetera no pudo hacer esto aquí: «{refused}». No se ha pagado nada. En su lugar se ha elegido: «{chosen}».",
  "problem.methodWithheld": "{why} No se ha pagado nada. En su lugar se ha elegido: «{chosen}».",
  "problem.withheld":
    "{why} No se ha pagado nada. Inténtelo de nuevo en unos minutos, elija otra red o pague por transferencia.",
  "withheld.relayerMissing": "Aquí nadie envía firmas por usted.",
  "withheld.unknownAccount": "El contrato de su cuenta no se conoce aquí, así que su firma no se envía por usted.",
  "withheld.attemptsFailed":
    "Los intentos anteriores de pagar esto fallaron, así que ahora la comisión de red no se paga por usted.",
  "withheld.accountBusy":
    "Se están enviando otros pagos de su cuenta, así que la comisión de red de este no se paga por usted ahora.",
  "withheld.otherSponsored": "En este momento se paga la comisión de red de este pago para otra billetera.",
  "withheld.sponsorshipEnded":
    "El último intento de su cuenta se ejecutó sin pagar esto, así que su comisión de red ya no se paga por usted.",
  "withheld.sponsorshipPaused": "En este momento la comisión de red no se puede pagar por usted.",
  "withheld.tooDear": "En este momento la red es demasiado cara para que se pague la comisión por usted.",
  "problem.transactionFailed": "Su transacción falló y no se ha pagado nada. Inténtelo de nuevo o elija otra forma.",
  "problem.transactionCancelled":
    "Usted canceló la transacción en su billetera y no se ha pagado nada. Inténtelo de nuevo o elija otra forma.",
  "problem.chainUnreachable":
    "En este momento no se puede leer la red y no se ha pagado nada. Inténtelo de nuevo en un momento.",

  "address.heading": "Pagar por transferencia",
  "address.intro":
    "Envíe exactamente este importe, en esta red, desde cualquier billetera o plataforma de intercambio.",
  "address.amount": "Importe",
  "address.address": "Dirección",
  "address.network": "Red",
  "address.until": "Debe llegar antes del",
  "address.showRequest": "Mostrar un código con el importe",
  "address.showAddress": "Mostrar un código solo con la dirección",
  "address.qrAddressLabel": "Código QR de la dirección",
  "address.qrRequestLabel": "Código QR de la dirección con red, token e importe (EIP-681)",
  "address.qrRequestNote": "Para billeteras que leen solicitudes de pago (EIP-681).",
  "address.warning":
    "Envíe solo {token} y solo en {chain}. Cualquier otra cosa, en otra red o demasiado tarde, no sirve como pago.",
  "address.feeNote": "Si su billetera o plataforma cobra una comisión, asegúrese de que llegue el importe completo.",
  "address.feeNoteAbout":
    "Desde una billetera, la red cobra además unos {fee}. Si una plataforma cobra una comisión, asegúrese de que llegue el importe completo.",
  "address.asking": "Pidiendo una dirección…",
  "address.waiting": "Esperando su transferencia. Esta página la detecta por sí sola.",

  "refund.intro":
    "Este pago va a varios destinatarios. Si llega muy poco o demasiado tarde, no se puede repartir entre ellos: se devuelve a una dirección suya. Indíquela primero.",
  "refund.address": "Su dirección para {token} en {chain}",
  "refund.hint":
    "Una billetera suya, o la dirección en la que su plataforma recibe {token} en {chain}. No la dirección desde la que envía una plataforma.",
  "refund.invalid": "Esto no es una dirección: empieza por 0x y tiene 42 caracteres.",
  "refund.tooMany":
    "Ya se han indicado demasiadas direcciones para este pago. Pague desde una billetera o inténtelo más tarde.",
  "refund.refused": "No se puede devolver dinero a esta dirección. Indique otra.",
  "refund.continue": "Mostrar adónde enviar",
  "refund.asking": "Obteniendo su dirección …",
  "refund.offer": "Adónde vuelve el dinero si no sirve como pago",
  "refund.set": "El dinero que no sirva como pago vuelve a {address}.",

  "links.label": "Abrir en una billetera",
  "links.intro": "¿Tiene una billetera en este teléfono? Abra esta página en ella:",
  "links.open": "Abrir en {wallet}",

  "copy.copy": "Copiar",
  "copy.copied": "Copiado",
  "copy.label": "Copiar: {what}",
  "copy.failed": "No se pudo copiar: seleccione el texto",

  "partial.heading": "Ha llegado una parte",
  "partial.received": "Recibido",
  "partial.due": "Pendiente",
  "partial.intro": "Han llegado {received} de {total}. Envíe el resto a la misma dirección.",

  "renewal.heading": "Este importe ya no está reservado",
  "renewal.intro": "Los importes se reservan por un tiempo limitado. Con el anterior ya no se puede pagar nada.",
  "renewal.before": "Antes",
  "renewal.now": "Ahora",
  "renewal.tooLate": "Demasiado tarde para una transferencia",
  "renewal.tooLateIntro":
    "Una transferencia no llegaría antes de que acabe el tiempo para pagar. Lo que ya haya enviado se sigue buscando.",
  "renewal.ask": "Obtener un importe nuevo",
  "renewal.accept": "Continuar con {amount}",
  "renewal.sent":
    "¿Ya lo envió? Si llegó a tiempo, esta página continúa por sí sola. No envíe nada más a la dirección anterior.",

  "submitted.heading": "Su pago está en camino",
  "submitted.intro": "Se ha entregado y espera a verse en {chain}. Estará pagado cuando esta página lo diga.",
  "submitted.again":
    "No se ha visto y se acabó su tiempo. Puede intentarlo de nuevo: ningún pago se puede hacer dos veces.",

  "processing.heading": "Pago recibido",
  "processing.headingAccepted": "Su pago está en camino",
  "processing.intro":
    "Está en {chain}, que lo está confirmando. Puede cerrar esta página: se avisa a {merchant} cuando sea definitivo.",
  "processing.accepted": "Se ha aceptado y está a punto de escribirse en {chain}.",
  "processing.confirmations": "{count} de {required} confirmaciones",
  "processing.confirmationsOpen.one": "{count} confirmación",
  "processing.confirmationsOpen.other": "{count} confirmaciones",
  "processing.secondsLeft.one": "Queda aproximadamente {count} segundo",
  "processing.secondsLeft.other": "Quedan unos {count} segundos",
  "processing.minutesLeft.one": "Queda aproximadamente {count} minuto",
  "processing.minutesLeft.other": "Quedan unos {count} minutos",

  "success.heading": "Pagado",
  "success.intro": "{merchant} tiene su pago.",
  "success.returning.one": "Vuelve a {merchant} en {count} segundo.",
  "success.returning.other": "Vuelve a {merchant} en {count} segundos.",
  "success.stay": "Quedarme aquí",
  "receipt.heading": "Recibo",
  "receipt.merchant": "Para",
  "receipt.title": "Concepto",
  "receipt.print": "Imprimir",
  "receipt.save": "Guardar",
  "receipt.file": "recibo",
  "receipt.explorer": ", en el explorador de la red",
  "receipt.amount": "Importe",
  "receipt.paid": "Pagado",
  "receipt.network": "Red",
  "receipt.date": "Fecha",
  "receipt.transaction": "Transacción",
  "receipt.payment": "Pago",
  "receipt.refunded": "Devuelto",
  "receipt.notFinal": "aún no definitivo",
  "receipt.return": "Volver a {merchant}",

  "overpaid.heading": "Pagado, y llegó más de lo debido",
  "overpaid.intro": "{merchant} tiene su pago. Además llegó:",
  "overpaid.next": "Pida a {merchant} que se lo devuelva.",

  "late.heading": "El dinero llegó demasiado tarde",
  "late.intro": "El pago ya había terminado cuando llegó esto:",
  "late.next": "No sirve como pago. Pregunte a {merchant} qué pasará con ello y muestre esta página.",

  "unexpected.row": "{amount} en {chain}",

  "expired.heading": "El tiempo para pagar ha terminado",
  "expired.intro": "No se ha pagado nada. No envíe nada más. Vuelva a {merchant} para empezar de nuevo.",
  "expired.checkingIntro": "Se está comprobando si llegó un pago en el último momento. No envíe nada más.",

  "cancelled.heading": "Este pago se canceló",
  "cancelled.intro": "{merchant} lo ha cancelado. No envíe nada más.",

  "failed.heading": "El pago no se realizó",
  "failed.intro": "Su dinero no se ha movido. Vuelva a {merchant} para empezar de nuevo.",
  "failed.reason": "Detalles",

  "error.heading": "El pago no se puede mostrar ahora",
  "error.intro": "El servidor no responde. Su pago está a salvo; esto no ha cambiado nada.",
  "error.retry": "Intentar de nuevo",

  "unknown.heading": "No existe este pago",
  "unknown.intro": "Es posible que el enlace esté incompleto. Vuelva a la tienda y ábralo de nuevo.",
};
