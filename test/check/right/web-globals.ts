const url = new URL("https://example.com/a?b=1");
url.searchParams.set("c", "2");
const bytes = new TextEncoder().encode(url.href);
[new TextDecoder().decode(bytes), btoa("x"), crypto.randomUUID().length, structuredClone({ a: [1] }).a[0]];
