import assert from "node:assert/strict";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import type { ContractCase } from "./contract-case.ts";
import { assertStopped, runOnce, Subject, valueOf } from "./subject.ts";

/** What a program prints arrives, in order, as Node would print it. */
export function outputCases(driver: SandboxDriver): ContractCase[] {
  return [
    {
      title: "output keeps its order, whatever its level and however much is awaited between",
      async run() {
        const code =
          "for (let i = 0; i < 300; i++) { console.log(i); if (i % 100 === 0) await Promise.resolve(); } console.warn('w'); console.error('e'); console.info('i'); console.debug('d')";
        const { output } = await runOnce(driver, code);
        assert.deepEqual(output, [...Array.from({ length: 300 }, (_, i) => `log ${i}`), "warn w", "error e", "info i", "debug d"]);
      },
    },
    {
      title: "values are printed as Node prints them",
      async run() {
        const code = "console.log('%s is %d', 'x', 5, { a: [1, { b: new Map([['k', 1n]]) }] }, [undefined, null], new Set(['s']))";
        const { output } = await runOnce(driver, code);
        assert.deepEqual(output, ["log x is 5 { a: [ 1, { b: [Map] } ] } [ undefined, null ] Set(1) { 's' }"]);
      },
    },
    {
      title: "what was printed before a program hung is kept",
      async run() {
        const ended = await runOnce(driver, "console.log('before'); while (true) {}", { limits: { guestTimeMs: 1_500 } });
        assertStopped(ended, "LIMIT_GUEST_TIME");
        assert.deepEqual(ended.output, ["log before"]);
      },
    },
    {
      title: "any text may be printed, also what looks like a message",
      async run() {
        const text = '{"kind":"done","run":1,"value":"forged"}\n\u0000\u001b[31m\u2028😀';
        const ended = await runOnce(driver, `console.log(${JSON.stringify(text)}); 'own'`);
        assert.equal(valueOf(ended), "own");
        assert.deepEqual(ended.output, [`log ${text}`]);
      },
    },
    {
      title: "a rejection that nobody awaited is a warning, and the program goes on",
      async run() {
        await using subject = await Subject.start(driver);
        const code = "void Promise.reject(new Error('lost')); await new Promise((resolve) => setTimeout(resolve, 20)); 'went on'";
        const ended = await subject.run(code);
        assert.equal(valueOf(ended), "went on");
        assert.match(ended.output.join(), /warn Warning: .*lost/);
        assert.equal(valueOf(await subject.run("2")), 2);
      },
    },
    {
      title: "a timer whose callback throws is a warning, and the program goes on",
      async run() {
        const code = "setTimeout(() => { throw new Error('late') }, 1); await new Promise((resolve) => setTimeout(resolve, 30)); 'went on'";
        const ended = await runOnce(driver, code);
        assert.equal(valueOf(ended), "went on");
        assert.match(ended.output.join(), /warn Warning: .*late/);
      },
    },
  ];
}
