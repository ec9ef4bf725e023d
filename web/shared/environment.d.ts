/** Whether this is the sandbox's build. In production's, what is only for it is not there at all. */
declare const __SANDBOX__: boolean;
