import type { Translation } from "./catalog.ts";
import type { en } from "./en.ts";

/** What `en.ts` says, in German. */
export const messages: Translation<typeof en> = {
  "page.title": "{amount} an {merchant} zahlen",
  "page.titlePlain": "Zahlung",
  "page.loading": "Ihre Zahlung wird geladen …",
  "page.earlierDeposit":
    "{received} sind an einer früheren Adresse dieser Zahlung eingegangen. Sie zählen nicht für einen anderen Betrag: Wenden Sie sich dafür an {merchant}.",
  "page.offline": "Zurzeit keine Verbindung. Diese Seite macht von selbst weiter, sobald es wieder eine gibt.",

  "embedded.close": "Schließen",

  "language.label": "Sprache",

  "summary.timeLeft": "Zu zahlen in",
  "summary.split": "Wer was erhält",
  "summary.seller": "Verkäufer {number}",
  "summary.splitNote": "Beträge vor Gebühren. Alle werden in einer einzigen Transaktion gezahlt, oder keiner.",
  "summary.cancel": "Abbrechen und zurück",
  "summary.support": "Fragen? Wenden Sie sich an",
  "summary.footer": "Das Geld geht von Ihnen direkt an die Empfänger. Niemand verwahrt es dazwischen.",

  "time.spoken.minutes.one": "Noch {count} Minute",
  "time.spoken.minutes.other": "Noch {count} Minuten",
  "time.spoken.seconds.one": "Noch {count} Sekunde",
  "time.spoken.seconds.other": "Noch {count} Sekunden",

  "choose.heading": "Zahlungsart wählen",
  "choose.intro": "Wählen Sie einen Token, den Sie besitzen, und sein Netzwerk. Das günstigste Netzwerk steht oben.",
  "choose.legend": "Netzwerk und Token",
  "choose.option": "{token} auf {chain}",
  "choose.continue": "Weiter",
  "choose.asking": "Ihr Betrag wird abgerufen …",
  "choose.unavailable.CHAIN_BEHIND": "Dieses Netzwerk antwortet zurzeit nicht rechtzeitig",
  "choose.unavailable.RATE_UNAVAILABLE": "Zurzeit kein Wechselkurs",
  "choose.ownFee": "Die Netzwerkgebühr zahlt hier zurzeit Ihre Wallet: {fee}",
  "choose.mostPay": "Die meisten Wallets zahlen hier die Netzwerkgebühr: {fee}",
  "choose.unknownFee": "zurzeit unbekannt",
  "choose.held": "Sie haben {balance}",
  "choose.none": "Zurzeit kann nicht gezahlt werden. Diese Seite prüft es von selbst erneut.",

  "quote.cost": "Netzwerkgebühr",
  "quote.costOwn": "Zahlen Sie an das Netzwerk",
  "quote.heldFor": "Betrag gilt noch",
  "quote.change": "Netzwerk oder Token ändern",
  "quote.method": "Zahlungsweg",
  "quote.methodWallet": "Wallet",
  "quote.methodAddress": "Überweisung",
  "quote.failed": "Der Betrag konnte nicht abgerufen werden. Versuchen Sie es gleich noch einmal.",
  "quote.rateUnavailable":
    "Zurzeit gibt es keinen Wechselkurs. Versuchen Sie es in einer Minute noch einmal, oder wählen Sie einen anderen Token.",
  "quote.tooMany": "Zu viele Anfragen aus Ihrem Netz. Warten Sie eine Minute, und versuchen Sie es noch einmal.",
  "quote.mismatch":
    "Das Angebot des Servers passt nicht zu dieser Zahlung, deshalb wird nichts zum Zahlen angezeigt. Es wurde nichts gezahlt. Geben Sie {merchant} Bescheid.",

  "mandate.pageTitle": "Zahlungen an {merchant}",
  "mandate.loading": "Die Bedingungen werden geladen …",
  "mandate.unknown": "Unter dieser Adresse gibt es nichts. Bitten Sie den Händler um einen anderen Link.",
  "mandate.heading": "{title}: jedes Mal {amount}",
  "mandate.headingUpTo": "{title}: jedes Mal bis zu {amount}",
  "mandate.status.PENDING":
    "Sie unterschreiben einmal, und {merchant} wird jedes Mal aus Ihrer Wallet bezahlt. Nichts wird genommen, das nicht unten steht.",
  "mandate.status.ACTIVE":
    "Sie haben das unterschrieben. {merchant} wird aus Ihrer Wallet bezahlt, bis zur letzten Abbuchung oder bis Sie es beenden.",
  "mandate.status.COMPLETED": "Die letzte Abbuchung ist vorbei: Nichts wird mehr genommen.",
  "mandate.status.CANCELLED": "{merchant} bucht nicht mehr ab.",
  "mandate.status.EXPIRED": "Das wurde nicht rechtzeitig unterschrieben. Bitten Sie {merchant} um ein neues.",
  "mandate.amount": "Jedes Mal",
  "mandate.most": "Jedes Mal höchstens",
  "mandate.period": "Wie oft",
  "mandate.months.one": "Jeden Monat",
  "mandate.months.other": "Alle {count} Monate",
  "mandate.days.one": "Jeden Tag",
  "mandate.days.other": "Alle {count} Tage",
  "mandate.first": "Erste Abbuchung",
  "mandate.last": "Letzte Abbuchung",
  "mandate.whenSigned": "Wenn Sie unterschreiben",
  "mandate.charges.one": "Die einzige",
  "mandate.charges.other": "Nach {count} Abbuchungen",
  "mandate.total": "Zusammen höchstens",
  "mandate.network": "Netzwerk",
  "mandate.payer": "Von Ihrem Konto",
  "mandate.noWallet": "In diesem Browser wurde keine Wallet gefunden. Öffnen Sie diese Seite im Browser Ihrer Wallet.",
  "mandate.allowance.NONE": "Ihre Wallet erlaubt dem Vertrag schon genug.",
  "mandate.allowance.PERMIT":
    "Unterschreiben Sie, dass der Vertrag {amount} nehmen darf: was dies und Ihre anderen solchen Zahlungen zusammen brauchen, und nicht mehr. Es kostet Sie nichts.",
  "mandate.allowance.APPROVE":
    "Senden Sie eine Transaktion, die dem Vertrag {amount} erlaubt: was dies und Ihre anderen solchen Zahlungen zusammen brauchen, und nicht mehr. Sie zahlen ihre Netzwerkgebühr.",
  "mandate.signTerms": "Unterschreiben Sie diese Bedingungen für {merchant}.",
  "mandate.sign": "Zustimmen und unterschreiben",
  "mandate.waiting": "Weiter geht es in Ihrer Wallet.",
  "mandate.mismatch":
    "Was der Server Sie unterschreiben ließe, ist nicht, was diese Seite sagt; darum werden Sie um nichts gebeten. Nichts wurde unterschrieben.",
  "mandate.payerRefused":
    "Von diesem Konto könnte nichts abgebucht werden: Es ist in diesem Netzwerk noch nicht in Gebrauch, vom Herausgeber des Tokens gesperrt, oder es wird nach diesen Bedingungen selbst bezahlt. Nehmen Sie ein anderes.",
  "mandate.otherAccount": "Diese Bedingungen gehören zu einem anderen Konto: {address}.",
  "mandate.reverted": "Die Transaktion ist fehlgeschlagen: Nichts hat sich geändert.",
  "mandate.end": "Beenden",
  "mandate.endNote":
    "Sobald es im Netzwerk steht, kann niemand mehr etwas abbuchen. Es lässt sich nicht rückgängig machen.",
  "mandate.endBySignature": "Mit einer Unterschrift beenden, kostenlos",
  "mandate.endByTransaction": "Mit einer eigenen Transaktion beenden",
  "mandate.endingNow": "Es ist auf dem Weg ins Netzwerk und endet in wenigen Minuten.",
  "mandate.lowerHeading": "Auch die Erlaubnis senken",
  "mandate.lowerNote":
    "Ihre anderen Zahlungen dieser Art brauchen noch {amount}. Ihre Wallet sendet eine Transaktion, die dem Vertrag das erlaubt, und nicht mehr.",
  "mandate.lower": "Erlaubnis senken",
  "mandate.lowered": "Die Erlaubnis ist gesenkt.",
  "mandate.splitNote":
    "Von jeder Abbuchung, vor der Gebühr von {percent} %. Es steht in dem, was Sie unterschreiben: Niemand kann es ändern.",
  "mandate.chargesHeading": "Abbuchungen",
  "mandate.charge.SCHEDULED": "Geplant",
  "mandate.charge.PROCESSING": "Unterwegs",
  "mandate.charge.SUCCEEDED": "Bezahlt",
  "mandate.charge.MISSED": "Nicht abgebucht",
  "mandate.charge.CANCELLED": "Zurückgezogen",
  "mandate.charge.REVERSED": "Vom Netzwerk zurückgenommen",
  "mandate.rules": "Was Sie unterschreiben",
  "mandate.rulesText":
    "In jedem Zeitraum kann einmal abgebucht werden, in seinen ersten Tagen, und nie mehr als dies. Was versäumt wurde, wird nicht nachgeholt. {merchant} kann weder Betrag noch Daten noch Empfänger ändern.",
  "mandate.howToEnd":
    "Sie können es jederzeit auf dieser Seite beenden, oder selbst mit cancel oder cancelAll des Vertrags, auch wenn es diese Seite nicht mehr gibt. Heben Sie ihre Adresse auf.",

  "wallet.heading": "Mit einer Wallet zahlen",
  "wallet.intro": "Wählen Sie Ihre Wallet. Sie sehen, wozu Sie zustimmen, bevor etwas verlangt wird.",
  "wallet.none":
    "In diesem Browser wurde keine Wallet gefunden. Sie können aus jeder Wallet oder von jeder Börse per Überweisung zahlen.",
  "wallet.connecting": "Öffnen Sie {wallet}, und stimmen Sie der Verbindung zu.",
  "wallet.scan": "Scannen Sie diesen Code mit der Wallet auf Ihrem Telefon, oder kopieren Sie den Link dorthin.",
  "wallet.scanLabel": "QR-Code, der Ihre Wallet verbindet",
  "wallet.scanLink": "Verbindungslink",
  "wallet.openHere": "Wallet auf diesem Gerät öffnen",
  "wallet.alternatives": "Andere Wege mit dieser Wallet",
  "elsewhere.enough": "Hier hat diese Wallet genug:",
  "elsewhere.nowhere":
    "Diese Wallet hat auf keinem akzeptierten Netzwerk genug. Verwenden Sie eine andere Wallet, oder zahlen Sie per Überweisung.",
  "elsewhere.noOther":
    "Diese Wallet hat auf keinem anderen akzeptierten Netzwerk genug. Laden Sie auf, womit die Netzwerkgebühr bezahlt wird, verwenden Sie eine andere Wallet, oder zahlen Sie per Überweisung.",
  "elsewhere.option": "Mit {balance} auf {chain} zahlen",
  "wallet.connected": "{wallet}, {address}",
  "wallet.disconnect": "Andere Wallet verwenden",
  "wallet.review": "Was Ihre Wallet verlangen wird",
  "wallet.pay": "{amount} zahlen",
  "wallet.paying": "Weiter in {wallet}",
  "wallet.waiting": "Warten, bis sie auf {network} ist",
  "wallet.waitingNote":
    "Das dauert meist weniger als eine Minute. Wenn Ihre Wallet sagt, dass es erledigt oder verloren ist, prüfen Sie erneut: Was schon da ist, wird nicht noch einmal verlangt.",
  "wallet.waitingSigners": "Warten, bis genügend Eigentümer in {wallet} bestätigt haben",
  "wallet.signersNote":
    "Die anderen Eigentümer können bis {time} bestätigen. Wenn Sie diese Seite schließen und wieder öffnen, geht es mit dem weiter, was schon da ist.",
  "wallet.checkAgain": "Erneut prüfen",
  "wallet.cancel": "Abbrechen",
  "wallet.failed":
    "Die Wallet konnte es nicht ausführen. Es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder zahlen Sie per Überweisung.",
  "wallet.stepDone": "Erledigt",

  "step.signAuthorization":
    "Unterschreiben Sie, dass {amount} einmalig und nur für diese Zahlung eingezogen werden dürfen. Die Unterschrift kostet nichts.",
  "step.signPermit2":
    "Unterschreiben Sie, dass {amount} einmalig und nur für diese Zahlung eingezogen werden dürfen. Ihre Wallet zeigt jeden Empfänger. Die Unterschrift kostet nichts.",
  "step.signPayment":
    "Unterschreiben Sie die Zahlung von {amount}. Ihre Wallet zeigt jeden Empfänger. Die Unterschrift kostet nichts.",
  "step.confirmBatch":
    "Bestätigen Sie ein Bündel, das genau {amount} freigibt und damit zahlt. Die Netzwerkgebühr wird für Sie bezahlt. Ihre Wallet bittet eventuell zuerst um ein Upgrade Ihres Kontos.",
  "step.sendBatch":
    "Bestätigen Sie ein Bündel, das genau {amount} freigibt und damit zahlt. Das Netzwerk nimmt höchstens etwa {cost}.",
  "step.upgradeAndBatch":
    "Bestätigen Sie ein Bündel, das genau {amount} freigibt und damit zahlt. Ihre Wallet bittet zuerst um ein Upgrade Ihres Kontos. Das Netzwerk nimmt höchstens etwa {cost}.",
  "step.accountBatch":
    "Bestätigen Sie ein Bündel, das genau {amount} freigibt und damit zahlt. Die Netzwerkgebühr zahlt Ihr Konto.",
  "step.signOperation":
    "Unterschreiben Sie die Zahlung von {amount} aus Ihrem Smart Account {account}. Die Unterschrift kostet nichts.",
  "step.signPermit":
    "Unterschreiben Sie, dass genau {amount} für diese Zahlung eingezogen werden dürfen. Die Unterschrift kostet nichts.",
  "step.takeBackAllowance": "Bestätigen Sie eine Transaktion, die eine frühere Freigabe für {token} zurücknimmt.",
  "step.approve": "Bestätigen Sie eine Transaktion, die genau {amount} freigibt und nicht mehr.",
  "step.sendPayment":
    "Bestätigen Sie die Transaktion, die {amount} zahlt. Insgesamt nimmt das Netzwerk höchstens etwa {cost}.",
  "step.wait": "Warten Sie, bis sie auf {network} ist.",

  "method.paymentSignature": "Zahlung unterschreiben",
  "method.authorization": "Für den Token unterschreiben",
  "method.permit2": "Mit Permit2 unterschreiben",
  "method.sponsoredBatch": "Bündel bestätigen, Netzwerkgebühr wird für Sie bezahlt",
  "method.smartAccount": "Aus Ihrem Smart Account zahlen",
  "method.permit": "Freigabe unterschreiben und Transaktion senden",
  "method.batch": "Eigenes Bündel bestätigen",
  "method.approval": "Eigene Transaktionen senden",

  "problem.walletRejected":
    "Sie haben in der Wallet abgelehnt, und es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.walletNetworkRefused":
    "Ihre Wallet ist in einem anderen Netzwerk. Lassen Sie sie zu {chain} wechseln, und versuchen Sie es noch einmal, oder wählen Sie ein anderes Netzwerk.",
  "problem.walletNetworkUnknown":
    "Ihre Wallet konnte nicht zu {chain} wechseln. Stellen Sie sie von Hand um, und versuchen Sie es noch einmal, oder wählen Sie ein anderes Netzwerk.",
  "problem.walletNetworkDifferent":
    "Was Ihre Wallet {chain} nennt, ist ein anderes Netzwerk als unseres, deshalb wurde nichts von ihr verlangt. Prüfen Sie ihre Netzwerkeinstellungen, oder verwenden Sie eine andere Wallet.",
  "problem.walletAccountChanged":
    "Ihre Wallet zeigt jetzt ein anderes Konto. Verbinden Sie sie erneut, um aus diesem zu zahlen.",
  "problem.walletNoAccount":
    "{wallet} gibt für diese Seite kein Konto frei. Entsperren Sie die Wallet, erlauben Sie ein Konto für diese Seite, und verbinden Sie sie erneut.",
  "problem.walletBusy":
    "In Ihrer Wallet ist noch eine Anfrage offen. Öffnen Sie die Wallet, beantworten Sie die Anfrage, und versuchen Sie es noch einmal.",
  "problem.walletCannot":
    "Ihre Wallet konnte das nicht ausführen, und es wurde nichts gezahlt. Wählen Sie einen anderen Weg oder eine andere Wallet.",
  "problem.walletUnavailable":
    "{wallet} ist nicht erreichbar. Versuchen Sie es gleich noch einmal, oder wählen Sie eine andere Wallet.",
  "problem.notEnoughTokens":
    "Auf {network} werden {needed} benötigt, Ihre Wallet hat {held}. Ergänzen Sie den Rest, wählen Sie ein anderes Netzwerk oder einen anderen Token, oder zahlen Sie per Überweisung.",
  "problem.notEnoughNativeToken":
    "Ihre Wallet hat die {token}, aber zu wenig {nativeToken} für die Netzwerkgebühr auf {network}. Laden Sie etwas auf, wählen Sie ein anderes Netzwerk oder einen anderen Token, oder zahlen Sie per Überweisung.",
  "problem.paymentWouldFail":
    "Die Zahlung würde fehlschlagen, deshalb wurde Ihre Wallet nicht gefragt: {reason}. Wählen Sie ein anderes Netzwerk, einen anderen Token oder eine andere Wallet.",
  "problem.paymentSettled": "Das ist bereits bezahlt. Die Seite zeigt es gleich an.",
  "problem.paymentInOtherTab":
    "Diese Zahlung läuft in einem anderen Tab. Machen Sie dort weiter, oder schließen Sie ihn zuerst.",
  "problem.paymentClosed": "Diese Zahlung ist beendet oder läuft anderswo. Die Seite zeigt gleich ihren Stand.",
  "problem.quoteExpired":
    "Die Zeit für diesen Betrag ist abgelaufen, und es wurde nichts gezahlt. Rufen Sie einen neuen Betrag ab, und zahlen Sie diesen.",
  "problem.submissionRefused":
    "Die Zahlung wurde nicht angenommen ({code}), und es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.signatureRefused":
    "Was Ihre Wallet unterschrieben hat, zahlt dies nicht, und es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.gaslessBusy":
    "Der Dienst, der die Netzwerkgebühr zahlt, antwortet nicht, und es wurde nichts gezahlt. Versuchen Sie es gleich noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.tooManyRequests": "Zu viele Anfragen. Warten Sie eine Minute, und versuchen Sie es noch einmal.",
  "problem.submissionUnknown":
    "Der Server hat nicht geantwortet, deshalb hat er Ihre Unterschrift vielleicht, vielleicht auch nicht. Wenn diese Seite nicht innerhalb einer Minute weitermacht, versuchen Sie es noch einmal: Dieselbe Zahlung wird nie zweimal eingezogen.",
  "problem.signersMissing":
    "Es haben nicht rechtzeitig genügend Eigentümer bestätigt, und es wurde nichts gezahlt. Lehnen Sie den Vorschlag in Ihrer Wallet ab: Er kann nicht mehr zahlen.",
  "problem.transactionNotSeen":
    "Ihre Transaktion wurde auf {network} nicht gesehen. Wenn Ihre Wallet sagt, dass sie ausgeführt ist, machen Sie weiter: Was schon da ist, wird nicht noch einmal verlangt. Wenn nicht, versuchen Sie es noch einmal.",
  "problem.allowanceMissing":
    "Es wurde weniger als {amount} freigegeben, deshalb wurde nichts gezahlt. Versuchen Sie es noch einmal, und lassen Sie den Betrag unverändert.",
  "problem.methodRefused":
    "Ihre Wallet konnte das hier nicht ausführen: „{refused}“. Es wurde nichts gezahlt. Stattdessen gewählt: „{chosen}“.",
  "problem.methodWithheld": "{why} Es wurde nichts gezahlt. Stattdessen gewählt: „{chosen}“.",
  "problem.withheld":
    "{why} Es wurde nichts gezahlt. Versuchen Sie es in ein paar Minuten noch einmal, wählen Sie ein anderes Netzwerk, oder zahlen Sie per Überweisung.",
  "withheld.relayerMissing": "Hier sendet niemand Unterschriften für Sie.",
  "withheld.unknownAccount":
    "Der Vertrag Ihres Kontos ist hier nicht bekannt, deshalb wird seine Unterschrift nicht für Sie gesendet.",
  "withheld.attemptsFailed":
    "Frühere Zahlungsversuche sind fehlgeschlagen, deshalb wird die Netzwerkgebühr jetzt nicht für Sie bezahlt.",
  "withheld.accountBusy":
    "Andere Zahlungen Ihres Kontos werden gerade gesendet, deshalb wird die Netzwerkgebühr dieser Zahlung jetzt nicht für Sie bezahlt.",
  "withheld.otherSponsored": "Die Netzwerkgebühr dieser Zahlung wird gerade für eine andere Wallet bezahlt.",
  "withheld.sponsorshipEnded":
    "Der letzte Versuch Ihres Kontos ging durch, ohne dies zu bezahlen, deshalb wird seine Netzwerkgebühr nicht mehr für Sie bezahlt.",
  "withheld.sponsorshipPaused": "Die Netzwerkgebühr kann zurzeit nicht für Sie bezahlt werden.",
  "withheld.tooDear": "Das Netzwerk ist zurzeit zu teuer, um die Gebühr für Sie zu bezahlen.",
  "problem.transactionFailed":
    "Ihre Transaktion ist fehlgeschlagen, und es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.transactionCancelled":
    "Sie haben die Transaktion in Ihrer Wallet abgebrochen, und es wurde nichts gezahlt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.",
  "problem.chainUnreachable":
    "Das Netzwerk kann zurzeit nicht gelesen werden, und es wurde nichts gezahlt. Versuchen Sie es gleich noch einmal.",

  "address.heading": "Per Überweisung zahlen",
  "address.intro": "Senden Sie genau diesen Betrag in diesem Netzwerk, aus jeder Wallet oder von jeder Börse.",
  "address.amount": "Betrag",
  "address.address": "Adresse",
  "address.network": "Netzwerk",
  "address.until": "Muss da sein bis",
  "address.showRequest": "Code mit Betrag anzeigen",
  "address.showAddress": "Code nur mit der Adresse anzeigen",
  "address.qrAddressLabel": "QR-Code der Adresse",
  "address.qrRequestLabel": "QR-Code der Adresse mit Netzwerk, Token und Betrag (EIP-681)",
  "address.qrRequestNote": "Für Wallets, die Zahlungsanforderungen lesen (EIP-681).",
  "address.warning":
    "Senden Sie nur {token} und nur auf {chain}. Anderes, über ein anderes Netzwerk oder zu spät, gilt nicht als Zahlung.",
  "address.feeNote":
    "Wenn Ihre Wallet oder Börse eine Gebühr abzieht, sorgen Sie dafür, dass der ganze Betrag ankommt.",
  "address.feeNoteAbout":
    "Aus einer Wallet nimmt das Netzwerk zusätzlich etwa {fee}. Wenn eine Börse eine Gebühr abzieht, sorgen Sie dafür, dass der ganze Betrag ankommt.",
  "address.asking": "Eine Adresse wird angefordert …",
  "address.waiting": "Warten auf Ihre Überweisung. Diese Seite bemerkt sie von selbst.",

  "refund.intro":
    "Diese Zahlung geht an mehrere Empfänger. Wenn zu wenig oder zu spät gezahlt wird, kann sie nicht aufgeteilt werden: Das Geld geht an eine Adresse von Ihnen zurück. Geben Sie diese zuerst an.",
  "refund.address": "Ihre Adresse für {token} auf {chain}",
  "refund.hint":
    "Eine eigene Wallet, oder die Adresse, an der Ihre Börse {token} auf {chain} annimmt. Nicht die Adresse, von der eine Börse sendet.",
  "refund.invalid": "Das ist keine Adresse: Sie beginnt mit 0x und hat 42 Zeichen.",
  "refund.tooMany":
    "Für diese Zahlung wurden schon zu viele Adressen angegeben. Zahlen Sie aus einer Wallet, oder versuchen Sie es später noch einmal.",
  "refund.refused": "An diese Adresse kann kein Geld zurückgesendet werden. Geben Sie eine andere an.",
  "refund.continue": "Zeigen, wohin zu senden ist",
  "refund.asking": "Ihre Adresse wird abgerufen …",
  "refund.offer": "Wohin das Geld zurückgeht, wenn es nicht als Zahlung gilt",
  "refund.set": "Geld, das nicht als Zahlung gilt, geht an {address} zurück.",

  "links.label": "In einer Wallet öffnen",
  "links.intro": "Haben Sie eine Wallet auf diesem Telefon? Öffnen Sie diese Seite darin:",
  "links.open": "In {wallet} öffnen",

  "copy.copy": "Kopieren",
  "copy.copied": "Kopiert",
  "copy.label": "Kopieren: {what}",
  "copy.failed": "Kopieren nicht möglich: Markieren Sie den Text",

  "partial.heading": "Ein Teil ist angekommen",
  "partial.received": "Angekommen",
  "partial.due": "Noch offen",
  "partial.intro": "{received} von {total} sind angekommen. Senden Sie den Rest an dieselbe Adresse.",

  "renewal.heading": "Dieser Betrag gilt nicht mehr",
  "renewal.intro": "Beträge gelten nur für begrenzte Zeit. Unter dem alten kann nicht mehr gezahlt werden.",
  "renewal.before": "Vorher",
  "renewal.now": "Jetzt",
  "renewal.tooLate": "Zu spät für eine Überweisung",
  "renewal.tooLateIntro":
    "Eine Überweisung wäre nicht rechtzeitig da. Nach dem, was Sie schon gesendet haben, wird weiter gesucht.",
  "renewal.ask": "Neuen Betrag abrufen",
  "renewal.accept": "Mit {amount} weiter",
  "renewal.sent":
    "Schon gesendet? Wenn es rechtzeitig da war, macht diese Seite von selbst weiter. Senden Sie nichts mehr an die alte Adresse.",

  "submitted.heading": "Ihre Zahlung ist unterwegs",
  "submitted.intro":
    "Sie wurde eingereicht und wartet darauf, auf {chain} gesehen zu werden. Bezahlt ist erst, wenn diese Seite es sagt.",
  "submitted.again":
    "Sie wurde nicht gesehen, und ihre Zeit ist abgelaufen. Sie können es noch einmal versuchen: Keine Zahlung kann zweimal ausgeführt werden.",

  "processing.heading": "Zahlung eingegangen",
  "processing.headingAccepted": "Ihre Zahlung ist unterwegs",
  "processing.intro":
    "Sie ist auf {chain} und wird dort bestätigt. Sie können diese Seite schließen: {merchant} erfährt, wenn sie endgültig ist.",
  "processing.accepted": "Sie wurde angenommen und wird gleich auf {chain} geschrieben.",
  "processing.confirmations": "{count} von {required} Bestätigungen",
  "processing.confirmationsOpen.one": "{count} Bestätigung",
  "processing.confirmationsOpen.other": "{count} Bestätigungen",
  "processing.secondsLeft.one": "Noch etwa {count} Sekunde",
  "processing.secondsLeft.other": "Noch etwa {count} Sekunden",
  "processing.minutesLeft.one": "Noch etwa {count} Minute",
  "processing.minutesLeft.other": "Noch etwa {count} Minuten",

  "success.heading": "Bezahlt",
  "success.intro": "{merchant} hat Ihre Zahlung.",
  "success.returning.one": "In {count} Sekunde zurück zu {merchant}.",
  "success.returning.other": "In {count} Sekunden zurück zu {merchant}.",
  "success.stay": "Hier bleiben",
  "receipt.heading": "Beleg",
  "receipt.merchant": "An",
  "receipt.title": "Für",
  "receipt.print": "Drucken",
  "receipt.save": "Speichern",
  "receipt.file": "beleg",
  "receipt.explorer": ", im Explorer des Netzwerks",
  "receipt.amount": "Betrag",
  "receipt.paid": "Bezahlt",
  "receipt.network": "Netzwerk",
  "receipt.date": "Datum",
  "receipt.transaction": "Transaktion",
  "receipt.payment": "Zahlung",
  "receipt.refunded": "Erstattet",
  "receipt.notFinal": "noch nicht endgültig",
  "receipt.return": "Zurück zu {merchant}",

  "overpaid.heading": "Bezahlt, und es kam mehr als nötig",
  "overpaid.intro": "{merchant} hat Ihre Zahlung. Darüber hinaus kam an:",
  "overpaid.next": "Bitten Sie {merchant}, es zurückzusenden.",

  "late.heading": "Das Geld kam zu spät",
  "late.intro": "Die Zahlung war schon beendet, als dies ankam:",
  "late.next": "Es gilt nicht als Zahlung. Fragen Sie {merchant}, was damit geschieht, und zeigen Sie diese Seite.",

  "unexpected.row": "{amount} auf {chain}",

  "expired.heading": "Die Zeit zum Zahlen ist abgelaufen",
  "expired.intro":
    "Es wurde nichts gezahlt. Senden Sie nichts mehr. Gehen Sie zurück zu {merchant}, um neu zu beginnen.",
  "expired.checkingIntro": "Es wird geprüft, ob im letzten Moment noch eine Zahlung kam. Senden Sie nichts mehr.",

  "cancelled.heading": "Diese Zahlung wurde storniert",
  "cancelled.intro": "{merchant} hat sie storniert. Senden Sie nichts mehr.",

  "failed.heading": "Die Zahlung ist fehlgeschlagen",
  "failed.intro": "Ihr Geld wurde nicht bewegt. Gehen Sie zurück zu {merchant}, um neu zu beginnen.",
  "failed.reason": "Einzelheiten",

  "error.heading": "Die Zahlung kann gerade nicht angezeigt werden",
  "error.intro": "Der Server antwortet nicht. Ihre Zahlung ist sicher, es wurde nichts verändert.",
  "error.retry": "Erneut versuchen",

  "unknown.heading": "Diese Zahlung gibt es nicht",
  "unknown.intro": "Der Link ist vielleicht unvollständig. Gehen Sie zurück zum Shop, und öffnen Sie ihn erneut.",
};
