import { tmpdir } from "node:os";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

/** What takes minutes: `npm run check` runs it, `npm test` does not. */
const thorough = [
  "test/types/**/*.test.ts",
  "test/contract/**/*.test.ts",
  "test/hostile/**/*.test.ts",
  "test/python/{hostile,snippets,limits}.test.ts",
  "test/conformance/**/*.test.ts",
  "test/skills/durability.test.ts",
  "test/wire-fuzz.test.ts",
  "test/concurrency.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["test/build.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real processes on every side: more workers than cores only make them wait for each other.
    maxWorkers: 2,
    // What is kept between processes is not kept among that of whoever runs the tests.
    env: { XDG_CONFIG_HOME: join(tmpdir(), "codemode-tests-config") },
    projects: [
      {
        extends: true,
        test: { name: "quick", include: ["src/**/*.test.ts", "test/**/*.test.ts"], exclude: [...configDefaults.exclude, ...thorough] },
      },
      // One after the other: what they say of deadlines is only true of a machine that has nothing else to do.
      { extends: true, test: { name: "thorough", include: thorough, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
