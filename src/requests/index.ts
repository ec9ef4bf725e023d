export {
  forgetOldRequestLog,
  listRequests,
  type NewLoggedRequest,
  type RequestFilter,
  type RequestLog,
  searchRequests,
  startRequestLog,
} from "./request-log.ts";
