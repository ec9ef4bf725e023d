import { ponder } from "ponder:registry";
import { settlements } from "ponder:schema";

ponder.on("PaymentRouter:PaymentSettled", async ({ event, context }) => {
  const { paymentId, merchant, token, payer, amount, fee } = event.args;
  await context.db.insert(settlements).values({
    id: event.id,
    chainId: context.network.chainId,
    transactionHash: event.transaction.hash,
    logIndex: event.log.logIndex,
    blockNumber: event.block.number,
    blockHash: event.block.hash,
    blockTime: event.block.timestamp,
    onchainId: paymentId,
    recipient: merchant,
    tokenAddress: token,
    payer,
    amount,
    fee,
  });
});
