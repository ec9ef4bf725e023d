/** Why nothing more was sent, and what to do about it. */
export class DeploymentError extends Error {
  override readonly name = "DeploymentError";
}
