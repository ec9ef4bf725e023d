/**
 * All that the page says, in English. `{name}` stands for a value. A key that ends in `.one` or `.other` is chosen by a count
 * (`Intl.PluralRules`).
 */
export const en = {
  "page.title": "Pay {amount} to {merchant}",
  "page.titlePlain": "Payment",
  "page.loading": "Loading your payment …",
  "page.earlierDeposit":
    "{received} came to an earlier address of this payment. They do not count for another amount: ask {merchant} for them.",
  "page.offline": "No connection at the moment. This page goes on by itself as soon as there is one.",

  "embedded.close": "Close",

  "language.label": "Language",

  "summary.timeLeft": "Pay within",
  "summary.split": "Who gets what",
  "summary.seller": "Seller {number}",
  "summary.splitNote": "Amounts before fees. All of them are paid in one transaction, or none of them is.",
  "summary.cancel": "Cancel and go back",
  "summary.support": "Questions? Ask",
  "summary.footer": "The money goes from you to the recipients. Nobody holds it in between.",

  "time.spoken.minutes.one": "{count} minute left",
  "time.spoken.minutes.other": "{count} minutes left",
  "time.spoken.seconds.one": "{count} second left",
  "time.spoken.seconds.other": "{count} seconds left",

  "choose.heading": "Choose how to pay",
  "choose.intro": "Choose a token that you have, and its network. The cheapest network comes first.",
  "choose.legend": "Network and token",
  "choose.option": "{token} on {chain}",
  "choose.continue": "Continue",
  "choose.asking": "Getting your amount …",
  "choose.unavailable.CHAIN_BEHIND": "This network does not answer in time at the moment",
  "choose.unavailable.RATE_UNAVAILABLE": "No exchange rate at the moment",
  "choose.ownFee": "Your wallet pays the network fee here at the moment: {fee}",
  "choose.mostPay": "Most wallets pay the network fee here: {fee}",
  "choose.unknownFee": "not known now",
  "choose.held": "You have {balance}",
  "choose.none": "Nothing can be paid with at the moment. This page looks again by itself.",

  "quote.cost": "Network fee",
  "quote.costOwn": "Paid by you, to the network",
  "quote.heldFor": "Amount held for",
  "quote.change": "Change network or token",
  "quote.method": "How to pay",
  "quote.methodWallet": "Wallet",
  "quote.methodAddress": "Transfer",
  "quote.failed": "The amount could not be had. Try again in a moment.",
  "quote.rateUnavailable": "There is no exchange rate at the moment. Try again in a minute, or choose another token.",
  "quote.tooMany": "Too many requests from your network. Wait a minute and try again.",
  "quote.mismatch":
    "What the server offered does not fit this payment, so nothing is shown to pay. Nothing has been paid. Tell {merchant}.",

  "mandate.pageTitle": "Payments to {merchant}",
  "mandate.loading": "Loading the terms …",
  "mandate.unknown": "There is nothing at this address. Ask the shop for another link.",
  "mandate.heading": "{title}: {amount} each time",
  "mandate.headingUpTo": "{title}: up to {amount} each time",
  "mandate.status.PENDING":
    "Sign once, and {merchant} is paid each time from your wallet. Nothing is taken that is not below.",
  "mandate.status.ACTIVE":
    "You have signed this. {merchant} is paid from your wallet until the last charge, or until you end it.",
  "mandate.status.COMPLETED": "The last charge is over: nothing more is taken.",
  "mandate.status.CANCELLED": "{merchant} charges you no more.",
  "mandate.status.EXPIRED": "This was not signed in time. Ask {merchant} for another.",
  "mandate.amount": "Each time",
  "mandate.most": "At most, each time",
  "mandate.period": "How often",
  "mandate.months.one": "Every month",
  "mandate.months.other": "Every {count} months",
  "mandate.days.one": "Every day",
  "mandate.days.other": "Every {count} days",
  "mandate.first": "First charge",
  "mandate.last": "Last charge",
  "mandate.whenSigned": "When you sign",
  "mandate.charges.one": "The only one",
  "mandate.charges.other": "After {count} charges",
  "mandate.total": "In all, at most",
  "mandate.network": "Network",
  "mandate.payer": "From your account",
  "mandate.noWallet": "No wallet was found in this browser. Open this page in the browser of your wallet.",
  "mandate.allowance.NONE": "Your wallet lets the contract take enough already.",
  "mandate.allowance.PERMIT":
    "Sign that the contract may take {amount}: what this and your other such payments need in all, and no more. It costs you nothing.",
  "mandate.allowance.APPROVE":
    "Send a transaction that lets the contract take {amount}: what this and your other such payments need in all, and no more. You pay its network fee.",
  "mandate.signTerms": "Sign these terms for {merchant}.",
  "mandate.sign": "Agree and sign",
  "mandate.waiting": "Go on in your wallet.",
  "mandate.mismatch":
    "What the server would have you sign is not what this page says, so nothing is asked of you. Nothing was signed.",
  "mandate.payerRefused":
    "Nothing could be charged from this account: it is not in use on this network yet, is denied by the token's issuer, or is paid by these terms. Take another.",
  "mandate.otherAccount": "These terms are of another account: {address}.",
  "mandate.reverted": "The transaction failed: nothing has changed.",
  "mandate.end": "End this",
  "mandate.endNote": "Once it is on the network, nothing can be charged any more, by anybody. It cannot be undone.",
  "mandate.endBySignature": "End it by signature, free",
  "mandate.endByTransaction": "End it by a transaction of your own",
  "mandate.endingNow": "It is on its way to the network, and ends within minutes.",
  "mandate.lowerHeading": "Lower the allowance too",
  "mandate.lowerNote":
    "Your other payments of this kind still need {amount}. Your wallet sends a transaction that lets the contract take that, and no more.",
  "mandate.lower": "Lower the allowance",
  "mandate.lowered": "The allowance is lowered.",
  "mandate.splitNote": "Of each charge, before the fee of {percent} %. It is in what you sign: nobody can change it.",
  "mandate.chargesHeading": "Charges",
  "mandate.charge.SCHEDULED": "Planned",
  "mandate.charge.PROCESSING": "On its way",
  "mandate.charge.SUCCEEDED": "Paid",
  "mandate.charge.MISSED": "Not charged",
  "mandate.charge.CANCELLED": "Withdrawn",
  "mandate.charge.REVERSED": "Taken back by the network",
  "mandate.rules": "What you sign",
  "mandate.rulesText":
    "Each period can be charged once, in its first days, and never for more than this. What was missed is not made up for. {merchant} cannot change the amount, the dates or who is paid.",
  "mandate.howToEnd":
    "You can end it at any time on this page, or by calling cancel or cancelAll of the contract yourself, even if this page is gone. Keep its address.",

  "wallet.heading": "Pay with a wallet",
  "wallet.intro": "Choose your wallet. You see what you agree to before anything is asked of you.",
  "wallet.none": "No wallet was found in this browser. You can pay by transfer from any wallet or exchange.",
  "wallet.connecting": "Open {wallet} and agree to connect.",
  "wallet.scan": "Scan this with the wallet on your phone, or copy the link into it.",
  "wallet.scanLabel": "QR code that connects your wallet",
  "wallet.scanLink": "connection link",
  "wallet.openHere": "Open a wallet on this device",
  "wallet.alternatives": "Other ways with this wallet",
  "elsewhere.enough": "This wallet has enough here:",
  "elsewhere.nowhere":
    "This wallet does not have enough on any network that is accepted. Use another wallet, or pay by transfer.",
  "elsewhere.noOther":
    "This wallet has enough on no other network that is accepted. Add what pays the network fee, use another wallet, or pay by transfer.",
  "elsewhere.option": "Pay from {balance} on {chain}",
  "wallet.connected": "{wallet}, {address}",
  "wallet.disconnect": "Use another wallet",
  "wallet.review": "What your wallet will ask",
  "wallet.pay": "Pay {amount}",
  "wallet.paying": "Continue in {wallet}",
  "wallet.waiting": "Waiting until it is on {network}",
  "wallet.waitingNote":
    "This usually takes less than a minute. If your wallet says that it is done, or lost, check again: what is there already is not asked for again.",
  "wallet.waitingSigners": "Waiting until enough owners have confirmed in {wallet}",
  "wallet.signersNote":
    "The other owners can confirm until {time}. If you close this page and open it again, it goes on from what is there already.",
  "wallet.checkAgain": "Check again",
  "wallet.cancel": "Cancel",
  "wallet.failed": "The wallet could not do it. Nothing has been paid. Try again, or pay by transfer.",
  "wallet.stepDone": "Done",

  "step.signAuthorization": "Sign that {amount} may be taken once, for this payment alone. Signing costs nothing.",
  "step.signPermit2":
    "Sign that {amount} may be taken once, for this payment alone. Your wallet shows every recipient. Signing costs nothing.",
  "step.signPayment": "Sign the payment of {amount}. Your wallet shows every recipient. Signing costs nothing.",
  "step.confirmBatch":
    "Confirm a batch that allows exactly {amount} and pays with it. The network fee is paid for you. Your wallet may ask to upgrade your account first.",
  "step.sendBatch":
    "Confirm a batch that allows exactly {amount} and pays with it. The network takes at most about {cost}.",
  "step.upgradeAndBatch":
    "Confirm a batch that allows exactly {amount} and pays with it. Your wallet will ask to upgrade your account first. The network takes at most about {cost}.",
  "step.accountBatch":
    "Confirm a batch that allows exactly {amount} and pays with it. Your account pays the network fee.",
  "step.signOperation": "Sign the payment of {amount} from your smart account {account}. Signing costs nothing.",
  "step.signPermit": "Sign that exactly {amount} may be taken for this payment. Signing costs nothing.",
  "step.takeBackAllowance": "Confirm a transaction that takes back an earlier allowance for {token}.",
  "step.approve": "Confirm a transaction that allows exactly {amount}, and no more, to be taken.",
  "step.sendPayment": "Confirm the transaction that pays {amount}. In all, the network takes at most about {cost}.",
  "step.wait": "Wait until {network} has it.",

  "method.paymentSignature": "Sign the payment",
  "method.authorization": "Sign for the token",
  "method.permit2": "Sign with Permit2",
  "method.sponsoredBatch": "Confirm a batch, network fee paid for you",
  "method.smartAccount": "Pay from your smart account",
  "method.permit": "Sign an allowance and send a transaction",
  "method.batch": "Confirm a batch of your own",
  "method.approval": "Send transactions of your own",

  "problem.walletRejected": "You said no in the wallet, and nothing has been paid. Try again, or choose another way.",
  "problem.walletNetworkRefused":
    "Your wallet is on another network. Let it switch to {chain} and try again, or choose another network.",
  "problem.walletNetworkUnknown":
    "Your wallet could not switch to {chain}. Switch it there by hand and try again, or choose another network.",
  "problem.walletNetworkDifferent":
    "What your wallet calls {chain} is another network than ours, so nothing was asked of it. Look at its network settings, or use another wallet.",
  "problem.walletAccountChanged": "Your wallet shows another account now. Connect it again to pay from that one.",
  "problem.walletNoAccount":
    "{wallet} shares no account with this page. Unlock it, allow an account for this page, and connect again.",
  "problem.walletBusy": "Your wallet has a request open. Open the wallet, answer it, and try again.",
  "problem.walletCannot":
    "Your wallet could not do this, and nothing has been paid. Choose another way, or another wallet.",
  "problem.walletUnavailable": "{wallet} cannot be reached. Try again in a moment, or choose another wallet.",
  "problem.notEnoughTokens":
    "{needed} are needed on {network}, and your wallet has {held}. Add the rest, choose another network or token, or pay by transfer.",
  "problem.notEnoughNativeToken":
    "Your wallet has the {token}, but too little {nativeToken} for the network fee on {network}. Add some, choose another network or token, or pay by transfer.",
  "problem.paymentWouldFail":
    "The payment would fail, so your wallet was not asked: {reason}. Choose another network or token, or another wallet.",
  "problem.paymentSettled": "This is paid already. The page shows it in a moment.",
  "problem.paymentInOtherTab": "This payment is under way in another tab. Go on there, or close it first.",
  "problem.paymentClosed": "This payment is over or under way elsewhere. The page shows how it stands in a moment.",
  "problem.quoteExpired":
    "The time to pay this amount has run out, and nothing has been paid. Get a new amount, and pay that.",
  "problem.submissionRefused":
    "The payment was not accepted ({code}), and nothing has been paid. Try again, or choose another way.",
  "problem.signatureRefused":
    "What your wallet signed does not pay this, and nothing has been paid. Try again, or choose another way.",
  "problem.gaslessBusy":
    "The service that pays the network fee does not answer, and nothing has been paid. Try again in a moment, or choose another way.",
  "problem.tooManyRequests": "Too many requests. Wait a minute and try again.",
  "problem.submissionUnknown":
    "The server did not answer, so it may have your signature or not. If this page does not go on within a minute, try again: the same payment is never taken twice.",
  "problem.signersMissing":
    "Too few owners confirmed in time, and nothing has been paid. Reject the proposal in your wallet: it can no longer pay.",
  "problem.transactionNotSeen":
    "Your transaction has not been seen on {network}. If your wallet says that it is done, go on: what is there already is not asked for again. If not, try again.",
  "problem.allowanceMissing":
    "Less than {amount} was allowed, so nothing has been paid. Try again, and leave the amount as it is.",
  "problem.methodRefused":
    "Your wallet could not do this here: “{refused}”. Nothing has been paid. Chosen instead: “{chosen}”.",
  "problem.methodWithheld": "{why} Nothing has been paid. Chosen instead: “{chosen}”.",
  "problem.withheld":
    "{why} Nothing has been paid. Try again in a few minutes, choose another network, or pay by transfer.",
  "withheld.relayerMissing": "Nobody sends signatures for you here.",
  "withheld.unknownAccount": "Your account's contract is not known here, so its signature is not sent for you.",
  "withheld.attemptsFailed": "Earlier attempts to pay this failed, so the network fee is not paid for you now.",
  "withheld.accountBusy":
    "Other payments of your account are being sent, so this one's network fee is not paid for you now.",
  "withheld.otherSponsored": "The network fee of this payment is being paid for another wallet at the moment.",
  "withheld.sponsorshipEnded":
    "Your account's last attempt went through without paying this, so its network fee is not paid for you any more.",
  "withheld.sponsorshipPaused": "The network fee cannot be paid for you at the moment.",
  "withheld.tooDear": "The network costs too much at the moment for its fee to be paid for you.",
  "problem.transactionFailed": "Your transaction failed, and nothing has been paid. Try again, or choose another way.",
  "problem.transactionCancelled":
    "You cancelled the transaction in your wallet, and nothing has been paid. Try again, or choose another way.",
  "problem.chainUnreachable":
    "The network cannot be read at the moment, and nothing has been paid. Try again in a moment.",

  "address.heading": "Pay by transfer",
  "address.intro": "Send exactly this amount, on this network, from any wallet or exchange.",
  "address.amount": "Amount",
  "address.address": "Address",
  "address.network": "Network",
  "address.until": "Has to be there by",
  "address.showRequest": "Show a code with the amount",
  "address.showAddress": "Show a code of the address alone",
  "address.qrAddressLabel": "QR code of the address",
  "address.qrRequestLabel": "QR code of the address with network, token and amount (EIP-681)",
  "address.qrRequestNote": "For wallets that read payment requests (EIP-681).",
  "address.warning":
    "Send only {token}, and only on {chain}. Anything else, on another network or too late, does not pay.",
  "address.feeNote": "If your wallet or exchange takes a fee, see to it that the whole amount arrives.",
  "address.feeNoteAbout":
    "From a wallet the network takes about {fee} on top. If an exchange takes a fee, see to it that the whole amount arrives.",
  "address.asking": "Asking for an address…",
  "address.waiting": "Waiting for your transfer. This page notices it by itself.",

  "refund.intro":
    "This payment goes to several recipients. If too little comes, or too late, it cannot be divided among them: it goes back to an address of yours. Name it first.",
  "refund.address": "Your address for {token} on {chain}",
  "refund.hint":
    "A wallet of yours, or the address at which your exchange takes {token} on {chain}. Not the address that an exchange sends from.",
  "refund.invalid": "This is no address: it begins with 0x and has 42 characters.",
  "refund.tooMany":
    "Too many addresses have been named for this payment already. Pay from a wallet, or try again later.",
  "refund.refused": "Money cannot be sent back to this address. Give another one.",
  "refund.continue": "Show where to send",
  "refund.asking": "Getting your address …",
  "refund.offer": "Where money goes back to, if it cannot pay",
  "refund.set": "Money that cannot pay goes back to {address}.",

  "links.label": "Open in a wallet",
  "links.intro": "Have a wallet on this phone? Open this page in it:",
  "links.open": "Open in {wallet}",

  "copy.copy": "Copy",
  "copy.copied": "Copied",
  "copy.label": "Copy {what}",
  "copy.failed": "Could not be copied: select the text instead",

  "partial.heading": "Part of it has arrived",
  "partial.received": "Arrived",
  "partial.due": "Still due",
  "partial.intro": "{received} of {total} have arrived. Send the rest to the same address.",

  "renewal.heading": "This amount is no longer held",
  "renewal.intro": "Amounts are held for a limited time. Nothing more can be paid under the old one.",
  "renewal.before": "Before",
  "renewal.now": "Now",
  "renewal.tooLate": "Too late for a transfer",
  "renewal.tooLateIntro":
    "A transfer would not be there before the time to pay is over. What you have sent already is still looked for.",
  "renewal.ask": "Get a new amount",
  "renewal.accept": "Continue with {amount}",
  "renewal.sent":
    "Did you send it already? If it came in time, this page goes on by itself. Do not send to the old address any more.",

  "submitted.heading": "Your payment is on its way",
  "submitted.intro": "It was handed in and waits to be seen on {chain}. It is paid when this page says so.",
  "submitted.again": "It has not been seen, and its time is over. You can try again: no payment can be made twice.",

  "processing.heading": "Payment received",
  "processing.headingAccepted": "Your payment is on its way",
  "processing.intro":
    "It is on {chain}, which confirms it. You may close this page: {merchant} is told when it is final.",
  "processing.accepted": "It was accepted and is about to be written to {chain}.",
  "processing.confirmations": "{count} of {required} confirmations",
  "processing.confirmationsOpen.one": "{count} confirmation",
  "processing.confirmationsOpen.other": "{count} confirmations",
  "processing.secondsLeft.one": "About {count} second left",
  "processing.secondsLeft.other": "About {count} seconds left",
  "processing.minutesLeft.one": "About {count} minute left",
  "processing.minutesLeft.other": "About {count} minutes left",

  "success.heading": "Paid",
  "success.intro": "{merchant} has your payment.",
  "success.returning.one": "Back to {merchant} in {count} second.",
  "success.returning.other": "Back to {merchant} in {count} seconds.",
  "success.stay": "Stay here",
  "receipt.heading": "Receipt",
  "receipt.merchant": "To",
  "receipt.title": "For",
  "receipt.print": "Print",
  "receipt.save": "Save",
  "receipt.file": "receipt",
  "receipt.explorer": ", at the network's explorer",
  "receipt.amount": "Amount",
  "receipt.paid": "Paid",
  "receipt.network": "Network",
  "receipt.date": "Date",
  "receipt.transaction": "Transaction",
  "receipt.payment": "Payment",
  "receipt.refunded": "Sent back",
  "receipt.notFinal": "not final yet",
  "receipt.return": "Return to {merchant}",

  "overpaid.heading": "Paid, and more came than was due",
  "overpaid.intro": "{merchant} has your payment. Beside it came:",
  "overpaid.next": "Ask {merchant} to send it back.",

  "late.heading": "Money came too late",
  "late.intro": "The payment was over when this came:",
  "late.next": "It does not pay. Ask {merchant} what becomes of it, and show this page.",

  "unexpected.row": "{amount} on {chain}",

  "expired.heading": "The time to pay is over",
  "expired.intro": "Nothing has been paid. Do not send anything any more. Go back to {merchant} to start again.",
  "expired.checkingIntro":
    "Whether a payment came at the last moment is being looked at. Do not send anything any more.",

  "cancelled.heading": "This payment was cancelled",
  "cancelled.intro": "{merchant} has cancelled it. Do not send anything any more.",

  "failed.heading": "The payment did not go through",
  "failed.intro": "Your money has not moved. Go back to {merchant} to start again.",
  "failed.reason": "Details",

  "error.heading": "The payment cannot be shown now",
  "error.intro": "The server does not answer. Your payment is safe; nothing was changed by this.",
  "error.retry": "Try again",

  "unknown.heading": "There is no such payment",
  "unknown.intro": "The link may be incomplete. Go back to the shop and open it again.",
} as const;
