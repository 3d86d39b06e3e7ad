/** What the guest uses of WebAssembly (JavaScript Interface, W3C); no library of TypeScript's that is used here has it. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { readonly module: string; readonly name: string; readonly kind: string }[];
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Instantiated {
    readonly instance: Instance;
    readonly module: Module;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  let instantiate: {
    (bytes: Uint8Array, imports?: Imports): Promise<Instantiated>;
    (module: Module, imports?: Imports): Promise<Instance>;
  };
}
