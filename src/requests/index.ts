export {
  forgetOldRequestLog,
  listRequests,
  type RequestFilter,
  type RequestLog,
  startRequestLog,
} from "./request-log.ts";
