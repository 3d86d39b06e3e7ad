export { driverContract } from "./driver-contract/driver-contract.ts";
export type { ContractCase } from "./driver-contract/contract-case.ts";
export type { DriverContractOptions } from "./driver-contract/driver-contract.ts";
