/** All that mails say, in English. `{name}` stands for a value. */
export const en = {
  sentBy: "Sent by {host}",
  unsubscribe: "Unsubscribe",

  "signInCode.subject": "Your sign-in code",
  "signInCode.enter": "Enter this code where you are signing in:",

  "code.life": "It works once, for 10 minutes. Nobody who works here will ever ask you for it.",

  "signInCode.ignore": "You did not ask for it? Then ignore this mail: nobody signs in without the code.",

  "emailCode.subject": "Confirm your new mail address",
  "emailCode.enter": "Enter this code where you are changing the address of your account to this one:",
  "emailCode.ignore": "You are changing no address? Then ignore this mail: without the code nothing changes.",

  "invitation.subject": "Invitation to {organization}",
  "invitation.by": "{inviter} invites you to join an organization.",
  "invitation.byOperator": "The operator of this server invites you to join an organization.",
  "invitation.role": "Your role",
  "invitation.until": "Open until",
  "invitation.accept": "Accept the invitation",
  "invitation.once": "The link works once. If you do not know who invites you, ignore this mail.",

  "role.owner": "owner",
  "role.admin": "admin",
  "role.member": "member",
  "role.viewer": "viewer",
  organization: "Organization",

  "addressChanged.subject": "The settlement address of {organization} changes",
  "addressChanged.intro": "New payments will be settled to another address.",
  "addressChanged.chain": "Chain",
  "addressChanged.everyChain": "every chain without an address of its own",
  "addressChanged.before": "Address until then",
  "addressChanged.after": "New address",
  "addressChanged.default": "the organization's default",
  "addressChanged.from": "In force from",
  "addressChanged.by": "Changed by",
  "addressChanged.existing": "Payments that exist by then keep the address that they were created with.",
  "addressChanged.unexpected":
    "You did not expect this? Take the change back before it is in force, under the settings of your organization, and revoke the access that made it.",

  "accountChanged.passkey_added": "A passkey was added to your account",
  "accountChanged.passkey_removed": "A passkey was removed from your account",
  "accountChanged.app_added": "An authenticator app was added to your account",
  "accountChanged.app_removed": "The authenticator app was removed from your account",
  "accountChanged.recovery_codes_replaced": "The recovery codes of your account were replaced",
  "accountChanged.recovery_code_used": "A recovery code signed in to your account",
  "accountChanged.email_changed": "The mail address of your account was changed",
  "accountChanged.mailbox_proven": "Passkeys and app from before your first code by mail were removed",
  "accountChanged.detail.passkey": "Passkey",
  "accountChanged.detail.recoveryCodes": "Recovery codes",
  "accountChanged.detail.newAddress": "New address",
  "accountChanged.detail.removed": "Removed",
  "accountChanged.detail.other": "Detail",
  "accountChanged.from": "From",
  "accountChanged.at": "At",
  "accountChanged.yours": "You did this? Then there is nothing to do.",
  "accountChanged.notYoursAddress":
    "You did not? Then ask an owner of your organization, or the operator of this server, to shut the account out, now: codes go to the new address.",
  "accountChanged.notYours":
    "You did not? Then end your other sessions, look at your passkeys and your app, and ask an owner of your organization to shut the account out until it is yours again.",

  "invoice.subject": "Invoice {number} from {organization}",
  "invoice.from": "From",
  "invoice.number": "Number",
  "invoice.amountDue": "Amount due",
  "invoice.youChoose": "you choose",
  "invoice.due": "Due",
  "invoice.open": "See and pay the invoice",
  "invoice.unknown": "If you do not know who sends you this, ignore it: nothing is paid by itself.",
  "invoice.reminderSubject": "Reminder: invoice {number} from {organization}",
  "invoice.before": "This is to remind you of an invoice that is due soon.",
  "invoice.on": "This is to remind you of an invoice that is due today.",
  "invoice.after": "This is to remind you of an invoice that is overdue.",
  "invoice.none": "This is to remind you of an invoice that is open.",
  "invoice.crossed": "You have paid it already? Then this mail has crossed your payment: there is nothing to do.",
  "invoice.receiptSubject": "Receipt for invoice {number} from {organization}",
  "invoice.paid": "Paid",
  "invoice.paidAt": "On",
  "invoice.receipt": "See the receipt",

  "subscription.subject": "Your subscription to {organization}",
  "subscription.intro":
    "Here you see the invoices of your subscription and when the next one comes, and you can pause or cancel it.",
  "subscription.title": "Subscription",
  "subscription.price": "Price per period",
  "subscription.open": "See and change the subscription",
  "subscription.secret":
    "Whoever has this link can pause or cancel your subscription: do not pass it on. It is good for seven days; the page where you subscribed sends you another.",
} as const;
