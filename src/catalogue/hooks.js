/** What a hook gives, or what is wrong with it. */
export async function askHook(name, ask) {
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it took more than ${HOOK_MS} ms`)), HOOK_MS);
    });
    return { answer: await Promise.race([(async () => ask())(), late]) };
  } catch (error) {
    return { problem: `The search ran without ${name}: ${error instanceof Error ? error.message : String(error)}.` };
  } finally {
    clearTimeout(timer);
  }
}
const HOOK_MS = 5_000;
