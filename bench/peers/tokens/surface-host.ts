// `node surface-host.js <surface.js>`: a process in which one peer makes what a model reads, and that answers its parent.
import { pathToFileURL } from "node:url";
import type { Surface, SurfaceModule } from "./surface.ts";
import type { SurfaceAnswer, SurfaceQuestion, SurfaceRequest } from "./surface-messages.ts";

const { surfaces } = (await import(pathToFileURL(process.argv[2] as string).href)) as SurfaceModule;
let surface: Surface | undefined;

// Nobody asks any more.
process.on("disconnect", () => process.exit());
process.on("message", async (request: SurfaceRequest) => {
  let answer: SurfaceAnswer;
  try {
    answer = { id: request.id, value: await answerTo(request.question) };
  } catch (error) {
    answer = { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer);
});

async function answerTo(question: SurfaceQuestion): Promise<unknown> {
  if (question.kind === "about")
    return surfaces.map(({ api, search, note }) => ({ api, ...(search ? { search } : {}), ...(note ? { note } : {}) }));
  if (question.kind === "open") {
    surface = await surfaces[question.index]?.open(question.servers);
    return surface && { prompt: surface.prompt, tools: surface.tools, refused: surface.refused ?? [] };
  }
  if (!surface?.search) throw new Error("It has no search.");
  return surface.search(question.wanted);
}
