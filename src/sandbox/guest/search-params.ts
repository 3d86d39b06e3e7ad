/** The `searchParams` of a URL (URL standard, section 6.1) on an engine whose URL lacks it; what is changed in them changes the URL. */
export function addSearchParams(): void {
  const known = new WeakMap<object, { readonly search: string; readonly params: URLSearchParams }>();
  Object.defineProperty(URL.prototype, "searchParams", {
    configurable: true,
    enumerable: true,
    get(this: URL): URLSearchParams {
      const before = known.get(this);
      if (before?.search === this.search) return before.params;
      const params = new URLSearchParams(this.search);
      known.set(this, { search: this.search, params });
      for (const name of ["append", "delete", "set", "sort"] as const) {
        const change = params[name] as (...args: unknown[]) => void;
        Object.defineProperty(params, name, {
          value: (...args: unknown[]) => {
            change.apply(params, args);
            this.search = params.toString();
            known.set(this, { search: this.search, params });
          },
        });
      }
      return params;
    },
  });
}
