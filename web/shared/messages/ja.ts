import type { Translation } from "./catalog.ts";
import type { en } from "./en.ts";

/** What `en.ts` says, in Japanese. */
export const messages: Translation<typeof en> = {
  "page.title": "{merchant}に{amount}を支払う",
  "page.titlePlain": "お支払い",
  "page.loading": "お支払いを読み込んでいます…",
  "page.earlierDeposit":
    "この支払いの以前のアドレスに{received}が届きました。別の金額には充当されません。{merchant}にお問い合わせください。",
  "page.offline": "現在オフラインです。接続が戻ると、このページは自動的に再開します。",

  "embedded.close": "閉じる",

  "language.label": "言語",

  "summary.timeLeft": "支払い期限まで",
  "summary.split": "受取人の内訳",
  "summary.seller": "販売者{number}",
  "summary.splitNote":
    "手数料を差し引く前の金額です。すべてが1つのトランザクションで支払われ、一部だけが支払われることはありません。",
  "summary.cancel": "キャンセルして戻る",
  "summary.support": "お問い合わせ先：",
  "summary.footer": "代金はお客様から受取人へ直接届きます。途中で誰かが預かることはありません。",

  "time.spoken.minutes.other": "残り{count}分",
  "time.spoken.seconds.other": "残り{count}秒",

  "choose.heading": "支払い方法の選択",
  "choose.intro": "お持ちのトークンとネットワークを選んでください。手数料の安いネットワークから順に表示しています。",
  "choose.legend": "ネットワークとトークン",
  "choose.option": "{chain}の{token}",
  "choose.continue": "次へ",
  "choose.asking": "金額を取得しています…",
  "choose.unavailable.CHAIN_BEHIND": "現在、このネットワークの応答が遅れています",
  "choose.unavailable.RATE_UNAVAILABLE": "現在、為替レートを取得できません",
  "choose.ownFee": "現在、ネットワーク手数料はお客様のウォレット負担です：{fee}",
  "choose.mostPay": "ここでは、ほとんどのウォレットがネットワーク手数料を支払います：{fee}",
  "choose.unknownFee": "現在不明",
  "choose.held": "残高 {balance}",
  "choose.none": "現在ご利用いただける支払い方法がありません。このページは自動的に再確認します。",

  "quote.cost": "ネットワーク手数料",
  "quote.costOwn": "お客様がネットワークに支払います",
  "quote.heldFor": "この金額の有効時間",
  "quote.change": "ネットワークまたはトークンを変更",
  "quote.method": "支払い方法",
  "quote.methodWallet": "ウォレット",
  "quote.methodAddress": "送金",
  "quote.failed": "金額を取得できませんでした。しばらくしてからもう一度お試しください。",
  "quote.rateUnavailable":
    "現在、為替レートを取得できません。1分後にもう一度お試しいただくか、別のトークンを選んでください。",
  "quote.tooMany": "お使いの回線からのリクエストが多すぎます。1分ほど待ってからもう一度お試しください。",
  "quote.mismatch":
    "サーバーの提示内容がこの支払いと一致しないため、支払い情報を表示していません。まだ何も支払われていません。{merchant}にお知らせください。",

  "mandate.pageTitle": "{merchant} への支払い",
  "mandate.loading": "条件を読み込んでいます …",
  "mandate.unknown": "このアドレスには何もありません。お店に別のリンクを頼んでください。",
  "mandate.heading": "{title}：毎回 {amount}",
  "mandate.headingUpTo": "{title}：毎回 {amount} まで",
  "mandate.status.PENDING":
    "一度署名すると、毎回ウォレットから {merchant} に支払われます。下に書かれていないものは引き落とされません。",
  "mandate.status.ACTIVE":
    "署名済みです。最後の引き落としまで、または終了するまで、ウォレットから {merchant} に支払われます。",
  "mandate.status.COMPLETED": "最後の引き落としが終わりました。これ以上は引き落とされません。",
  "mandate.status.CANCELLED": "{merchant} はもう引き落としません。",
  "mandate.status.EXPIRED": "期限までに署名されませんでした。{merchant} に新しいものを頼んでください。",
  "mandate.amount": "毎回",
  "mandate.most": "毎回の上限",
  "mandate.period": "頻度",
  "mandate.months.other": "{count} か月ごと",
  "mandate.days.other": "{count} 日ごと",
  "mandate.first": "最初の引き落とし",
  "mandate.last": "最後の引き落とし",
  "mandate.whenSigned": "署名したとき",
  "mandate.charges.other": "{count} 回の引き落とし後",
  "mandate.total": "合計の上限",
  "mandate.network": "ネットワーク",
  "mandate.payer": "引き落とし元のアカウント",
  "mandate.noWallet": "このブラウザにウォレットが見つかりません。ウォレットのブラウザでこのページを開いてください。",
  "mandate.allowance.NONE": "ウォレットはすでに十分な額をコントラクトに許可しています。",
  "mandate.allowance.PERMIT":
    "コントラクトが {amount} を引き落とせることに署名します。これと同じ種類のほかの支払いに必要な合計で、それ以上ではありません。費用はかかりません。",
  "mandate.allowance.APPROVE":
    "コントラクトに {amount} を許可するトランザクションを送ります。これと同じ種類のほかの支払いに必要な合計で、それ以上ではありません。ネットワーク手数料がかかります。",
  "mandate.signTerms": "{merchant} のためにこの条件に署名します。",
  "mandate.sign": "同意して署名する",
  "mandate.waiting": "ウォレットで続けてください。",
  "mandate.mismatch": "サーバーが署名を求める内容がこのページと違うため、何も求めません。何も署名されていません。",
  "mandate.payerRefused":
    "このアカウントからは引き落とせません。このネットワークでまだ使われていないか、トークンの発行者に拒否されているか、この条件で支払いを受ける側です。別のアカウントを使ってください。",
  "mandate.otherAccount": "この条件は別のアカウントのものです：{address}",
  "mandate.reverted": "トランザクションは失敗しました。何も変わっていません。",
  "mandate.end": "終了する",
  "mandate.endNote": "ネットワークに記録されると、誰も引き落とせなくなります。取り消せません。",
  "mandate.endBySignature": "署名で終了する（無料）",
  "mandate.endByTransaction": "自分のトランザクションで終了する",
  "mandate.endingNow": "ネットワークに送られています。数分で終了します。",
  "mandate.lowerHeading": "許可額も下げる",
  "mandate.lowerNote":
    "同じ種類のほかの支払いにはまだ {amount} が必要です。ウォレットは、その額だけをコントラクトに許可するトランザクションを送ります。",
  "mandate.lower": "許可額を下げる",
  "mandate.lowered": "許可額を下げました。",
  "mandate.splitNote": "毎回の額の内訳で、手数料 {percent} % を引く前です。署名する内容に含まれ、誰も変えられません。",
  "mandate.chargesHeading": "引き落とし",
  "mandate.charge.SCHEDULED": "予定",
  "mandate.charge.PROCESSING": "処理中",
  "mandate.charge.SUCCEEDED": "支払い済み",
  "mandate.charge.MISSED": "引き落とされず",
  "mandate.charge.CANCELLED": "取り下げ",
  "mandate.charge.REVERSED": "ネットワークにより取り消し",
  "mandate.rules": "署名の内容",
  "mandate.rulesText":
    "引き落としは各期間に一度、期間の最初の数日間だけで、これを超えることはありません。逃した分は後から引き落とされません。{merchant} は金額も日付も受取人も変えられません。",
  "mandate.howToEnd":
    "このページでいつでも終了できます。このページがなくなっても、コントラクトの cancel または cancelAll を自分で呼び出せます。ページのアドレスを保管してください。",

  "wallet.heading": "ウォレットで支払う",
  "wallet.intro": "ウォレットを選んでください。承認をお願いする前に、その内容を表示します。",
  "wallet.none":
    "このブラウザーにウォレットが見つかりませんでした。お持ちのウォレットや取引所からの送金でお支払いいただけます。",
  "wallet.connecting": "{wallet}を開いて、接続を承認してください。",
  "wallet.scan": "スマートフォンのウォレットで読み取るか、リンクをウォレットにコピーしてください。",
  "wallet.scanLabel": "ウォレットを接続するQRコード",
  "wallet.scanLink": "接続リンク",
  "wallet.openHere": "この端末のウォレットを開く",
  "wallet.alternatives": "このウォレットでの別の方法",
  "elsewhere.enough": "このウォレットの残高が足りるネットワーク：",
  "elsewhere.nowhere":
    "このウォレットは、利用できるどのネットワークでも残高が足りません。別のウォレットを使うか、送金でお支払いください。",
  "elsewhere.noOther":
    "このウォレットは、ほかに利用できるネットワークでは残高が足りません。ネットワーク手数料の分を追加するか、別のウォレットを使うか、送金でお支払いください。",
  "elsewhere.option": "{chain}の{balance}で支払う",
  "wallet.connected": "{wallet}（{address}）",
  "wallet.disconnect": "別のウォレットを使う",
  "wallet.review": "ウォレットで求められる操作",
  "wallet.pay": "{amount}を支払う",
  "wallet.paying": "{wallet}で続けてください",
  "wallet.waiting": "{network}への反映を待っています",
  "wallet.waitingNote":
    "通常は1分もかかりません。ウォレットに完了または失敗と表示されている場合は、もう一度確認してください。すでに済んだ操作を再度求めることはありません。",
  "wallet.waitingSigners": "{wallet}で必要な数の所有者が承認するのを待っています",
  "wallet.signersNote":
    "ほかの所有者は{time}まで承認できます。このページを閉じて開き直すと、すでに済んだところから続きます。",
  "wallet.checkAgain": "もう一度確認する",
  "wallet.cancel": "キャンセル",
  "wallet.failed":
    "ウォレットで処理できませんでした。まだ何も支払われていません。もう一度お試しいただくか、送金でお支払いください。",
  "wallet.stepDone": "完了",

  "step.signAuthorization":
    "この支払いに限り、{amount}の引き落としを1回だけ許可する署名をしてください。署名に費用はかかりません。",
  "step.signPermit2":
    "この支払いに限り、{amount}の引き落としを1回だけ許可する署名をしてください。ウォレットにすべての受取人が表示されます。署名に費用はかかりません。",
  "step.signPayment":
    "{amount}の支払いに署名してください。ウォレットにすべての受取人が表示されます。署名に費用はかかりません。",
  "step.confirmBatch":
    "{amount}ちょうどの許可と支払いをまとめた操作を承認してください。ネットワーク手数料はかかりません。先にアカウントのアップグレードを求められることがあります。",
  "step.sendBatch":
    "{amount}ちょうどの許可と支払いをまとめた操作を承認してください。ネットワーク手数料は最大約{cost}です。",
  "step.upgradeAndBatch":
    "{amount}ちょうどの許可と支払いをまとめた操作を承認してください。先にアカウントのアップグレードを求められます。ネットワーク手数料は最大約{cost}です。",
  "step.accountBatch":
    "{amount}ちょうどの許可と支払いをまとめた操作を承認してください。ネットワーク手数料はお客様のアカウントが支払います。",
  "step.signOperation":
    "スマートアカウント{account}からの{amount}の支払いに署名してください。署名に費用はかかりません。",
  "step.signPermit":
    "この支払いのために{amount}ちょうどの引き落としを許可する署名をしてください。署名に費用はかかりません。",
  "step.takeBackAllowance": "{token}の以前の使用許可を取り消すトランザクションを承認してください。",
  "step.approve": "{amount}ちょうどの引き落としだけを許可するトランザクションを承認してください。",
  "step.sendPayment":
    "{amount}を支払うトランザクションを承認してください。ネットワーク手数料は合計で最大約{cost}です。",
  "step.wait": "{network}に反映されるまでお待ちください。",

  "method.paymentSignature": "支払いに署名する",
  "method.authorization": "トークンの引き落としに署名する",
  "method.permit2": "Permit2で署名する",
  "method.sponsoredBatch": "まとめて承認する（ネットワーク手数料なし）",
  "method.smartAccount": "スマートアカウントから支払う",
  "method.permit": "許可に署名してトランザクションを送る",
  "method.batch": "自分でまとめて承認する",
  "method.approval": "自分でトランザクションを送る",

  "problem.walletRejected":
    "ウォレットで拒否されたため、まだ何も支払われていません。もう一度お試しいただくか、別の方法を選んでください。",
  "problem.walletNetworkRefused":
    "ウォレットが別のネットワークに接続されています。{chain}への切り替えを承認してもう一度お試しいただくか、別のネットワークを選んでください。",
  "problem.walletNetworkUnknown":
    "ウォレットを{chain}に切り替えられませんでした。手動で切り替えてもう一度お試しいただくか、別のネットワークを選んでください。",
  "problem.walletNetworkDifferent":
    "ウォレットの{chain}はこちらのネットワークとは異なるため、操作を求めていません。ウォレットのネットワーク設定を確認するか、別のウォレットをお使いください。",
  "problem.walletAccountChanged":
    "ウォレットのアカウントが切り替わりました。そのアカウントで支払うには、もう一度接続してください。",
  "problem.walletNoAccount":
    "{wallet}がこのページにアカウントを共有していません。ロックを解除し、このページにアカウントを許可してから、もう一度接続してください。",
  "problem.walletBusy":
    "ウォレットに未処理のリクエストがあります。ウォレットを開いて応答してから、もう一度お試しください。",
  "problem.walletCannot":
    "ウォレットがこの操作に対応していないため、まだ何も支払われていません。別の方法または別のウォレットを選んでください。",
  "problem.walletUnavailable":
    "{wallet}に接続できません。しばらくしてからもう一度お試しいただくか、別のウォレットを選んでください。",
  "problem.notEnoughTokens":
    "{network}で{needed}が必要ですが、ウォレットの残高は{held}です。不足分を追加するか、別のネットワークやトークンを選ぶか、送金でお支払いください。",
  "problem.notEnoughNativeToken":
    "{token}の残高は足りていますが、{network}のネットワーク手数料に使う{nativeToken}が不足しています。追加するか、別のネットワークやトークンを選ぶか、送金でお支払いください。",
  "problem.paymentWouldFail":
    "支払いが失敗する見込みのため、ウォレットに操作を求めていません：{reason}。別のネットワーク、トークン、またはウォレットを選んでください。",
  "problem.paymentSettled": "すでに支払い済みです。まもなくこのページに表示されます。",
  "problem.paymentInOtherTab": "この支払いは別のタブで進行中です。そちらで続けるか、先にそのタブを閉じてください。",
  "problem.paymentClosed": "この支払いは終了しているか、別の場所で進行中です。まもなく状況が表示されます。",
  "problem.quoteExpired":
    "この金額の有効時間が過ぎたため、まだ何も支払われていません。新しい金額を取得してお支払いください。",
  "problem.submissionRefused":
    "支払いが受け付けられなかったため（{code}）、まだ何も支払われていません。もう一度お試しいただくか、別の方法を選んでください。",
  "problem.signatureRefused":
    "ウォレットの署名ではこの支払いができないため、まだ何も支払われていません。もう一度お試しいただくか、別の方法を選んでください。",
  "problem.gaslessBusy":
    "ネットワーク手数料を負担するサービスが応答しないため、まだ何も支払われていません。しばらくしてからもう一度お試しいただくか、別の方法を選んでください。",
  "problem.tooManyRequests": "リクエストが多すぎます。1分ほど待ってからもう一度お試しください。",
  "problem.submissionUnknown":
    "サーバーから応答がなく、署名が届いたかどうか確認できません。1分たっても進まない場合は、もう一度お試しください。同じ支払いが二重に引き落とされることはありません。",
  "problem.signersMissing":
    "期限までに必要な数の所有者が承認しなかったため、何も支払われていません。提案はもう支払いに使えないので、ウォレットで却下してください。",
  "problem.transactionNotSeen":
    "{network}でトランザクションを確認できていません。ウォレットに完了と表示されている場合はそのまま続けてください。すでに済んだ操作を再度求めることはありません。そうでなければ、もう一度お試しください。",
  "problem.allowanceMissing":
    "許可された金額が{amount}に満たないため、まだ何も支払われていません。金額を変えずに、もう一度お試しください。",
  "problem.methodRefused":
    "ウォレットで「{refused}」を実行できませんでした。まだ何も支払われていません。代わりに「{chosen}」を選択しました。",
  "problem.methodWithheld": "{why}まだ何も支払われていません。代わりに「{chosen}」を選択しました。",
  "problem.withheld":
    "{why}まだ何も支払われていません。数分後にもう一度お試しいただくか、別のネットワークを選ぶか、送金でお支払いください。",
  "withheld.relayerMissing": "ここでは署名の代理送信を行っていません。",
  "withheld.unknownAccount": "お使いのアカウントのコントラクトが確認できないため、署名を代理送信できません。",
  "withheld.attemptsFailed": "以前の支払いが失敗したため、現在はネットワーク手数料を負担できません。",
  "withheld.accountBusy":
    "お使いのアカウントの別の支払いを送信中のため、この支払いのネットワーク手数料は現在負担できません。",
  "withheld.otherSponsored": "この支払いのネットワーク手数料は、現在別のウォレットのために負担しています。",
  "withheld.sponsorshipEnded": "前回の処理がこの支払いを行わずに完了したため、ネットワーク手数料は今後負担できません。",
  "withheld.sponsorshipPaused": "現在、ネットワーク手数料を負担できません。",
  "withheld.tooDear": "現在ネットワーク手数料が高いため、負担できません。",
  "problem.transactionFailed":
    "トランザクションが失敗したため、まだ何も支払われていません。もう一度お試しいただくか、別の方法を選んでください。",
  "problem.transactionCancelled":
    "ウォレットでトランザクションがキャンセルされたため、まだ何も支払われていません。もう一度お試しいただくか、別の方法を選んでください。",
  "problem.chainUnreachable":
    "現在ネットワークの情報を取得できないため、まだ何も支払われていません。しばらくしてからもう一度お試しください。",

  "address.heading": "送金で支払う",
  "address.intro": "ウォレットまたは取引所から、このネットワークでこの金額ちょうどを送金してください。",
  "address.amount": "金額",
  "address.address": "アドレス",
  "address.network": "ネットワーク",
  "address.until": "着金期限",
  "address.showRequest": "金額入りのコードを表示",
  "address.showAddress": "アドレスだけのコードを表示",
  "address.qrAddressLabel": "アドレスのQRコード",
  "address.qrRequestLabel": "アドレス、ネットワーク、トークン、金額のQRコード（EIP-681）",
  "address.qrRequestNote": "支払いリクエスト（EIP-681）に対応したウォレット向けです。",
  "address.warning":
    "{chain}の{token}だけを送ってください。別の通貨や別のネットワーク、期限後の送金は支払いになりません。",
  "address.feeNote": "ウォレットや取引所の手数料がかかる場合は、全額が届くように送金してください。",
  "address.feeNoteAbout":
    "ウォレットから送る場合、別途約{fee}のネットワーク手数料がかかります。取引所の手数料がかかる場合は、全額が届くように送金してください。",
  "address.asking": "アドレスを取得しています…",
  "address.waiting": "送金を待っています。届くと自動的に表示されます。",

  "refund.intro":
    "この支払いは複数の受取人に分配されます。金額の不足や期限切れの場合は分配できないため、お客様のアドレスに返金されます。先に返金先を入力してください。",
  "refund.address": "{chain}の{token}を受け取るアドレス",
  "refund.hint":
    "ご自身のウォレット、または取引所の{chain}の{token}入金用アドレスを入力してください。取引所の出金元アドレスは使えません。",
  "refund.invalid": "アドレスの形式が正しくありません。0xで始まる42文字で入力してください。",
  "refund.tooMany":
    "この支払いにはすでに多くのアドレスが登録されています。ウォレットで支払うか、後でもう一度お試しください。",
  "refund.refused": "このアドレスには返金できません。別のアドレスを入力してください。",
  "refund.continue": "送金先を表示する",
  "refund.asking": "アドレスを取得しています…",
  "refund.offer": "支払いにならなかった場合の返金先",
  "refund.set": "支払いにならなかった代金は{address}に返金されます。",

  "links.label": "ウォレットで開く",
  "links.intro": "このスマートフォンにウォレットがある場合は、このページをウォレットで開いてください。",
  "links.open": "{wallet}で開く",

  "copy.copy": "コピー",
  "copy.copied": "コピーしました",
  "copy.label": "{what}をコピー",
  "copy.failed": "コピーできませんでした。テキストを選択してください",

  "partial.heading": "一部が届きました",
  "partial.received": "受取済み",
  "partial.due": "残額",
  "partial.intro": "{total}のうち{received}が届きました。残りを同じアドレスに送ってください。",

  "renewal.heading": "この金額の有効時間が過ぎました",
  "renewal.intro": "金額には有効時間があります。以前の金額ではお支払いいただけません。",
  "renewal.before": "以前",
  "renewal.now": "現在",
  "renewal.tooLate": "送金には間に合いません",
  "renewal.tooLateIntro": "今から送金しても支払い期限に間に合いません。すでに送金された分は引き続き確認しています。",
  "renewal.ask": "新しい金額を取得する",
  "renewal.accept": "{amount}で続ける",
  "renewal.sent":
    "すでに送金済みですか？ 期限内に届いていれば、このページは自動的に進みます。以前のアドレスにはもう送らないでください。",

  "submitted.heading": "お支払いを処理しています",
  "submitted.intro":
    "送信済みで、{chain}での確認を待っています。このページに支払い済みと表示されるまでは完了していません。",
  "submitted.again":
    "確認できないまま有効時間が過ぎました。もう一度お試しください。同じ支払いが二重に行われることはありません。",

  "processing.heading": "お支払いを受け取りました",
  "processing.headingAccepted": "お支払いを処理しています",
  "processing.intro":
    "{chain}に記録され、承認を待っています。このページは閉じても構いません。確定すると{merchant}に通知されます。",
  "processing.accepted": "受け付けられ、まもなく{chain}に記録されます。",
  "processing.confirmations": "承認 {count}／{required}",
  "processing.confirmationsOpen.other": "承認 {count}回",
  "processing.secondsLeft.other": "残り約{count}秒",
  "processing.minutesLeft.other": "残り約{count}分",

  "success.heading": "支払い済み",
  "success.intro": "{merchant}への支払いが完了しました。",
  "success.returning.other": "{count}秒後に{merchant}に戻ります。",
  "success.stay": "このページにとどまる",
  "receipt.heading": "領収書",
  "receipt.merchant": "支払先",
  "receipt.title": "内容",
  "receipt.print": "印刷",
  "receipt.save": "保存",
  "receipt.file": "領収書",
  "receipt.explorer": "（ネットワークのエクスプローラー）",
  "receipt.amount": "金額",
  "receipt.paid": "支払額",
  "receipt.network": "ネットワーク",
  "receipt.date": "日付",
  "receipt.transaction": "トランザクション",
  "receipt.payment": "支払いID",
  "receipt.refunded": "返金額",
  "receipt.notFinal": "未確定",
  "receipt.return": "{merchant}に戻る",

  "overpaid.heading": "支払い済み（超過分があります）",
  "overpaid.intro": "{merchant}への支払いが完了しました。このほかに次の金額が届いています。",
  "overpaid.next": "返金については{merchant}にお問い合わせください。",

  "late.heading": "期限後に届きました",
  "late.intro": "支払い期限の終了後に次の金額が届きました。",
  "late.next": "支払いにはなりません。取り扱いについては、このページを示して{merchant}にお問い合わせください。",

  "unexpected.row": "{chain}の{amount}",

  "expired.heading": "支払い期限が過ぎました",
  "expired.intro":
    "まだ何も支払われていません。もう送金しないでください。{merchant}に戻って、最初からやり直してください。",
  "expired.checkingIntro": "期限直前の支払いがないか確認しています。もう送金しないでください。",

  "cancelled.heading": "この支払いはキャンセルされました",
  "cancelled.intro": "{merchant}がキャンセルしました。もう送金しないでください。",

  "failed.heading": "支払いができませんでした",
  "failed.intro": "代金は引き落とされていません。{merchant}に戻って、最初からやり直してください。",
  "failed.reason": "詳細",

  "error.heading": "現在、支払い情報を表示できません",
  "error.intro": "サーバーが応答しません。お支払いに影響はなく、何も変更されていません。",
  "error.retry": "再試行",

  "unknown.heading": "この支払いは見つかりません",
  "unknown.intro": "リンクが正しくない可能性があります。ショップに戻って、もう一度開いてください。",
};
