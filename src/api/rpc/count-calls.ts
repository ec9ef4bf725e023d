import type { FastifyReply, FastifyRequest } from "fastify";
import { addressSubject, type Limiter, type Subject } from "../http/limits/index.ts";
import type { RpcRequest } from "./json-rpc.ts";

/** Each call of a batch counts, for whoever was let in and for the address, which the first was charged to on arrival. */
export function countCalls(
  { limiter }: { readonly limiter: Limiter },
  request: FastifyRequest<{ Body: RpcRequest | RpcRequest[] }>,
  reply: FastifyReply,
  subject: Subject,
): void {
  const calls = Array.isArray(request.body) ? request.body.length : 1;
  if (calls > 1) limiter.count(request, reply, addressSubject(request.ip), calls - 1);
  limiter.count(request, reply, subject, calls);
}
