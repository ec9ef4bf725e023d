import type { Translation } from "../../../shared/messages/catalog.ts";
import type { refunds as english } from "../en/refunds.ts";

/** What goes back to payers, and what is kept though it did not pay. */
export const refunds: Translation<typeof english> = {
  "refunds.title": "返金",
  "refunds.intro":
    "返金はお客様ご自身のウォレットから行います。このサーバーは鍵を持っていません。署名すると、チェーン上で自動的に検出されます。",
  "refunds.refund": "返金する",
  "refunds.refunded": "返金済み",
  "refunds.amount": "金額（{token}）",
  "refunds.amountHint": "空欄の場合は、受け取った金額のうち未返金の全額です。",
  "refunds.to": "返金先",
  "refunds.toHint": "お客様から知らされたアドレスです。空欄の場合は、お客様が入力するためのページを作成します。",
  "refunds.reason": "理由",
  "refunds.reasonHint": "あなたとお客様に表示されます。",
  "refunds.create": "返金を作成",
  "refunds.created": "返金を作成しました。下で署名してください",
  "refunds.linkTitle": "お客様に返金先を尋ねる",
  "refunds.linkText":
    "返金先アドレスを入力するページです。必ずお客様本人だけにお渡しください。表示されるのは今回だけです。",
  "refunds.link": "お客様用のページ",
  "refunds.status.PENDING": "処理中",
  "refunds.status.SUCCEEDED": "送金済み",
  "refunds.status.FAILED": "失敗",
  "refunds.status.CANCELLED": "キャンセル済み",
  "refunds.waitsForAddress": "お客様が返金先を入力するのを待っています。",
  "refunds.waitsForChain": "送信済みで、ネットワークの処理を待っています。",
  "refunds.cancel": "返金をキャンセル",
  "refunds.cancelTitle": "この返金をキャンセルしますか？",
  "refunds.cancelText": "まだチェーン上には何も記録されていません。今後は署名しないでください。",
  "refunds.cancelled": "返金をキャンセルしました",
  "refunds.name": "トランザクション",
  "refunds.nameHint": "別のウォレットから、または以前に送金した場合に入力します。",
  "refunds.nameIt": "このトランザクションで送金した",
  "refunds.named": "トランザクションを確認しています",

  "accept.keep": "受け取る",
  "accept.title": "支払いにならなかった代金を受け取る",
  "accept.text":
    "コントラクト上、誰の操作も要らないものはただちに実行されます。あなたの操作が必要なものは下に表示されます。",
  "accept.run": "可能な分を受け取る",
  "accept.nothing": "現在受け取れるものはありません。",
  "accept.unread": "一部のネットワークの情報を取得できませんでした。後でもう一度お試しください。",

  "sign.by": "署名者：{address}",
  "sign.anybody": "誰でも署名できます",
  "sign.contract": "宛先",
  "sign.data": "データ",
  "sign.details": "別のウォレットまたはSafeで行う場合",
  "sign.with": "{wallet}で署名",
  "sign.none": "このブラウザーにはウォレットがありません。下の内容を使って、別のウォレットで署名してください。",
  "sign.wrongAccount": "ウォレットのアカウントが{address}になっています。{wanted}に切り替えてください。",
  "sign.sent": "送信しました。チェーン上で自動的に検出されます",
};
