/** Counts the words of a text file that the filesystem server can read. */
import { read_text_file } from "generated/servers/filesystem";

export async function word_count(path: string): Promise<number> {
  const text: string = await read_text_file({ path });
  return text.split(/\s+/).filter(Boolean).length;
}
