/** What whoever runs the server can put right: its message says how, and the command line prints it without a stack. */
export abstract class OperatorError extends Error {}
