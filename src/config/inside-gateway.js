/** Set in the environment of every server that we start, so that a gateway which finds itself in its own config does not start itself for ever. */
export const GATEWAY_VARIABLE = "CODEMODE_GATEWAY";
/** Whether this process was started as a server by a gateway of ours. */
export function isInsideGateway() {
  return process.env[GATEWAY_VARIABLE] !== undefined;
}
