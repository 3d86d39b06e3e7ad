import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode skills`: the skills, and on stderr the files that are none. */
export function skills(options: CommonOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode) => {
    const { skills: found, problems } = await codemode.skills.list();
    if (options.json) printJson({ skills: found.map(({ name, description, file }) => ({ name, description, file })), problems });
    else for (const { name, description } of found) process.stdout.write(`skills/${name}  ${plain(description.split("\n")[0] ?? "")}\n`);
    for (const { file, message } of problems) process.stderr.write(`codemode: ${file}: ${message}\n`);
    return 0;
  });
}
