import type { en } from "./en.ts";

/** What `en.ts` says, in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  sentBy: "送信元：{host}",
  unsubscribe: "配信停止",

  "signInCode.subject": "サインインコード",
  "signInCode.enter": "サインイン画面でこのコードを入力してください：",

  "code.life": "10分間、1回だけ使えます。担当者がこのコードをお尋ねすることはありません。",

  "signInCode.ignore":
    "お心当たりがない場合は、このメールを無視してください。コードがなければ誰もサインインできません。",

  "emailCode.subject": "新しいメールアドレスの確認",
  "emailCode.enter": "アカウントのアドレスをこのアドレスに変更する画面で、このコードを入力してください：",
  "emailCode.ignore":
    "アドレスの変更にお心当たりがない場合は、このメールを無視してください。コードがなければ何も変わりません。",

  "invitation.subject": "{organization}への招待",
  "invitation.by": "{inviter}が組織に招待しています。",
  "invitation.byOperator": "このサーバーの運営者が組織に招待しています。",
  "invitation.role": "役割",
  "invitation.until": "有効期限",
  "invitation.accept": "招待を承諾する",
  "invitation.once": "リンクは1回だけ使えます。招待者にお心当たりがない場合は、このメールを無視してください。",

  "role.owner": "オーナー",
  "role.admin": "管理者",
  "role.member": "メンバー",
  "role.viewer": "閲覧者",
  organization: "組織",

  "addressChanged.subject": "{organization}の受取アドレスが変更されます",
  "addressChanged.intro": "今後の支払いは別のアドレスに送られます。",
  "addressChanged.chain": "チェーン",
  "addressChanged.everyChain": "個別のアドレスがないすべてのチェーン",
  "addressChanged.before": "変更前のアドレス",
  "addressChanged.after": "新しいアドレス",
  "addressChanged.default": "組織の標準アドレス",
  "addressChanged.from": "有効になる日時",
  "addressChanged.by": "変更者",
  "addressChanged.existing": "それまでに作成された支払いには、作成時のアドレスが使われます。",
  "addressChanged.unexpected":
    "お心当たりがない場合は、有効になる前に組織の設定で変更を取り消し、変更に使われたアクセス権を無効にしてください。",

  "accountChanged.passkey_added": "アカウントにパスキーが追加されました",
  "accountChanged.passkey_removed": "アカウントからパスキーが削除されました",
  "accountChanged.app_added": "アカウントに認証アプリが追加されました",
  "accountChanged.app_removed": "アカウントから認証アプリが削除されました",
  "accountChanged.recovery_codes_replaced": "アカウントの復旧コードが再発行されました",
  "accountChanged.recovery_code_used": "復旧コードでアカウントにサインインがありました",
  "accountChanged.email_changed": "アカウントのメールアドレスが変更されました",
  "accountChanged.mailbox_proven": "最初のメールコードより前に設定されたパスキーとアプリが削除されました",
  "accountChanged.detail.passkey": "パスキー",
  "accountChanged.detail.recoveryCodes": "復旧コード",
  "accountChanged.detail.newAddress": "新しいアドレス",
  "accountChanged.detail.removed": "削除されたもの",
  "accountChanged.detail.other": "詳細",
  "accountChanged.from": "アクセス元",
  "accountChanged.at": "日時",
  "accountChanged.yours": "ご自身の操作であれば、何もする必要はありません。",
  "accountChanged.notYoursAddress":
    "お心当たりがない場合は、今すぐ組織のオーナーまたはこのサーバーの運営者にアカウントの停止を依頼してください。コードは新しいアドレスに送られます。",
  "accountChanged.notYours":
    "お心当たりがない場合は、ほかのセッションを終了し、パスキーとアプリを確認したうえで、安全が確認できるまでアカウントの停止を組織のオーナーに依頼してください。",

  "invoice.subject": "{organization} からの請求書 {number}",
  "invoice.from": "請求元",
  "invoice.number": "番号",
  "invoice.amountDue": "お支払い金額",
  "invoice.youChoose": "お客様がお決めください",
  "invoice.due": "支払期限",
  "invoice.open": "請求書を確認して支払う",
  "invoice.unknown": "送信者に心当たりがない場合は、このメールを無視してください。自動的に支払われることはありません。",
  "invoice.reminderSubject": "お知らせ：{organization} からの請求書 {number}",
  "invoice.before": "まもなく支払期限となる請求書のお知らせです。",
  "invoice.on": "本日が支払期限の請求書のお知らせです。",
  "invoice.after": "支払期限を過ぎた請求書のお知らせです。",
  "invoice.none": "お支払いがまだの請求書のお知らせです。",
  "invoice.crossed": "すでにお支払い済みの場合は行き違いですので、何もする必要はありません。",
  "invoice.receiptSubject": "{organization} の請求書 {number} の領収書",
  "invoice.paid": "お支払い済み",
  "invoice.paidAt": "日時",
  "invoice.receipt": "領収書を見る",

  "subscription.subject": "{organization} のサブスクリプション",
  "subscription.intro": "このページでは、サブスクリプションの請求書と次回の請求日の確認、一時停止、解約ができます。",
  "subscription.title": "サブスクリプション",
  "subscription.price": "期間ごとの料金",
  "subscription.open": "サブスクリプションを確認・変更する",
  "subscription.secret":
    "このリンクを知っている人は、サブスクリプションの一時停止や解約ができます。他の人に渡さないでください。有効期間は7日間です。新しいリンクは、お申し込みのページから送信できます。",
};
