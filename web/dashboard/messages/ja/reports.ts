import type { Translation } from "../../../shared/messages/catalog.ts";
import type { reports as english } from "../en/reports.ts";

/** The ledger, and what is taken from it. */
export const reports: Translation<typeof english> = {
  "ledger.title": "台帳",
  "ledger.intro": "コントラクトによるお金の動きを、新しい順にすべて表示します。",
  "ledger.export": "完了した支払いのエクスポート",
  "ledger.exportText":
    "その月に完了した支払いを1行ずつ、手数料、純額、トークン、レート、トランザクションとともに出力します。",
  "ledger.month": "月",
  "ledger.csv": "CSV",
  "ledger.json": "JSON",
  "ledger.exported": "エクスポートを保存しました",
  "ledger.type": "種類",
  "ledger.type.PAYMENT": "支払い",
  "ledger.type.OVERPAID": "過払い",
  "ledger.type.LATE": "期限後",
  "ledger.type.UNKNOWN": "見積もりなし",
  "ledger.type.RECLAIMED": "回収",
  "ledger.type.REFUND": "返金",
  "ledger.type.DEPOSIT": "入金",
  "ledger.type.SWEPT": "入金の分配",
  "ledger.type.CHARGED": "自動引き落とし",
  "ledger.type.REVERSED": "取り消し",
  "ledger.amount": "金額",
  "ledger.fee": "手数料",
  "ledger.net": "純額",
  "ledger.chain": "ネットワーク",
  "ledger.transaction": "トランザクション",
  "ledger.when": "日時",
  "ledger.final": "確定",
  "ledger.notFinal": "未確定",
  "ledger.any": "すべて",
  "ledger.none": "まだお金の動きはありません",
  "ledger.noneText": "最初の支払いが完了すると、ここに表示されます。",
};
