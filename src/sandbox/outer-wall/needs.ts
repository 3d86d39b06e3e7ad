/** What a process behind an outer wall must still have. */
export interface OuterWallNeeds {
  /** The files and folders that it must be able to read; nothing else of the user's is to be seen. */
  readonly readable: readonly string[];
  readonly memoryMb: number;
}
