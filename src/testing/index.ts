export { driverContract } from "./driver-contract/driver-contract.ts";
export type { ContractCase, DriverContractOptions } from "./driver-contract/driver-contract.ts";
