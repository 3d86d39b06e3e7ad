/** One promise of the contract. `run` throws an `AssertionError` where the driver does not keep it. */
export interface ContractCase {
  /** A sentence of behaviour. */
  readonly title: string;
  readonly run: () => Promise<void>;
}
