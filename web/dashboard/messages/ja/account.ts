import type { Translation } from "../../../shared/messages/catalog.ts";
import type { account as english } from "../en/account.ts";

/** The person. */
export const account: Translation<typeof english> = {
  "account.title": "アカウント",
  "account.you": "あなたの情報",
  "account.name": "名前",
  "account.email": "メールアドレス",

  "passkeys.title": "パスキー",
  "passkeys.intro":
    "指紋、顔、セキュリティキーでサインインします。覚える必要がなく、フィッシングで盗まれることもありません。",
  "passkeys.add": "パスキーを追加",
  "passkeys.name": "名前",
  "passkeys.nameHint": "どの端末のパスキーかがわかる名前にしてください。",
  "passkeys.added": "パスキーを追加しました",
  "passkeys.used": "最終使用",
  "passkeys.never": "なし",
  "passkeys.remove": "削除",
  "passkeys.removeTitle": "このパスキーを削除しますか？",
  "passkeys.removeText": "{name}ではサインインできなくなります。",
  "passkeys.removed": "パスキーを削除しました",
  "passkeys.unable":
    "このブラウザーではパスキーを作成できません。新しいブラウザーと、ドメイン名でアクセスできるサーバーが必要です。",

  "totp.title": "アプリのコード",
  "totp.intro": "メールのコードに加えて、スマートフォンのアプリが生成する6桁の数字を求めます。",
  "totp.on": "オン",
  "totp.off": "オフ",
  "totp.left.other": "復旧コードの残りは{count}個です。",
  "totp.begin": "アプリを設定",
  "totp.scan":
    "アプリで読み取るか、シークレットを入力してください。その後、アプリに最初に表示されたコードを入力します。",
  "totp.qr": "アプリ用シークレットのQRコード",
  "totp.secret": "シークレット",
  "totp.code": "アプリのコード",
  "totp.confirm": "オンにする",
  "totp.codes": "復旧コード",
  "totp.codesText":
    "アプリの代わりに、1個につき1回サインインできます。スマートフォンとは別の場所に保管してください。表示されるのは今回だけです。",
  "totp.replace": "復旧コードを再発行",
  "totp.replaceTitle": "復旧コードを再発行しますか？",
  "totp.replaceText": "今お持ちの復旧コードは使えなくなります。",
  "totp.remove": "オフにする",
  "totp.removeTitle": "アプリのコードをオフにしますか？",
  "totp.removeText": "メールまたはパスキーだけでサインインできるようになります。",
  "totp.removed": "オフにしました",

  "sessions.title": "セッション",
  "sessions.intro": "サインイン中の端末です。心当たりのないものは終了してください。",
  "sessions.where": "場所",
  "sessions.seen": "最終アクセス",
  "sessions.current": "この端末",
  "sessions.end": "終了",
  "sessions.endTitle": "このセッションを終了しますか？",
  "sessions.endText": "ただちにサインアウトされます。",
  "sessions.ended": "セッションを終了しました",
  "sessions.unknown": "不明なブラウザー",
};
