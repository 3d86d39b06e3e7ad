const runtime = typeof process === "undefined" ? "none" : process.version;
const where = typeof window !== "undefined" ? "browser" : "sandbox";
[runtime, where];
